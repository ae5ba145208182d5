import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqlAdminConsentStore } from '../../src/storage/admin-consents.store.js';
import { SqlConnectionStore } from '../../src/storage/connections.store.js';
import { SqlPendingLoginStore } from '../../src/storage/pending-logins.store.js';
import type { PendingLogin } from '../../src/upstream/index.js';
import { aConnection } from '../support/connections.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

const day = (number: number) => new Date(Date.UTC(2026, 10, number));

describe.each(storageEngines)('consents of administrators on $name', ({ open }) => {
  let storage: OpenStorage;
  let store: SqlAdminConsentStore;
  let connections: SqlConnectionStore;
  const contoso = { connectionId: 'con_one', tenantId: 'contoso' };

  beforeEach(async () => {
    storage = await open();
    store = new SqlAdminConsentStore(storage.database);
    connections = new SqlConnectionStore(storage.database, storage.sealer);
    for (const name of ['one', 'two']) await connections.insert(aConnection({ name }), []);
  });
  afterEach(() => storage.close());

  it('consents of administrators are claimed first, and verified once', async () => {
    await store.claim(contoso, day(1));
    expect(await store.find(contoso)).toEqual({ ...contoso, claimedAt: day(1) });
    expect(await store.verify(contoso, 'sign_in', day(2))).toBe(true);
    const verified = { ...contoso, claimedAt: day(1), verified: { at: day(2), by: 'sign_in' } };
    expect(await store.find(contoso)).toEqual(verified);
    expect(await store.verify(contoso, 'application_token', day(3))).toBe(false);
    expect(await store.find(contoso)).toEqual(verified);
  });

  it('consents of administrators are not verified where nobody claimed one', async () => {
    expect(await store.verify(contoso, 'sign_in', day(2))).toBe(false);
    await store.claim({ ...contoso, connectionId: 'con_two' }, day(1));
    expect(await store.verify(contoso, 'sign_in', day(2))).toBe(false);
    expect(await store.find(contoso)).toBeUndefined();
  });

  it('consents of administrators stay verified when they are claimed again', async () => {
    await store.claim(contoso, day(1));
    await store.verify(contoso, 'sign_in', day(2));
    await store.claim(contoso, day(3));
    expect(await store.find(contoso)).toMatchObject({ claimedAt: day(3), verified: { at: day(2) } });
  });

  it('consents of administrators are one when they are claimed by many at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => store.claim(contoso, day(1))));
    expect(await store.list('con_one', 10)).toHaveLength(1);
    const verified = await Promise.all(Array.from({ length: 10 }, () => store.verify(contoso, 'sign_in', day(2))));
    expect(verified.filter(Boolean)).toHaveLength(1);
  });

  it('consents of administrators are listed by connection, the last one first', async () => {
    await store.claim(contoso, day(1));
    await store.claim({ ...contoso, tenantId: 'fabrikam' }, day(2));
    await store.claim({ ...contoso, connectionId: 'con_two' }, day(3));
    const tenants = async (limit: number) => (await store.list('con_one', limit)).map(({ tenantId }) => tenantId);
    expect(await tenants(10)).toEqual(['fabrikam', 'contoso']);
    expect(await tenants(1)).toEqual(['fabrikam']);
  });

  it('consents of administrators go with their connection, and are not claimed for one that is gone', async () => {
    await store.claim(contoso, day(1));
    await store.claim({ ...contoso, connectionId: 'con_two' }, day(1));
    await connections.delete('con_one');
    await store.claim(contoso, day(2));
    expect(await store.list('con_one', 10)).toEqual([]);
    expect(await store.list('con_two', 10)).toHaveLength(1);
  });

  it('consents of administrators go with the change that makes the connection another registration, or stay if that is not stored', async () => {
    for (const connectionId of ['con_one', 'con_two']) await store.claim({ ...contoso, connectionId }, day(1));
    const one = aConnection({ name: 'one' });
    const changed = { ...one, revision: 2, updatedAt: day(3) };
    const other = { isOtherRegistration: true };
    expect(await connections.update(changed, { ...one, revision: 9 }, other)).toBe(false);
    const taken = { ...changed, domain: 'taken.example' };
    await connections.insert(aConnection({ name: 'three', domain: 'taken.example' }), []);
    await expect(connections.update(taken, one, other)).rejects.toThrow('belongs to another');
    expect(await store.list('con_one', 10)).toHaveLength(1);
    expect(await connections.update(changed, one, { isOtherRegistration: false })).toBe(true);
    expect(await store.list('con_one', 10)).toHaveLength(1);
    expect(await connections.update({ ...changed, revision: 3 }, changed, other)).toBe(true);
    expect(await store.list('con_one', 10)).toEqual([]);
    expect(await store.list('con_two', 10)).toHaveLength(1);
  });

  it('that were only claimed are kept up to 50, the last ones, whatever somebody makes up; verified ones all', async () => {
    await store.claim(contoso, day(1));
    await store.verify(contoso, 'sign_in', day(1));
    await store.claim({ ...contoso, connectionId: 'con_two' }, day(1));
    for (let index = 0; index < 51; index += 1) {
      await store.claim({ ...contoso, tenantId: `made-up-${index}` }, new Date(day(2).getTime() + index));
    }
    const tenants = (await store.list('con_one', 100)).map(({ tenantId }) => tenantId);
    expect(tenants).toHaveLength(51);
    expect([tenants[0], tenants[49], tenants[50]]).toEqual(['made-up-50', 'made-up-1', 'contoso']);
    expect(await store.list('con_two', 10)).toHaveLength(1);
  });
});

describe.each(storageEngines)('pending consents on $name', ({ open }) => {
  let storage: OpenStorage;
  let store: SqlPendingLoginStore;
  const pending: PendingLogin = {
    stateHash: 'state-1',
    browserHash: 'browser-1',
    connectionId: 'con_1',
    connectionRevision: 3,
    purpose: { name: 'consent' },
    locale: 'de',
    checks: {},
    createdAt: day(1),
    expiresAt: day(2),
  };

  beforeEach(async () => {
    storage = await open();
    store = new SqlPendingLoginStore(storage.database, storage.sealer);
    await store.insert(pending);
  });
  afterEach(() => storage.close());

  it('pending consents are consumed by exactly one of many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => store.claim('state-1', ['browser-1'], day(1))));
    expect(answers.filter((answer) => answer !== undefined)).toEqual([pending]);
  });

  it('pending consents are not given to another browser, and stay usable by their own', async () => {
    expect(await store.claim('state-1', ['browser-2'], day(1))).toBeUndefined();
    expect(await store.claim('state-2', ['browser-1'], day(1))).toBeUndefined();
    expect(await store.claim('state-1', ['browser-1'], day(1))).toEqual(pending);
  });

  it('pending consents are over at the moment they expire, swept or not', async () => {
    expect(await store.claim('state-1', ['browser-1'], day(2))).toBeUndefined();
    expect(await store.claim('state-1', ['browser-1'], new Date(day(2).getTime() - 1))).toEqual(pending);
  });
});
