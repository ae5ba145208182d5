import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { SqlAdminConsentStore } from '../../src/storage/admin-consents.store.js';
import { SqlApplicationStore } from '../../src/storage/applications.store.js';
import { SqlConnectionStore } from '../../src/storage/connections.store.js';
import { SqlEventStore } from '../../src/storage/events.store.js';
import { SqlHubSettingStore } from '../../src/storage/hub-settings.store.js';
import { HubStorage } from '../../src/storage/index.js';
import { MIGRATIONS, migrate } from '../../src/storage/migrate.js';
import { SqlOidcArtifactStore } from '../../src/storage/oidc-artifacts.store.js';
import { SqlPendingLoginStore } from '../../src/storage/pending-logins.store.js';
import { SqlRateCounter } from '../../src/storage/rate-counters.store.js';
import { ALL_TABLES } from '../../src/storage/schema.js';
import { SqlSigningKeyStore } from '../../src/storage/signing-keys.store.js';
import { oidcArtifacts } from '../../src/storage/tables/oidc-artifacts.js';
import { placeOf } from '../../src/storage/tables/table.js';
import { SqlTrialStore } from '../../src/storage/trials.store.js';
import { SqlUserStore } from '../../src/storage/users.store.js';
import { postgresDatabase } from '../support/postgres.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const fixtures = resolve(import.meta.dirname, '../fixtures');
const directories = join(fixtures, 'data-directories');
const versions = readdirSync(directories, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

interface Earlier {
  readonly name: string;
  /** Starts the present hub's storage on a copy of it. */
  open(): Promise<{ readonly storage: HubStorage; drop(): Promise<void> }>;
}

const earlier: readonly Earlier[] = versions.flatMap((version) => [
  {
    name: `the data directory of ${version}`,
    open: async () => {
      const { path: dataDir, remove } = temporaryDirectory();
      cpSync(join(directories, version), dataDir, { recursive: true });
      return { storage: await HubStorage.open({ dataDir }), drop: async () => remove() };
    },
  },
  {
    name: `the PostgreSQL database of ${version}`,
    open: async () => {
      const server = await postgresDatabase();
      await server.admin(readFileSync(join(fixtures, 'databases', `${version}.sql`), 'utf8'));
      const key = readFileSync(join(directories, version, 'master.key'), 'utf8');
      const secretKeys = [Buffer.from(key.trim(), 'base64')];
      const storage = await HubStorage.open({ dataDir: '/nonexistent', databaseUrl: server.url, secretKeys });
      return { storage, drop: () => server.drop() };
    },
  },
]);

describe.each(earlier)('$name, opened by this build,', ({ open }) => {
  /** After what the fixtures hold, and before what waits in them until the year 2100 ends. */
  const now = new Date(Date.UTC(2099, 0, 1));
  const whole = { kind: 'checkpoint', take: 50 } as const;
  let storage: HubStorage;
  let drop = async () => {};
  beforeAll(async () => {
    ({ storage, drop } = await open());
  });
  afterAll(async () => {
    await storage?.close();
    await drop();
  });

  const contoso = async () => {
    const found = await new SqlConnectionStore(storage.database, storage.sealer).findByName('contoso');
    if (found === undefined) throw new Error('The connection is gone.');
    return found;
  };

  it('a database of an earlier build has every table and column of this build, and every migration once', async () => {
    for (const { name, columns } of ALL_TABLES) {
      const names = Object.keys(columns).map((column) => sql.ref(column));
      const rows = sql`select ${sql.join(names)} from ${sql.table(name)}`.execute(storage.database);
      await expect(rows).resolves.toBeDefined();
    }
    await expect(migrate(storage.database)).resolves.toEqual([]);
    const { rows } = await sql<{ name: string }>`
      select name from schema_migrations union all select name from compatible_migrations`.execute(storage.database);
    expect(rows.map(({ name }) => name).toSorted()).toEqual(MIGRATIONS.map(({ name }) => name));
  });

  it('a database of an earlier build opens the secrets of its connections, and knows their domains, buttons and applications', async () => {
    const store = new SqlConnectionStore(storage.database, storage.sealer);
    expect((await contoso()).secrets).toEqual({ client_secret: expect.any(String) });
    expect(JSON.stringify((await store.findByName('partners'))?.secrets)).toContain('secret-of-the-partners');
    const { id, domain } = await contoso();
    expect(await store.ownerOfDomain(domain ?? '')).toBe(id);
    const { items } = await store.clientsOf(id, whole);
    expect(items).toHaveLength(1);
    expect((await store.buttonsFor(items[0] ?? '')).map(({ name }) => name)).toContain('contoso');
  });

  it('a database of an earlier build finds its user by the identity, with the groups and times of the last sign-in', async () => {
    const store = new SqlUserStore(storage.database);
    const { items } = await store.list({ email: 'adele@contoso.com' }, whole);
    const [user] = items;
    if (user === undefined) throw new Error('The user is gone.');
    expect(await store.findByIdentity(user.identity)).toEqual(user);
    expect(user).toMatchObject({ blocked: false, loginsCount: 1, lastLogin: expect.any(Date) });
    expect(user.identity).toMatchObject({ connectionName: 'contoso', claims: { oid: user.identity.subject } });
  });

  it('a database of an earlier build finds the refresh token and the session, unused, by the values that the browser and the application have', async () => {
    const store = new SqlOidcArtifactStore(storage.database, storage.sealer);
    for (const model of ['RefreshToken', 'Session']) {
      const rows = await storage.database.selectFrom('oidc_artifacts').selectAll().where('model', '=', model).execute();
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        const payload = JSON.parse(storage.sealer.open(row.payload_sealed, placeOf(oidcArtifacts, row)));
        const then = new Date(row.created_at);
        expect(await store.find(model, payload.jti, then)).toEqual({ payload, consumed: false });
      }
    }
  });

  it('a database of an earlier build finds its applications and their grants, the first management client among them', async () => {
    const store = new SqlApplicationStore(storage.database);
    const { items } = await store.list({}, whole);
    expect(items.map(({ name }) => name)).toContain('Reports');
    const grants = await store.listGrants({}, whole);
    expect(grants.items.map(({ clientId }) => items.find((one) => one.clientId === clientId)?.appType)).toEqual([
      'non_interactive',
    ]);
  });

  it('a database of an earlier build opens its signing keys and cookie keys', async () => {
    const { database, sealer } = storage;
    const [first] = await database.selectFrom('signing_keys').select('created_at').orderBy('created_at').execute();
    const keys = await new SqlSigningKeyStore(database, sealer).list(new Date(first?.created_at ?? 0));
    expect(keys).toHaveLength(2);
    for (const { jwk } of keys) expect(jwk).toMatchObject({ kty: 'RSA', d: expect.any(String) });
    const settings = await database.selectFrom('hub_settings').selectAll().where('value', 'like', 'v1.%').execute();
    const store = new SqlHubSettingStore(database, sealer);
    expect(settings.length).toBeGreaterThan(1);
    for (const { key } of settings) expect(await store.get(key)).toEqual(expect.any(String));
  });

  it('a database of an earlier build opens what waits for a browser: sign-ins with their checks, and trials', async () => {
    const { database, sealer } = storage;
    const waiting = await database.selectFrom('pending_logins').selectAll().execute();
    expect(waiting.length).toBeGreaterThan(1);
    const logins = new SqlPendingLoginStore(database, sealer);
    for (const row of waiting) {
      const login = await logins.claim(row.state_hash, [row.browser_hash], now);
      expect(login).toMatchObject({ connectionId: row.connection_id, checks: expect.anything() });
      expect(JSON.stringify(login?.checks)).toContain('nonce');
    }
    const trials = await database.selectFrom('trials').select(['id', 'finished_at']).execute();
    expect(trials.length).toBeGreaterThan(1);
    for (const { id, finished_at } of trials) {
      const trial = await new SqlTrialStore(database, sealer).find(id, now);
      expect(trial?.report !== undefined).toBe(finished_at !== null);
    }
  });

  it('a database of an earlier build lists what happened and who consented, and goes on counting', async () => {
    const { database } = storage;
    const { items } = await new SqlEventStore(database).list({}, whole);
    expect(items.length).toBeGreaterThan(3);
    const organizations = await new SqlConnectionStore(database, storage.sealer).findByName('organizations');
    const consents = await new SqlAdminConsentStore(database).list(organizations?.id ?? '', 10);
    expect(consents).toMatchObject([{ tenantId: expect.any(String), claimedAt: expect.any(Date) }]);
    expect(await new SqlRateCounter(database).hit('upgraded', 60_000, now, 1)).toMatchObject({ count: 1 });
  });
});
