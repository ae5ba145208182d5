import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Database } from './database.js';
import { openEmbeddedDatabase } from './embedded.js';
import { migrate } from './migrate.js';
import { openPostgres } from './postgres.js';
import { prepared } from './prepared-query.js';

describe('a prepared query', () => {
  let database: Database;
  beforeEach(async () => {
    database = openEmbeddedDatabase(':memory:');
    await migrate(database);
  });
  afterEach(() => database.destroy());

  const insertion = prepared<{ key: string; value: string }>()((on, value) =>
    on.insertInto('hub_settings').values({ key: value('key'), value: value('value') }),
  );
  const build = jest.fn((on: Database, key: string) =>
    on.selectFrom('hub_settings').select('value').where('key', '=', key),
  );
  const byKey = prepared<{ key: string }>()((on, value) => build(on, value('key')));

  it('a prepared query is built once, and gives each run the rows of its own values', async () => {
    for (const key of ['a', 'b']) await insertion.all(database, { key, value: `value of ${key}` });
    build.mockClear();
    expect(await byKey.first(database, { key: 'a' })).toEqual({ value: 'value of a' });
    expect(await byKey.all(database, { key: 'b' })).toEqual([{ value: 'value of b' }]);
    expect(await byKey.first(database, { key: 'c' })).toBeUndefined();
    expect(build.mock.calls.length).toBeLessThanOrEqual(1);
  });

  it('a prepared query keeps the values of runs at the same time apart', async () => {
    const keys = Array.from({ length: 20 }, (_, index) => `key ${index}`);
    await Promise.all(keys.map((key) => insertion.all(database, { key, value: key })));
    const found = await Promise.all(keys.map((key) => byKey.first(database, { key })));
    expect(found.map((row) => row?.value)).toEqual(keys);
  });

  it('a prepared query binds what it is given, so that no value is read as SQL', async () => {
    const value = `'); delete from hub_settings; --`;
    await insertion.all(database, { key: value, value });
    expect(await byKey.first(database, { key: value })).toEqual({ value });
  });

  it('a prepared query is a part of the transaction that it is run on', async () => {
    const undone = database.transaction().execute(async (transaction) => {
      await insertion.all(transaction, { key: 'half', value: '1' });
      expect(await byKey.first(transaction, { key: 'half' })).toEqual({ value: '1' });
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    expect(await byKey.first(database, { key: 'half' })).toBeUndefined();
  });

  it('a prepared query tells how many rows it wrote', async () => {
    const change = prepared<{ key: string; value: string }>()((on, value) =>
      on
        .updateTable('hub_settings')
        .set({ value: value('value') })
        .where('key', '=', value('key')),
    );
    await insertion.all(database, { key: 'a', value: '1' });
    expect(await change.affected(database, { key: 'a', value: '2' })).toBe(1);
    expect(await change.affected(database, { key: 'b', value: '2' })).toBe(0);
  });

  it('a prepared query is compiled for each engine in its own dialect', async () => {
    const run = jest.spyOn(database.getExecutor(), 'executeQuery');
    await byKey.first(database, { key: 'a' });
    expect(run.mock.lastCall?.[0]).toMatchObject({ sql: expect.stringContaining('"key" = ?'), parameters: ['a'] });
    const other = openPostgres('postgres://nobody@localhost:1/none').database;
    const asked = jest.spyOn(other.getExecutor(), 'executeQuery').mockResolvedValue({ rows: [] });
    await byKey.first(other, { key: 'a' });
    expect(asked.mock.lastCall?.[0]).toMatchObject({ sql: expect.stringContaining('"key" = $1'), parameters: ['a'] });
  });
});
