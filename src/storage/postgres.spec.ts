import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { migratedPostgresDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { TcpProxy } from '../../test/support/tcp-proxy.js';
import { InvalidInputError, StorageUnavailableError } from '../common/errors.js';
import type { SharedEngine } from './database.js';
import { inTransaction } from './database.js';
import { openPostgres } from './postgres.js';

describe('the PostgreSQL engine', () => {
  let server: TestDatabase;
  let engine: SharedEngine;
  const opened: { close(): unknown }[] = [];

  const open = (url: string): SharedEngine => {
    const one = openPostgres(url);
    opened.push(one);
    return one;
  };
  const urlWith = (change: (url: URL) => void): string => {
    const url = new URL(server.url);
    change(url);
    return url.href;
  };
  beforeEach(async () => {
    server = await migratedPostgresDatabase();
    engine = open(server.url);
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    await server.drop();
  });

  const set = (key: string, value = '1', { database } = engine) =>
    database.insertInto('hub_settings').values({ key, value }).execute();
  const keys = async ({ database } = engine) =>
    (await database.selectFrom('hub_settings').select('key').orderBy('key').execute()).map((row) => row.key);

  it('the PostgreSQL engine reads what the embedded engine reads: numbers as numbers, counts too', async () => {
    const { rows } = await sql`select 1764000000000::bigint as time, count(*) as count, 1 as one`.execute(
      engine.database,
    );
    expect(rows).toEqual([{ time: 1_764_000_000_000, count: 1, one: 1 }]);
  });

  it.each(['a\0b', '\0', 'a\u0001b', '\u00010', '\u0001\0', 'a0b'])(
    'the PostgreSQL engine keeps %j, and tells it from its neighbours',
    async (text) => {
      await set(text, text);
      const found = await engine.database.selectFrom('hub_settings').selectAll().where('key', '=', text).execute();
      expect(found).toEqual([{ key: text, value: text }]);
      for (const other of ['a\uFFFDb', 'a\u00010b', 'a\u0001b', 'ab', '\u00010', '\u00011'].filter(
        (one) => one !== text,
      )) {
        await expect(
          engine.database.selectFrom('hub_settings').selectAll().where('key', '=', other).execute(),
        ).resolves.toEqual([]);
      }
    },
  );

  it('the PostgreSQL engine says of a value that no column can take that it is the value', async () => {
    const endless = Array.from({ length: 4_000 }, (_, index) =>
      String.fromCharCode(0x4e00 + ((index * 7919) % 20_000)),
    );
    await expect(set(endless.join(''))).rejects.toThrow(InvalidInputError);
    await set('short');
  });

  it('the PostgreSQL engine leaves the error of a wrong statement as it is', async () => {
    await set('a');
    await expect(set('a')).rejects.toMatchObject({ code: '23505' });
    await expect(sql`select nonsense`.execute(engine.database)).rejects.not.toThrow(StorageUnavailableError);
  });

  it('the PostgreSQL engine says "unavailable" to whom a shutdown ends the connection, and serves the next', async () => {
    await set('before');
    const others = sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
    const waiting = inTransaction(engine.database, async (transaction) => {
      await set('half', '1', { ...engine, database: transaction });
      await others.execute(engine.database);
      await set('other half', '1', { ...engine, database: transaction });
    });
    await expect(waiting).rejects.toThrow(StorageUnavailableError);
    // Idle connections of the pool end too, and end no process.
    await Promise.all([keys(), keys(), keys()]);
    await server.admin(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await untilServed(keys);
    expect(await keys()).toEqual(['before']);
  });

  it('the PostgreSQL engine says "unavailable" while the server cannot be reached, and recovers without being reopened', async () => {
    const proxy = await TcpProxy.to({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
    opened.push({ close: () => proxy.cut() });
    const far = open(urlWith((url) => (url.port = String(proxy.port))));
    await set('before', '1', far);
    await proxy.cut();
    await expect(keys(far)).rejects.toThrow(StorageUnavailableError);
    await expect(keys(far)).rejects.toThrow(StorageUnavailableError);
    await proxy.mend();
    expect(await keys(far)).toEqual(['before']);
  });

  it('the PostgreSQL engine does not wait for ever for a server that went silent, and never takes its late answer for another', async () => {
    const proxy = await TcpProxy.to({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
    opened.push({ close: () => proxy.cut() });
    const far = open(
      urlWith((url) => {
        url.port = String(proxy.port);
        url.search = 'query_timeout=200&pool_size=1';
      }),
    );
    await set('before', '1', far);
    proxy.silence();
    await expect(keys(far)).rejects.toThrow(StorageUnavailableError);
    await proxy.mend();
    expect(await keys(far)).toEqual(['before']);
  });

  it.each([
    ['it is read-only', 'set default_transaction_read_only = on'],
    ['a statement takes too long', "set statement_timeout = '1ms'"],
    ['a row stays locked', "set lock_timeout = '1ms'"],
  ])('the PostgreSQL engine says "unavailable" when %s', async (_what, setting) => {
    await set('mine');
    await server.admin(`alter role postgres in database ${new URL(server.url).pathname.slice(1)} ${setting}`);
    // The URL wins over the hub's own limit, and 0 leaves it to the server.
    const limited = open(urlWith((url) => (url.search = 'statement_timeout=')));
    const write = (database: SharedEngine['database']) =>
      database.updateTable('hub_settings').set({ value: '2' }).where('key', '=', 'mine').execute();
    await engine.database.transaction().execute(async (holder) => {
      await write(holder);
      await expect(write(limited.database)).rejects.toThrow(StorageUnavailableError);
    });
    await write(engine.database);
  });

  it('the PostgreSQL engine repeats what was undone because two stood in each other’s way', async () => {
    await set('a');
    await set('b');
    let runs = 0;
    const cross = (first: string, second: string, other: Promise<unknown>, done: () => void) =>
      inTransaction(engine.database, async (transaction) => {
        runs += 1;
        const append = (key: string) =>
          transaction
            .updateTable('hub_settings')
            .set({ value: sql`value || ${first}` })
            .where('key', '=', key)
            .execute();
        await append(first);
        done();
        await other;
        await append(second);
      });
    let firstIn = () => {};
    let secondIn = () => {};
    const one = new Promise<void>((resolve) => (firstIn = resolve));
    const two = new Promise<void>((resolve) => (secondIn = resolve));
    await Promise.all([cross('a', 'b', two, firstIn), cross('b', 'a', one, secondIn)]);
    expect(runs).toBe(3);
    const rows = await engine.database.selectFrom('hub_settings').select('value').execute();
    for (const { value } of rows) expect([...value].sort().join('')).toBe('1ab');
  });

  it('the PostgreSQL engine lets one hub start at a time, and the next when it ended in whatever way', async () => {
    const other = open(server.url);
    const order: string[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = engine.startAlone(1, async () => {
      order.push('first in');
      await held;
      order.push('first out');
      throw new Error('the start failed');
    });
    while (order.length === 0) await sql`select 1`.execute(engine.database);
    const second = other.startAlone(1, async () => void order.push('second in'));
    await sql`select pg_sleep(0.1)`.execute(engine.database);
    release();
    await expect(first).rejects.toThrow('the start failed');
    await second;
    expect(order).toEqual(['first in', 'first out', 'second in']);
  });

  it('the PostgreSQL engine says "unavailable" once it is closed', async () => {
    await engine.close();
    await expect(keys()).rejects.toThrow(StorageUnavailableError);
  });
});

/** The pool learns of an ended idle connection when the system tells it: until then one query may meet it. */
async function untilServed(query: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < 12; attempt += 1) {
    try {
      return void (await query());
    } catch (error) {
      if (!(error instanceof StorageUnavailableError)) throw error;
    }
  }
}
