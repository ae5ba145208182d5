import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { checkMasterKeys, hasSealedData, SEALED_TABLES, verifyMasterKeys } from '../../src/storage/master-keys.js';
import { SqlPendingLoginStore } from '../../src/storage/pending-logins.store.js';
import { Sealer } from '../../src/storage/sealing/sealer.js';
import { placeOf } from '../../src/storage/tables/table.js';
import type { PendingLogin } from '../../src/upstream/index.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

const canary = 'CANARY-client-secret';
const old = randomBytes(32);
const fresh = randomBytes(32);

/** One row for each table with a sealed column; the values are filled in below. */
const rows: Readonly<Record<string, Record<string, unknown>>> = {
  connections: {
    id: 'con_1',
    name: 'contoso',
    strategy: 'fake',
    domain_aliases: '[]',
    profile_sync: 'on_each_login',
    is_enabled: 1,
    callback_kind: 'own',
    restrict_email_domains: 0,
    metadata: '{}',
    options: '{}',
    options_version: 1,
    revision: 1,
    created_at: 0,
    updated_at: 0,
  },
  pending_logins: {
    state_hash: 'state',
    browser_hash: 'browser',
    connection_id: 'con_1',
    connection_revision: 1,
    client_id: 'app',
    request_uid: 'uid',
    locale: 'en',
    created_at: 0,
    expires_at: 1,
  },
  trials: {
    id: 'try_1',
    ticket_hash: 'ticket',
    connection_name: 'contoso',
    strategy: 'fake',
    is_draft: 0,
    created_at: 0,
    expires_at: 1,
  },
  oidc_artifacts: { model: 'Session', id_hash: 'hash', created_at: 0 },
  signing_keys: { kid: 'kid', algorithm: 'RS256', created_at: 0, active_from: 0 },
  hub_settings: { key: 'cookie_keys' },
};

describe.each(storageEngines)('secrets at rest in $name', (engine) => {
  let storage: OpenStorage;
  beforeEach(async () => {
    storage = await engine.open();
  });
  afterEach(() => storage.close());

  async function fill(sealer: Sealer): Promise<void> {
    for (const table of SEALED_TABLES) {
      const row = rows[table.name] ?? {};
      const values = { ...row, [table.sealed]: sealer.seal(canary, placeOf(table, row)) };
      await storage.database
        .insertInto(table.name as 'connections')
        .values(values as never)
        .execute();
    }
  }

  async function valuesOf(): Promise<readonly { place: ReturnType<typeof placeOf>; sealed: string }[]> {
    const found = [];
    for (const table of SEALED_TABLES) {
      const from = sql.table(table.name);
      const { rows: all } = await sql<Record<string, unknown>>`select * from ${from}`.execute(storage.database);
      for (const row of all) found.push({ place: placeOf(table, row), sealed: String(row[table.sealed]) });
    }
    return found;
  }

  it('a change of the key visits every table that seals something', () => {
    expect(SEALED_TABLES.map(({ name }) => name).sort()).toEqual(Object.keys(rows).sort());
  });

  it('sealed storage has no secret in any table, in plain, base64 or hex', async () => {
    await fill(new Sealer([old]));
    const dump = JSON.stringify(await valuesOf());
    for (const form of [
      canary,
      ...(['base64', 'base64url', 'hex'] as const).map((e) => Buffer.from(canary).toString(e)),
    ]) {
      expect(dump).not.toContain(form);
    }
  });

  it('sealed storage opens no value in the place of another', async () => {
    const sealer = new Sealer([old]);
    await fill(sealer);
    const values = await valuesOf();
    for (const [index, { sealed, place }] of values.entries()) {
      const other = values[(index + 1) % values.length];
      expect(sealer.open(sealed, place)).toBe(canary);
      expect(() => sealer.open(sealed, other?.place ?? place)).toThrow('does not open');
    }
  });

  it('sealed storage brings every value under the first key, after which the old one is not needed', async () => {
    await fill(new Sealer([old]));
    await expect(checkMasterKeys(storage.database, new Sealer([old]))).rejects.toThrow('row that proves the key');
    await storage.database.deleteFrom('hub_settings').execute();
    for (const table of ['connections', 'pending_logins', 'trials', 'oidc_artifacts', 'signing_keys'] as const) {
      await storage.database.deleteFrom(table).execute();
    }
    expect(await hasSealedData(storage.database)).toBe(false);
    expect(await checkMasterKeys(storage.database, new Sealer([old]))).toEqual({ resealed: 0 });
    await fill(new Sealer([old]));
    const both = new Sealer([fresh, old]);
    expect(await checkMasterKeys(storage.database, both)).toEqual({ resealed: SEALED_TABLES.length + 1 });
    expect(await checkMasterKeys(storage.database, both)).toEqual({ resealed: 0 });
    const alone = new Sealer([fresh]);
    expect(await verifyMasterKeys(storage.database, alone)).toBe(true);
    for (const { sealed, place } of await valuesOf()) expect(alone.open(sealed, place)).toMatch(/^(CANARY|portico)/);
    await expect(verifyMasterKeys(storage.database, new Sealer([old]))).rejects.toThrow('master key');
  });

  it('sealed storage brings more rows under the first key than one transaction takes', async () => {
    const before = new Sealer([old]);
    await checkMasterKeys(storage.database, before);
    const values = Array.from({ length: 450 }, (_, index) => {
      const key = `many_${index}`;
      return { key, value: before.seal('x', { table: 'hub_settings', column: 'value', id: key }) };
    });
    await storage.database.insertInto('hub_settings').values(values).execute();
    expect(await checkMasterKeys(storage.database, new Sealer([fresh, old]))).toEqual({ resealed: 451 });
    expect(await checkMasterKeys(storage.database, new Sealer([fresh]))).toEqual({ resealed: 0 });
  });

  it('sealed storage keeps pending logins usable through a change of the key', async () => {
    await checkMasterKeys(storage.database, new Sealer([old]));
    const now = new Date(1_000);
    const login: PendingLogin = {
      stateHash: 'state',
      browserHash: 'browser',
      connectionId: 'con_1',
      connectionRevision: 1,
      purpose: { name: 'application', clientId: 'app', requestUid: 'uid' },
      locale: 'de',
      checks: { nonce: 'n' },
      createdAt: now,
      expiresAt: new Date(2_000),
    };
    await new SqlPendingLoginStore(storage.database, new Sealer([old])).insert(login);
    await checkMasterKeys(storage.database, new Sealer([fresh, old]));
    const store = new SqlPendingLoginStore(storage.database, new Sealer([fresh]));
    expect(await store.claim('state', ['browser'], now)).toEqual(login);
  });
});
