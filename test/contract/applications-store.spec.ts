import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Application, type ApplicationStore, ClientGrantExists } from '../../src/applications/index.js';
import { InvalidInputError } from '../../src/common/errors.js';
import { SqlApplicationStore } from '../../src/storage/applications.store.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

function application(changes: Partial<Application> & { readonly clientId: string }): Application {
  return {
    name: changes.clientId,
    appType: 'regular_web',
    callbacks: ['https://a.example/cb', 'https://pve:8006'],
    allowedLogoutUrls: ['https://a.example/bye'],
    webOrigins: [],
    grantTypes: ['authorization_code'],
    tokenEndpointAuthMethod: 'client_secret_basic',
    secretHash: 'f'.repeat(64),
    requirePkce: true,
    isEnabled: true,
    createdAt: new Date('2026-01-01T00:00:00.001Z'),
    updatedAt: new Date('2026-01-02T00:00:00.002Z'),
    ...changes,
  };
}

describe.each(storageEngines)('ApplicationStore on $name', (engine) => {
  let storage: OpenStorage;
  let store: ApplicationStore;
  beforeEach(async () => {
    storage = await engine.open();
    store = new SqlApplicationStore(storage.database);
  });
  afterEach(() => storage.close());

  const grant = (id: string, clientId: string, audience = 'aud') => ({ id, clientId, audience, scope: ['read:users'] });
  const offset = { kind: 'offset', page: 0, perPage: 10 } as const;

  it('ApplicationStore gives back what it was given', async () => {
    const { secretHash: _, ...withoutSecret } = application({ clientId: 'b', appType: 'spa', isEnabled: false });
    const given = [application({ clientId: 'a' }), withoutSecret];
    for (const one of given) await store.insert(one);
    expect(await store.find('a')).toEqual(given[0]);
    expect(await store.find('b')).toEqual(given[1]);
    expect(await store.find('c')).toBeUndefined();
    expect(await store.find('')).toBeUndefined();
    expect(await store.find("a' or '1'='1")).toBeUndefined();
  });

  it('ApplicationStore stores an application and its grants together or not at all', async () => {
    // Not `rejects.toThrow()`: the error of a native driver may be of another realm than the test's.
    const twoForOneAudience = [grant('g1', 'a'), grant('g2', 'a')];
    const outcome = store.insert(application({ clientId: 'a' }), twoForOneAudience).then(
      () => 'stored',
      () => 'refused',
    );
    expect(await outcome).toBe('refused');
    expect(await store.find('a')).toBeUndefined();
    await store.insert(application({ clientId: 'a' }), [grant('g1', 'a')]);
    expect(await store.findGrant('g1')).toEqual(grant('g1', 'a'));
  });

  it('ApplicationStore writes a change over what was read, and over nothing else', async () => {
    const read = application({ clientId: 'a' });
    await store.insert(read);
    const first = application({ ...read, name: 'First', updatedAt: new Date('2026-02-01T00:00:00Z') });
    const second = application({ ...read, name: 'Second', updatedAt: new Date('2026-02-02T00:00:00Z') });
    expect(await Promise.all([store.update(first, read), store.update(second, read)])).toEqual([true, false]);
    expect(await store.find('a')).toEqual(first);
    expect(await store.update(second, first)).toBe(true);
    await store.delete('a');
    expect(await store.update(first, second)).toBe(false);
  });

  it('ApplicationStore deletes an application with its grants and its right to connections', async () => {
    await store.insert(application({ clientId: 'a' }), [grant('g1', 'a')]);
    expect(await store.delete('a')).toBe(true);
    expect(await store.delete('a')).toBe(false);
    expect(await store.findGrant('g1')).toBeUndefined();
  });

  it('ApplicationStore lists oldest first, by type, by offset and by checkpoint', async () => {
    const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
    await store.insert(application({ clientId: 'c', createdAt: at(1) }));
    await store.insert(application({ clientId: 'b', createdAt: at(2), appType: 'spa' }));
    await store.insert(application({ clientId: 'a', createdAt: at(2) }));
    const ids = (page: { readonly items: readonly Application[] }) => page.items.map(({ clientId }) => clientId);
    const all = await store.list({}, offset);
    expect([ids(all), all.total]).toEqual([['c', 'a', 'b'], 3]);
    expect(ids(await store.list({ appTypes: ['spa', 'native'] }, offset))).toEqual(['b']);
    expect(await store.list({ appTypes: [] }, offset)).toEqual({ items: [], total: 0 });
    expect(await store.list({}, { kind: 'offset', page: 9, perPage: 10 })).toEqual({ items: [], total: 3 });
    const first = await store.list({}, { kind: 'checkpoint', take: 2 });
    expect(ids(first)).toEqual(['c', 'a']);
    await store.delete('a');
    const rest = await store.list({}, { kind: 'checkpoint', take: 2, from: first.next ?? '' });
    expect([ids(rest), rest.next]).toEqual([['b'], undefined]);
  });

  it.each(['', 'forged', Buffer.from("1.x' or 1=1").toString('base64url'), Buffer.from('1e9.a').toString('base64url')])(
    'ApplicationStore refuses the checkpoint %p, which it never made',
    async (from) => {
      await expect(store.list({}, { kind: 'checkpoint', take: 2, from })).rejects.toThrow(InvalidInputError);
    },
  );

  it('ApplicationStore knows the exact origins of enabled applications', async () => {
    await store.insert(application({ clientId: 'a', webOrigins: ['https://a.example', 'https://b_.example'] }));
    await store.insert(application({ clientId: 'b', webOrigins: ['https://off.example'], isEnabled: false }));
    const answers = ['https://a.example', 'https://b_.example', 'https://b1.example', 'https://off.example', '', '"'];
    expect(await Promise.all(answers.map((origin) => store.hasWebOrigin(origin)))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('ApplicationStore keeps one grant for each application and audience, also of twenty at once', async () => {
    await store.insert(application({ clientId: 'a' }));
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => store.insertGrant(grant(`g${index}`, 'a'))),
    );
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(19);
    expect(refused.every((reason) => reason instanceof ClientGrantExists)).toBe(true);
    await store.insertGrant(grant('other', 'a', 'other'));
    expect(await store.grantFor('a', 'other')).toEqual(grant('other', 'a', 'other'));
    expect(await store.grantFor('a', 'unknown')).toBeUndefined();
  });

  it('ApplicationStore changes and deletes a grant', async () => {
    await store.insert(application({ clientId: 'a' }), [grant('g1', 'a')]);
    expect(await store.updateGrant({ ...grant('g1', 'a'), scope: [] })).toBe(true);
    expect((await store.findGrant('g1'))?.scope).toEqual([]);
    expect(await store.deleteGrant('g1')).toBe(true);
    expect(await store.deleteGrant('g1')).toBe(false);
    expect(await store.updateGrant(grant('g1', 'a'))).toBe(false);
  });

  it('ApplicationStore lists grants, filtered', async () => {
    await store.insert(application({ clientId: 'a' }), [grant('g1', 'a'), grant('g2', 'a', 'other')]);
    await store.insert(application({ clientId: 'b' }), [grant('g3', 'b')]);
    const ids = async (filter: object) => (await store.listGrants(filter, offset)).items.map(({ id }) => id);
    expect(await ids({})).toEqual(['g1', 'g2', 'g3']);
    expect(await ids({ clientId: 'a' })).toEqual(['g1', 'g2']);
    expect(await ids({ clientId: 'a', audience: 'aud' })).toEqual(['g1']);
    const first = await store.listGrants({}, { kind: 'checkpoint', take: 2 });
    expect(first.next).toBe('g2');
    expect((await store.listGrants({}, { kind: 'checkpoint', take: 2, from: 'g2' })).items).toEqual([grant('g3', 'b')]);
  });

  it('ApplicationStore makes the first management client once, even when it is asked by many, and never again', async () => {
    const make = (id: string) => store.insertFirstManagementClient(application({ clientId: id }), grant(`g-${id}`, id));
    const made = await Promise.all(['a', 'b', 'c'].map(make));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect((await store.list({}, offset)).total).toBe(1);
    for (const id of ['a', 'b', 'c']) await store.delete(id);
    expect(await make('d')).toBe(false);
    expect((await store.list({}, offset)).total).toBe(0);
  });

  it('ApplicationStore makes no first management client when what has to be done before fails', async () => {
    const failing = () => Promise.reject(new Error('disk full'));
    const first = store.insertFirstManagementClient(application({ clientId: 'a' }), grant('g', 'a'), failing);
    await expect(first).rejects.toThrow('disk full');
    expect(await store.find('a')).toBeUndefined();
    expect(await store.insertFirstManagementClient(application({ clientId: 'b' }), grant('g', 'b'))).toBe(true);
  });
});
