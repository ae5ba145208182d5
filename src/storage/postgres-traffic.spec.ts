import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { migratedPostgresDatabase, type TestDatabase } from '../../test/support/postgres.js';
import type { SharedEngine } from './database.js';
import { inTransaction } from './database.js';
import { openPostgres } from './postgres.js';
import { prepared } from './prepared-query.js';

describe('the traffic to PostgreSQL', () => {
  let server: TestDatabase;
  let engine: SharedEngine;
  const counts = { statements: 0, commits: 0, roundTrips: 0 };
  beforeEach(async () => {
    server = await migratedPostgresDatabase();
    const url = new URL(server.url);
    url.searchParams.set('pool_size', '1');
    // The server of the tests does not wait for its disk by default.
    url.searchParams.set('options', '-c synchronous_commit=on');
    engine = openPostgres(url.href, {
      statement: () => (counts.statements += 1),
      commit: () => (counts.commits += 1),
      roundTrip: () => (counts.roundTrips += 1),
    });
    await byKey.all(engine.database, { key: 'warm' });
    Object.assign(counts, { statements: 0, commits: 0, roundTrips: 0 });
  });
  afterEach(async () => {
    await engine.close();
    await server.drop();
  });

  const byKey = prepared<{ key: string }>()((database, value) =>
    database.selectFrom('hub_settings').select('value').where('key', '=', value('key')),
  );
  const unfit = prepared<{ key: string }>()((database, value) =>
    database.selectFrom('hub_settings').select(sql<number>`value::int`.as('value')).where('key', '=', value('key')),
  );
  const insertion = prepared<{ key: string; value: string }>()((database, value) =>
    database
      .insertInto('hub_settings')
      .values({ key: value('key'), value: value('value') })
      .returning('key'),
  );
  const setting = prepared<object>()((database) =>
    database.selectNoFrom(sql<string>`current_setting('synchronous_commit')`.as('value')),
  );
  const forget = () => sql`deallocate all`.execute(engine.database);

  it('the traffic to PostgreSQL takes what is read in one turn there and back once, and what is read in two twice', async () => {
    const { database } = engine;
    await Promise.all(['a', 'b', 'c'].map((key) => byKey.all(database, { key })));
    expect(counts).toEqual({ statements: 3, commits: 0, roundTrips: 1 });
    await byKey.all(database, { key: 'a' });
    await byKey.all(database, { key: 'b' });
    expect(counts.roundTrips).toBe(3);
  });

  it('the traffic to PostgreSQL lets a reading that fails fail alone', async () => {
    const { database } = engine;
    await insertion.all(database, { key: 'a', value: 'no number' });
    const [failed, read] = await Promise.allSettled([
      unfit.all(database, { key: 'a' }),
      byKey.all(database, { key: 'a' }),
    ]);
    expect(failed.status).toBe('rejected');
    expect(read).toMatchObject({ status: 'fulfilled', value: [{ value: 'no number' }] });
  });

  it('the traffic to PostgreSQL takes a write that nobody waits for the disk for there and back once, and others see it', async () => {
    const rows = await insertion.relaxed(engine.database, { key: 'claimed', value: '1' });
    expect(rows).toEqual([{ key: 'claimed' }]);
    expect(counts).toEqual({ statements: 1, commits: 0, roundTrips: 1 });
    const other = openPostgres(server.url);
    expect(await byKey.all(other.database, { key: 'claimed' })).toEqual([{ value: '1' }]);
    await other.close();
    await expect(insertion.relaxed(engine.database, { key: 'claimed', value: '2' })).rejects.toMatchObject({
      code: '23505',
    });
    expect(await setting.relaxed(engine.database, {})).toEqual([{ value: 'off' }]);
    expect(await setting.all(engine.database, {})).toEqual([{ value: 'on' }]);
  });

  it('the traffic to PostgreSQL begins a transaction with its first statement', async () => {
    await inTransaction(engine.database, async (transaction) => {
      await insertion.all(transaction, { key: 'a', value: '1' });
    });
    expect(counts).toEqual({ statements: 1, commits: 1, roundTrips: 2 });
  });

  it('the traffic to PostgreSQL goes on where a pooler hands out a connection on which nothing was prepared', async () => {
    await insertion.all(engine.database, { key: 'a', value: '1' });
    await forget();
    expect(await byKey.all(engine.database, { key: 'a' })).toEqual([{ value: '1' }]);
    // From then on nothing is prepared: the same happens to no other statement.
    expect(await insertion.all(engine.database, { key: 'b', value: '2' })).toEqual([{ key: 'b' }]);
  });

  it('the traffic to PostgreSQL repeats a transaction in which a statement turned out not to be prepared', async () => {
    await insertion.all(engine.database, { key: 'a', value: '1' });
    await forget();
    await inTransaction(engine.database, async (transaction) => {
      await insertion.all(transaction, { key: 'b', value: '2' });
      expect(await byKey.all(transaction, { key: 'b' })).toEqual([{ value: '2' }]);
    });
    expect(await byKey.all(engine.database, { key: 'b' })).toEqual([{ value: '2' }]);
  });

  it('the traffic to PostgreSQL goes on where a newer version has changed the table of a prepared statement', async () => {
    const whole = prepared<{ key: string }>()((database, value) =>
      database.selectFrom('hub_settings').selectAll().where('key', '=', value('key')),
    );
    await insertion.all(engine.database, { key: 'a', value: '1' });
    await whole.all(engine.database, { key: 'a' });
    await sql`alter table hub_settings add column later text`.execute(engine.database);
    expect(await whole.all(engine.database, { key: 'a' })).toEqual([{ key: 'a', value: '1', later: null }]);
  });
});
