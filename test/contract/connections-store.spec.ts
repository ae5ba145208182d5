import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Connection,
  ConnectionDomainTaken,
  ConnectionNameTaken,
  UnknownClient,
} from '../../src/connections/index.js';
import { SqlConnectionStore } from '../../src/storage/connections.store.js';
import { UnsealError } from '../../src/storage/sealing/sealer.js';
import { aConnection, insertApplications } from '../support/connections.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

describe.each(storageEngines)('the store of connections on $name', ({ open }) => {
  let storage: OpenStorage;
  let store: SqlConnectionStore;

  beforeEach(async () => {
    storage = await open();
    store = new SqlConnectionStore(storage.database, storage.sealer);
    await insertApplications(storage.database, 'coder', 'grafana');
  });
  afterEach(() => storage.close());

  const later = (connection: Connection, changes: Partial<Connection>): Connection => ({
    ...connection,
    ...changes,
    updatedAt: new Date(connection.updatedAt.getTime() + 1),
  });

  it('the store of connections gives back what was stored, everything set', async () => {
    const full = aConnection({
      name: 'full',
      displayName: 'Full Ltd',
      iconUrl: 'https://full.example/logo.png',
      domain: 'full.example',
      domainAliases: ['full.test'],
      profileSync: 'never_on_login',
      showAsButton: false,
      isEnabled: false,
      callbackKind: 'shared',
      restrictEmailDomains: true,
      secretExpiresAt: new Date('2027-05-01T00:00:00.123Z'),
      metadata: { owner: 'it' },
      options: { nested: { list: [1, null, 'ü'] } },
      secrets: { client_secret: 'hush' },
      nextSecrets: { client_secret: 'still hush' },
      nextSecretExpiresAt: new Date('2029-05-01T00:00:00.123Z'),
      secretRotatedAt: new Date('2026-05-01T00:00:00.123Z'),
      consentKey: 'a key',
      revision: 7,
    });
    await store.insert(full, []);
    expect(await store.findById(full.id)).toEqual(full);
    expect(await store.findByName('full')).toEqual(full);
  });

  it('the store of connections gives back what was stored, nothing optional set', async () => {
    const bare = aConnection({ name: 'bare' });
    await store.insert(bare, []);
    expect(await store.findById(bare.id)).toEqual(bare);
    expect(await store.findById('con_nobody')).toBeUndefined();
    expect(await store.findByName('Bare')).toBeUndefined();
  });

  it('the store of connections keeps secrets sealed: nothing of them is in the row', async () => {
    await store.insert(aConnection({ name: 'sealed', secrets: { client_secret: 'canary-in-clear' } }), []);
    const row = await storage.database.selectFrom('connections').selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain('canary');
    expect(JSON.stringify(row)).not.toContain('client_secret');
  });

  it('the store of connections refuses a ciphertext that was moved to another row', async () => {
    const [one, two] = [aConnection({ name: 'one', secrets: { s: '1' } }), aConnection({ name: 'two' })];
    await store.insert(one, []);
    await store.insert(two, []);
    const { secrets_sealed } = await storage.database
      .selectFrom('connections')
      .select('secrets_sealed')
      .where('id', '=', one.id)
      .executeTakeFirstOrThrow();
    await storage.database.updateTable('connections').set({ secrets_sealed }).where('id', '=', two.id).execute();
    await expect(store.findById(two.id)).rejects.toThrow(UnsealError);
    expect((await store.findById(one.id))?.secrets).toEqual({ s: '1' });
  });

  it('the store of connections refuses a second connection of the same name, and stores nothing of it', async () => {
    await store.insert(aConnection({ name: 'contoso' }), []);
    const second = aConnection({ name: 'contoso', id: 'con_2', domain: 'second.example' });
    await expect(store.insert(second, ['coder'])).rejects.toThrow(ConnectionNameTaken);
    expect(await store.findById('con_2')).toBeUndefined();
    expect(await store.ownerOfDomain('second.example')).toBeUndefined();
  });

  it('the store of connections lets exactly one of many parallel inserts of one name win', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => store.insert(aConnection({ name: 'race', id: `con_${i}` }), [])),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(ConnectionNameTaken);
    }
  });

  it('the store of connections lets exactly one of many parallel inserts of one domain win, whether primary or alias', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        store.insert(
          aConnection({
            name: `race-${i}`,
            ...(i % 2 ? { domain: 'race.example' } : { domainAliases: ['race.example'] }),
          }),
          [],
        ),
      ),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toEqual(new ConnectionDomainTaken('race.example'));
    }
    expect((await store.list({}, { kind: 'offset', page: 0, perPage: 50 })).total).toBe(1);
  });

  it('the store of connections names the domain that is taken, and stores nothing', async () => {
    await store.insert(aConnection({ name: 'owner', domain: 'owner.example', domainAliases: ['alias.example'] }), []);
    const other = aConnection({ name: 'other', domain: 'other.example', domainAliases: ['alias.example'] });
    await expect(store.insert(other, ['coder'])).rejects.toThrow(new ConnectionDomainTaken('alias.example'));
    expect(await store.findByName('other')).toBeUndefined();
    await store.insert({ ...other, domainAliases: ['free.example'] }, ['coder']);
    expect(await store.ownerOfDomain('free.example')).toBe(other.id);
  });

  it('the store of connections lets disabled connections share a domain, and only one of them be enabled', async () => {
    const [one, two] = [1, 2].map((n) => aConnection({ name: `d-${n}`, domain: 'shared.example', isEnabled: false }));
    if (!one || !two) throw new Error('two were made');
    await store.insert(one, []);
    await store.insert(two, []);
    expect([one.id, two.id]).toContain(await store.ownerOfDomain('shared.example'));
    const results = await Promise.allSettled([one, two].map((c) => store.update(later(c, { isEnabled: true }), c)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(results.find((result) => result.status === 'rejected')).toMatchObject({
      reason: { domain: 'shared.example' },
    });
    const enabled = results[0]?.status === 'fulfilled' ? one : two;
    expect(await store.ownerOfDomain('shared.example')).toBe(enabled.id);
  });

  it('the store of connections changes domains and secrets with the connection, and frees what it gave up', async () => {
    const before = aConnection({ name: 'moving', domain: 'old.example', secrets: { s: 'old' } });
    await store.insert(before, []);
    const after = later(before, { domain: 'new.example', secrets: { s: 'new' }, revision: 2 });
    expect(await store.update(after, before)).toBe(true);
    expect(await store.findById(before.id)).toEqual(after);
    expect(await store.ownerOfDomain('old.example')).toBeUndefined();
    expect(await store.ownerOfDomain('new.example')).toBe(before.id);
  });

  it('the store of connections refuses an update of what somebody else changed meanwhile', async () => {
    const before = aConnection({ name: 'lost' });
    await store.insert(before, []);
    const results = await Promise.all(
      ['a', 'b', 'c'].map((displayName) => store.update(later(before, { displayName }), before)),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await store.update(later(before, { displayName: 'd' }), before)).toBe(false);
  });

  it('the store of connections leaves everything as it was when an update asks for a taken domain', async () => {
    const mine = aConnection({ name: 'mine', domain: 'mine.example' });
    await store.insert(mine, []);
    await store.insert(aConnection({ name: 'theirs', domain: 'theirs.example' }), []);
    await expect(store.update(later(mine, { domain: 'theirs.example' }), mine)).rejects.toThrow(ConnectionDomainTaken);
    expect(await store.findById(mine.id)).toEqual(mine);
    expect(await store.ownerOfDomain('mine.example')).toBe(mine.id);
  });

  it('the store of connections deletes a connection with its domains and rights, once', async () => {
    const gone = aConnection({ name: 'gone', domain: 'gone.example' });
    await store.insert(gone, ['coder']);
    expect(await store.delete(gone.id)).toBe(true);
    expect(await store.delete(gone.id)).toBe(false);
    expect(await store.update(later(gone, {}), gone)).toBe(false);
    expect(await store.ownerOfDomain('gone.example')).toBeUndefined();
    expect(await store.buttonsFor('coder')).toEqual([]);
  });

  it('the store of connections names the application that is not there, and stores nothing', async () => {
    const connection = aConnection({ name: 'rights' });
    await expect(store.insert(connection, ['coder', 'nobody'])).rejects.toThrow(new UnknownClient('nobody'));
    expect(await store.findById(connection.id)).toBeUndefined();
    await store.insert(connection, ['coder', 'coder']);
    const changes = [
      { clientId: 'coder', status: false },
      { clientId: 'nobody', status: true },
    ];
    await expect(store.setClients(connection.id, changes)).rejects.toThrow(new UnknownClient('nobody'));
    expect(await store.isUsableBy(connection.id, 'coder')).toBe(true);
  });
});
