import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { postgresDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { StartupError } from '../config/index.js';
import { HubStorage } from './hub-storage.js';
import { SqlSigningKeyStore } from './signing-keys.store.js';

describe('HubStorage on PostgreSQL', () => {
  const dataDir = '/nonexistent/portico';
  const key = randomBytes(32);
  const place = { table: 'hub_settings', column: 'value', id: 'probe' };
  let server: TestDatabase;
  const opened: HubStorage[] = [];

  beforeEach(async () => {
    server = await postgresDatabase();
  });
  afterEach(async () => {
    for (const storage of opened.splice(0)) await storage.close();
    await server.drop();
  });

  const open = async (keys: readonly Buffer[] = [key], databaseUrl = server.url): Promise<HubStorage> => {
    const storage = await HubStorage.open({ dataDir, databaseUrl, secretKeys: keys });
    opened.push(storage);
    return storage;
  };
  const seal = (storage: HubStorage) =>
    storage.database
      .insertInto('hub_settings')
      .values({ key: 'probe', value: storage.sealer.seal('s3cret', place) })
      .execute();
  const unsealed = async ({ database, sealer }: HubStorage) => {
    const { value } = await database
      .selectFrom('hub_settings')
      .select('value')
      .where('key', '=', 'probe')
      .executeTakeFirstOrThrow();
    return sealer.open(value, place);
  };
  const changed = (change: (url: URL) => void): string => {
    const url = new URL(server.url);
    change(url);
    return url.href;
  };

  it('HubStorage on PostgreSQL lets many hubs in at once, on an empty database too, and takes no data directory', async () => {
    const storages = await Promise.all(Array.from({ length: 6 }, () => open()));
    const [first, second] = storages;
    if (first === undefined || second === undefined) throw new Error('not opened');
    await seal(first);
    expect(await unsealed(second)).toBe('s3cret');
    const { rows } = await sql`select * from schema_migrations`.execute(first.database);
    expect(rows.length).toBeGreaterThan(0);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('HubStorage on PostgreSQL lets one of two keys win when hubs with different ones start at once for the first time', async () => {
    const keys = [randomBytes(32), randomBytes(32)];
    const starts = await Promise.allSettled(keys.map((one) => open([one])));
    const refused = starts.filter((start) => start.status === 'rejected');
    expect(refused.map(({ reason }) => String(reason))).toEqual([expect.stringMatching(/not the one that sealed/)]);
    const winner = keys[starts.findIndex((start) => start.status === 'fulfilled')] ?? Buffer.alloc(0);
    await open([winner]);
  });

  it('HubStorage on PostgreSQL makes one first signing key, whoever asks', async () => {
    const storages = await Promise.all([open(), open(), open()]);
    const now = new Date(1_000);
    const stores = storages.map((one) => new SqlSigningKeyStore(one.database, one.sealer));
    const made = (kid: string) => ({
      kid,
      algorithm: 'RS256' as const,
      jwk: { kty: 'RSA' },
      createdAt: now,
      activeFrom: now,
    });
    await Promise.all([...stores, ...stores].map((store, index) => store.insertFirst(made(`key-${index}`))));
    for (const store of stores) expect(await store.list(now)).toHaveLength(1);
  });

  it('HubStorage on PostgreSQL leaves one key unreplaced when several rotate at once', async () => {
    const storages = await Promise.all([open(), open(), open()]);
    const [now, later] = [new Date(1_000), new Date(2_000)];
    const stores = storages.map((one) => new SqlSigningKeyStore(one.database, one.sealer));
    const made = (kid: string) => ({
      kid,
      algorithm: 'RS256' as const,
      jwk: { kty: 'RSA' },
      createdAt: now,
      activeFrom: now,
    });
    await stores[0]?.insertFirst(made('first'));
    await Promise.all(stores.map((store, index) => store.insertReplacing(made(`next-${index}`), later)));
    const kept = await stores[0]?.list(later);
    expect(kept).toHaveLength(1);
  });

  it('HubStorage on PostgreSQL changes the master key by a start with new and old, beside a hub that knows both', async () => {
    const fresh = randomBytes(32);
    const running = await open([key, fresh]);
    await seal(running);
    const next = await open([fresh, key]);
    expect(next.notices).toContainEqual(expect.stringContaining('2 secrets were sealed anew'));
    expect(await unsealed(running)).toBe('s3cret');
    expect(await unsealed(await open([fresh]))).toBe('s3cret');
    await expect(open([key])).rejects.toThrow(StartupError);
  });

  it('HubStorage on PostgreSQL needs the key, and makes none', async () => {
    await expect(HubStorage.open({ dataDir, databaseUrl: server.url })).rejects.toThrow(
      /PORTICO_SECRET_KEY must be given/,
    );
  });

  it('HubStorage on PostgreSQL lets a command in beside the hubs, with their key only, and not before the first of them', async () => {
    const config = { dataDir, databaseUrl: server.url, secretKeys: [key] };
    await expect(HubStorage.openBeside(config)).rejects.toThrow(/no hub has used this database yet/);
    await seal(await open());
    const command = await HubStorage.openBeside(config);
    opened.push(command);
    expect(await unsealed(command)).toBe('s3cret');
    await expect(HubStorage.openBeside({ ...config, secretKeys: [randomBytes(32)] })).rejects.toThrow(/master key/);
  });

  it('HubStorage on PostgreSQL warns of a server that may forget what it acknowledged', async () => {
    const name = new URL(server.url).pathname.slice(1);
    expect((await open()).notices).toContainEqual(expect.stringContaining('synchronous_commit = off'));
    await server.admin(`alter database ${name} set synchronous_commit = on`);
    expect((await open()).notices).not.toContainEqual(expect.stringContaining('synchronous_commit'));
  });

  it('HubStorage on PostgreSQL refuses a database that cannot hold every name', async () => {
    const latin = `${new URL(server.url).pathname.slice(1)}_latin`;
    await server.admin(`create database ${latin} template template0 encoding 'LATIN1'`);
    await expect(
      open(
        [key],
        changed((url) => (url.pathname = `/${latin}`)),
      ),
    ).rejects.toThrow(/encoding is LATIN1/);
    await server.admin(`drop database ${latin} with (force)`);
  });

  it.each([
    [
      'there is no such database',
      (url: URL) => (url.pathname = '/nowhere'),
      /nowhere on 127.*there is no such database/,
    ],
    ['the password is wrong', (url: URL) => (url.password = 'hunter2'), /user or password are wrong/],
    ['nothing listens there', (url: URL) => (url.port = '1'), /cannot be used \(ECONNREFUSED\).*DATABASE_URL/],
    ['TLS is asked for and not to be had', (url: URL) => (url.search = 'sslmode=verify-full'), /cannot be used.*TLS/],
    ['a certificate file is missing', (url: URL) => (url.search = 'sslrootcert=/nowhere.pem'), /\(ENOENT\).*TLS/],
  ])('HubStorage on PostgreSQL says that %s, and no password', async (_what, change, sentence) => {
    await open();
    const attempt = open([key], changed(change));
    await expect(attempt).rejects.toThrow(sentence);
    await expect(attempt).rejects.toBeInstanceOf(StartupError);
    for (const secret of ['hunter2', new URL(server.url).password]) {
      await expect(attempt).rejects.not.toThrow(secret);
      await attempt.catch((error: Error) => expect(JSON.stringify([error, String(error.stack)])).not.toContain(secret));
    }
  });

  it('HubStorage on PostgreSQL says that its user may make no tables', async () => {
    const role = `role_${randomBytes(4).toString('hex')}`;
    await server.admin(`create role ${role} login password 'sesame'`);
    const limited = changed((url) => {
      url.username = role;
      url.password = 'sesame';
    });
    await expect(open([key], limited)).rejects.toThrow(/may not make tables/);
    await server.admin(`grant create on schema public to ${role}`);
    await open([key], limited);
    await server.admin(`drop owned by ${role} cascade; drop role ${role}`);
  });
});
