import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqlConnectionStore } from '../../src/storage/connections.store.js';
import { SqlHubSettingStore } from '../../src/storage/hub-settings.store.js';
import { checkMasterKeys, SEALED_TABLES } from '../../src/storage/master-keys.js';
import { SqlOidcArtifactStore } from '../../src/storage/oidc-artifacts.store.js';
import { SqlPendingLoginStore } from '../../src/storage/pending-logins.store.js';
import { Sealer } from '../../src/storage/sealing/sealer.js';
import { SqlSigningKeyStore } from '../../src/storage/signing-keys.store.js';
import { SqlTrialStore } from '../../src/storage/trials.store.js';
import { aConnection } from '../support/connections.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

const now = new Date(1_000);
const later = new Date(2_000);

/** For each table with a sealed column: its store writes something, and reads it back. */
const stores: Readonly<
  Record<string, { write(storage: OpenStorage): Promise<unknown>; read(storage: OpenStorage): Promise<unknown> }>
> = {
  connections: {
    write: ({ database, sealer }) =>
      new SqlConnectionStore(database, sealer).insert(
        aConnection({ id: 'con_1', name: 'contoso', secrets: { client_secret: 's3cret' } }),
        [],
      ),
    read: async ({ database, sealer }) => (await new SqlConnectionStore(database, sealer).findById('con_1'))?.secrets,
  },
  pending_logins: {
    write: ({ database, sealer }) =>
      new SqlPendingLoginStore(database, sealer).insert({
        stateHash: 'state',
        browserHash: 'browser',
        connectionId: 'con_1',
        connectionRevision: 1,
        purpose: { name: 'application', clientId: 'app', requestUid: 'uid' },
        locale: 'de',
        checks: { nonce: 's3cret' },
        createdAt: now,
        expiresAt: later,
      }),
    read: async ({ database, sealer }) => (await new SqlPendingLoginStore(database, sealer).find('state', now))?.checks,
  },
  trials: {
    write: ({ database, sealer }) =>
      new SqlTrialStore(database, sealer).insert({
        id: 'try_1',
        ticketHash: 'ticket',
        connectionName: 'contoso',
        strategy: 'sample',
        isDraft: true,
        draft: aConnection({ name: 'contoso', secrets: { client_secret: 's3cret' } }),
        createdAt: now,
        expiresAt: later,
        notes: [],
      }),
    read: async ({ database, sealer }) =>
      (await new SqlTrialStore(database, sealer).find('try_1', now))?.draft?.secrets,
  },
  oidc_artifacts: {
    write: ({ database, sealer }) =>
      new SqlOidcArtifactStore(database, sealer).save({ model: 'Session', id: 'sid', payload: { a: 's3cret' } }, now),
    read: async ({ database, sealer }) =>
      (await new SqlOidcArtifactStore(database, sealer).find('Session', 'sid', now))?.payload,
  },
  signing_keys: {
    write: ({ database, sealer }) =>
      new SqlSigningKeyStore(database, sealer).insertFirst({
        kid: 'kid',
        algorithm: 'RS256',
        jwk: { kty: 'RSA', d: 's3cret' },
        createdAt: now,
        activeFrom: now,
      }),
    read: async ({ database, sealer }) => (await new SqlSigningKeyStore(database, sealer).list(now))[0]?.jwk,
  },
  hub_settings: {
    write: ({ database, sealer }) => new SqlHubSettingStore(database, sealer).getOrStore('cookie_keys', 's3cret'),
    read: async ({ database, sealer }) => new SqlHubSettingStore(database, sealer).get('cookie_keys'),
  },
};

describe.each(storageEngines)('a change of the master key in $name', (engine) => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)];
  let storage: OpenStorage;
  beforeEach(async () => {
    storage = await engine.open();
  });
  afterEach(() => storage.close());

  const under = (...keys: Buffer[]): OpenStorage => ({ ...storage, sealer: new Sealer(keys) });

  it.each(SEALED_TABLES.map(({ name }) => name))(
    'a change of the master key keeps what the store of %s has sealed',
    async (table) => {
      const store = stores[table];
      await checkMasterKeys(storage.database, new Sealer([old]));
      await store?.write(under(old));
      await expect(store?.read(under(fresh))).rejects.toThrow('does not open');
      expect(await checkMasterKeys(storage.database, new Sealer([fresh, old]))).toEqual({ resealed: 2 });
      expect(JSON.stringify(await store?.read(under(fresh)))).toContain('s3cret');
    },
  );
});
