import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CompiledQuery, sql } from 'kysely';
import { temporaryDirectory } from '../../test/support/temporary-directory.js';
import { StorageUnavailableError } from '../common/errors.js';
import { buttons } from './connection-queries.js';
import type { Database } from './database.js';
import { type EmbeddedEngine, openEmbedded } from './embedded.js';
import { migrate } from './migrate.js';
import { Sqlite } from './sqlite.js';

describe('the embedded engine', () => {
  let temporary: ReturnType<typeof temporaryDirectory>;
  let file: string;
  let engine: EmbeddedEngine;
  beforeEach(async () => {
    temporary = temporaryDirectory();
    file = join(temporary.path, 'portico.db');
    engine = openEmbedded(file);
    await migrate(engine.database);
  });
  afterEach(() => {
    engine.close();
    temporary.remove();
  });

  const pragma = async (name: string, { database } = engine) => {
    const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(database);
    return Object.values(rows[0] ?? {})[0];
  };
  const set = (key: string, value = '1') => engine.database.insertInto('hub_settings').values({ key, value }).execute();
  const keys = async (database: Database = engine.database) =>
    (await database.selectFrom('hub_settings').select('key').orderBy('key').execute()).map((r) => r.key);

  it('syncs every commit to the disk: what was acknowledged survives a power cut', async () => {
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('journal_mode')).toBe('wal');
  });

  it('the embedded engine writes small pages, and puts hundreds of sign-ins in its place at once', async () => {
    expect(await pragma('page_size')).toBe(512);
    expect(await pragma('wal_autocheckpoint')).toBe(65_536);
    expect(await pragma('journal_size_limit')).toBe(32 * 1024 * 1024);
  });

  it('the embedded engine keeps the pages of a database that was made with others, and its log as long in bytes', async () => {
    const other = join(temporary.path, 'other.db');
    const before = new Sqlite(other);
    before.exec('pragma page_size = 4096; create table made_before (a)');
    before.close();
    const opened = openEmbedded(other);
    const sizes = [await pragma('page_size', opened), await pragma('wal_autocheckpoint', opened)];
    opened.close();
    expect(sizes).toEqual([4096, 8192]);
  });

  it('the embedded engine lists events by their index, newest first', async () => {
    const plan = await sql<{ detail: string }>`
      explain query plan select * from events order by date desc, sequence desc, log_id desc limit 50`.execute(
      engine.database,
    );
    expect(plan.rows[0]?.detail).toContain('USING INDEX events_newest');
  });

  it('the embedded engine holds foreign keys, overwrites what is deleted, and trusts no schema', async () => {
    expect(await pragma('foreign_keys')).toBe(1);
    expect(await pragma('secure_delete')).toBe(1);
    expect(await pragma('trusted_schema')).toBe(0);
  });

  it.each([
    ['read-only', 'query_only = on', 'query_only = off'],
    ['full', 'max_page_count = 1', 'max_page_count = 1000000'],
  ])(
    'the embedded engine says "unavailable" while it is %s, and recovers without being reopened',
    async (_what, broken, mended) => {
      await set('before');
      await sql`pragma ${sql.raw(broken)}`.execute(engine.database);
      await expect(set('large', 'x'.repeat(100_000))).rejects.toThrow(StorageUnavailableError);
      await expect(
        engine.database.transaction().execute(async (transaction) => {
          await transaction
            .insertInto('hub_settings')
            .values({ key: 'large', value: 'x'.repeat(100_000) })
            .execute();
        }),
      ).rejects.toThrow(StorageUnavailableError);
      await sql`pragma ${sql.raw(mended)}`.execute(engine.database);
      await set('after', 'x'.repeat(100_000));
      expect(await keys()).toEqual(['after', 'before']);
    },
  );

  it('the embedded engine says "unavailable" while another process holds it', async () => {
    await sql`pragma busy_timeout = 1`.execute(engine.database);
    const other = new Sqlite(file);
    other.exec('begin immediate');
    await expect(set('a')).rejects.toThrow(StorageUnavailableError);
    other.exec('rollback');
    other.close();
    await set('a');
    expect(await keys()).toEqual(['a']);
  });

  it('the embedded engine says "unavailable" once it is closed', async () => {
    engine.close();
    await expect(keys()).rejects.toThrow(StorageUnavailableError);
  });

  it('the embedded engine leaves the error of a wrong statement as it is', async () => {
    await set('a');
    await expect(set('a')).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' });
    await expect(sql`select nonsense`.execute(engine.database)).rejects.not.toThrow(StorageUnavailableError);
  });

  it('the embedded engine takes back a transaction whose work fails, and none of it remains', async () => {
    const failing = engine.database.transaction().execute(async (transaction) => {
      await transaction.insertInto('hub_settings').values({ key: 'half', value: '1' }).execute();
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await keys()).toEqual([]);
  });

  it('the embedded engine takes the write lock when a transaction begins, so that reading first cannot lose it', async () => {
    const other = new Sqlite(file);
    await engine.database.transaction().execute(async (transaction) => {
      await transaction.selectFrom('hub_settings').selectAll().execute();
      expect(() => other.exec("insert into hub_settings values ('other', '1')")).toThrow('locked');
      await transaction.insertInto('hub_settings').values({ key: 'mine', value: '1' }).execute();
    });
    other.close();
    expect(await keys()).toEqual(['mine']);
  });

  it('the embedded engine lets nobody else into an open transaction: what is asked meanwhile waits for its end, in turn', async () => {
    const others: Promise<unknown>[] = [];
    const refused = engine.database.transaction().execute(async (transaction) => {
      await transaction.insertInto('hub_settings').values({ key: 'half', value: '1' }).execute();
      others.push(keys(), set('after'), engine.database.transaction().execute(keys));
      await new Promise(setImmediate);
      throw new Error('changed my mind');
    });
    await expect(refused).rejects.toThrow('changed my mind');
    const [seen, , next] = await Promise.all(others);
    expect({ seen, next }).toEqual({ seen: [], next: ['after'] });
  });

  it('the embedded engine goes on after a transaction that could not begin', async () => {
    await sql`pragma busy_timeout = 1`.execute(engine.database);
    const other = new Sqlite(file);
    other.exec('begin immediate');
    await expect(engine.database.transaction().execute(async () => undefined)).rejects.toThrow(StorageUnavailableError);
    other.exec('rollback');
    other.close();
    await set('a');
    expect(await keys()).toEqual(['a']);
  });

  it('the embedded engine tells how long its statements took, and which of them failed', async () => {
    const heard: string[] = [];
    const listening = openEmbedded(':memory:', {
      statement: (seconds, outcome) => heard.push(`${outcome} ${seconds >= 0}`),
      commit: () => heard.push('commit'),
      roundTrip: () => heard.push('round trip'),
    });
    await sql`select 1`.execute(listening.database);
    await expect(sql`select nonsense`.execute(listening.database)).rejects.toMatchObject({ code: 'SQLITE_ERROR' });
    listening.close();
    expect(heard).toEqual(['ok true', 'failed true']);
  });

  it('streams, with the same errors', async () => {
    await set('a');
    const seen: string[] = [];
    for await (const row of engine.database.selectFrom('hub_settings').selectAll().stream()) seen.push(row.key);
    expect(seen).toEqual(['a']);
  });

  it('the embedded engine finds the buttons of a login page by their own index, however many connections the application has', async () => {
    const { sql: text, parameters } = buttons(engine.database, 'coder').compile();
    const plan = await engine.database.executeQuery<{ detail: string }>(
      CompiledQuery.raw(`explain query plan ${text}`, [...parameters]),
    );
    expect(plan.rows[0]?.detail).toContain('USING INDEX connection_clients_buttons');
  });
});
