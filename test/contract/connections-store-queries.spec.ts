import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Connection } from '../../src/connections/index.js';
import { SqlConnectionStore } from '../../src/storage/connections.store.js';
import { aConnection, insertApplications } from '../support/connections.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

describe.each(storageEngines)('finding connections on $name', ({ open }) => {
  let storage: OpenStorage;
  let store: SqlConnectionStore;

  beforeEach(async () => {
    storage = await open();
    store = new SqlConnectionStore(storage.database, storage.sealer);
    await insertApplications(storage.database, 'coder', 'grafana', 'lonely');
  });
  afterEach(() => storage.close());

  const insert = (changes: Parameters<typeof aConnection>[0], clients: readonly string[] = ['coder']) =>
    store.insert(aConnection(changes), clients);
  const names = (page: { readonly items: readonly { readonly name: string }[] }) => page.items.map(({ name }) => name);

  it('finding connections lists by name in pages of an offset, with the total, and an empty page after the last', async () => {
    for (const name of ['c', 'a', 'e', 'b', 'd']) await insert({ name });
    const page = (page: number) => store.list({}, { kind: 'offset', page, perPage: 2 });
    expect([names(await page(0)), names(await page(1)), names(await page(2)), names(await page(3))]).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e'],
      [],
    ]);
    expect((await page(3)).total).toBe(5);
  });

  it('finding connections finds those whose secret expires before a date, and none of which nobody said when', async () => {
    const at = (day: string) => ({ secretExpiresAt: new Date(`${day}T00:00:00Z`) });
    await insert({ name: 'silent' });
    await insert({ name: 'expired', ...at('2026-01-01') });
    await insert({ name: 'soon', ...at('2026-12-01') });
    await insert({ name: 'off', ...at('2026-12-01'), isEnabled: false });
    await insert({ name: 'later', ...at('2027-12-01') });
    const found = async (filter: Parameters<typeof store.list>[0]) =>
      names(await store.list(filter, { kind: 'offset', page: 0, perPage: 10 }));
    expect(await found({ expiringBefore: new Date('2026-12-02T00:00:00Z') })).toEqual(['expired', 'off', 'soon']);
    expect(await found({ expiringBefore: new Date('2026-12-01T00:00:00Z') })).toEqual(['expired']);
    expect(await found({ expiringBefore: new Date('2026-12-02T00:00:00Z'), isEnabled: true })).toEqual([
      'expired',
      'soon',
    ]);
  });

  it('finding connections lists by checkpoint without gap or repetition, though connections come and go', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await insert({ name });
    const first = await store.list({}, { kind: 'checkpoint', take: 2 });
    expect(names(first)).toEqual(['a', 'b']);
    await store.delete('con_b');
    await insert({ name: 'aa' });
    const second = await store.list({}, { kind: 'checkpoint', take: 2, from: first.next ?? '' });
    expect(names(second)).toEqual(['c', 'd']);
    expect(second.next).toBeUndefined();
  });

  it('finding connections filters by strategies and name', async () => {
    await insert({ name: 'a', strategy: 'x' });
    await insert({ name: 'b', strategy: 'y' });
    await insert({ name: 'c', strategy: 'z' });
    const all = { kind: 'offset', page: 0, perPage: 10 } as const;
    expect(names(await store.list({ strategies: ['x', 'y'] }, all))).toEqual(['a', 'b']);
    expect(await store.list({ strategies: [] }, all)).toEqual({ items: [], total: 0 });
    expect(names(await store.list({ name: 'c' }, all))).toEqual(['c']);
    expect(names(await store.list({ name: 'c', strategies: ['x'] }, all))).toEqual([]);
  });

  it('finding connections gives and takes rights, idempotently, and pages over them', async () => {
    await insert({ name: 'a' }, []);
    const set = (clientId: string, status: boolean) => store.setClients('con_a', [{ clientId, status }]);
    await set('coder', true);
    await set('coder', true);
    await set('grafana', true);
    await set('lonely', false);
    const first = await store.clientsOf('con_a', { kind: 'checkpoint', take: 1 });
    expect(first).toEqual({ items: ['coder'], next: 'coder' });
    expect(await store.clientsOf('con_a', { kind: 'checkpoint', take: 1, from: 'coder' })).toEqual({
      items: ['grafana'],
    });
    expect(await store.clientsOf('con_a', { kind: 'offset', page: 1, perPage: 1 })).toEqual({
      items: ['grafana'],
      total: 2,
    });
    await set('coder', false);
    expect((await store.clientsOf('con_a', { kind: 'checkpoint', take: 9 })).items).toEqual(['grafana']);
    // The connection went meanwhile: nothing is left to change.
    await store.setClients('con_gone', [{ clientId: 'coder', status: true }]);
    expect(await store.hasClient('coder')).toBe(true);
    expect(await store.hasClient('nobody')).toBe(false);
  });

  it('finding connections lists the connections of an application, disabled ones too, and of no other', async () => {
    await insert({ name: 'b', isEnabled: false });
    await insert({ name: 'a' });
    await insert({ name: 'c' }, ['grafana']);
    expect(names(await store.connectionsOf('coder', { kind: 'checkpoint', take: 9 }))).toEqual(['a', 'b']);
    expect(await store.connectionsOf('coder', { kind: 'offset', page: 1, perPage: 1 })).toMatchObject({ total: 2 });
  });

  it('finding connections finds the owner of a domain for an application that may use it, by the exact domain', async () => {
    await insert({ name: 'a', domain: 'contoso.example', domainAliases: ['contoso.test'] });
    expect(await store.findByDomainFor('coder', 'contoso.example')).toMatchObject({ name: 'a' });
    expect(await store.findByDomainFor('coder', 'contoso.test')).toMatchObject({ name: 'a' });
    expect(await store.findByDomainFor('coder', 'sub.contoso.example')).toBeUndefined();
    expect(await store.findByDomainFor('coder', 'example')).toBeUndefined();
    expect(await store.findByDomainFor('grafana', 'contoso.example')).toBeUndefined();
    expect(await store.ownerOfDomain('contoso.test')).toBe('con_a');
  });

  it('finding connections leaves out what is disabled wherever somebody could sign in', async () => {
    await insert({ name: 'off', domain: 'off.example', isEnabled: false, showAsButton: true });
    expect(await store.findByDomainFor('coder', 'off.example')).toBeUndefined();
    expect(await store.isUsableBy('con_off', 'coder')).toBe(false);
    expect(await store.anyDomainUsableBy('coder')).toBe(false);
    expect(await store.buttonsFor('coder')).toEqual([]);
    await insert({ name: 'on', domain: 'on.example', showAsButton: true });
    expect(await store.isUsableBy('con_on', 'coder')).toBe(true);
    expect(await store.isUsableBy('con_on', 'grafana')).toBe(false);
    expect(await store.anyDomainUsableBy('coder')).toBe(true);
    expect(await store.buttonsFor('coder')).toMatchObject([{ name: 'on' }]);
  });

  it('finding connections knows that none of an application’s connections has a domain', async () => {
    await insert({ name: 'a' });
    await insert({ name: 'b', domain: 'b.example' }, ['grafana']);
    expect(await store.anyDomainUsableBy('coder')).toBe(false);
    expect(await store.anyDomainUsableBy('grafana')).toBe(true);
  });

  it('finding connections offers buttons by display name: those asked for, and those without a domain where nothing was said', async () => {
    await insert({ name: 'a', displayName: 'zebra' });
    await insert({ name: 'b', domain: 'b.example' });
    await insert({ name: 'c', domain: 'c.example', showAsButton: true, displayName: 'Ant' });
    await insert({ name: 'd', showAsButton: false });
    await insert({ name: 'monkey' });
    await insert({ name: 'f' }, ['grafana']);
    expect((await store.buttonsFor('coder')).map(({ name }) => name)).toEqual(['c', 'monkey', 'a']);
  });

  it('finding connections offers a button from the change on that gives or takes it, and to applications that come later', async () => {
    const shown = async (clientId: string) => (await store.buttonsFor(clientId)).map(({ name }) => name);
    await insert({ name: 'a' });
    let current = aConnection({ name: 'a' });
    const change = async (changes: Partial<Connection>) => {
      const next = { ...current, ...changes, revision: current.revision + 1 };
      expect(await store.update(next, current)).toBe(true);
      current = next;
    };
    expect(await shown('coder')).toEqual(['a']);
    await change({ domain: 'a.example' });
    expect(await shown('coder')).toEqual([]);
    await store.setClients('con_a', [{ clientId: 'grafana', status: true }]);
    expect(await shown('grafana')).toEqual([]);
    await change({ showAsButton: true });
    expect(await shown('coder')).toEqual(['a']);
    expect(await shown('grafana')).toEqual(['a']);
    await store.setClients('con_a', [{ clientId: 'grafana', status: false }]);
    await store.setClients('con_a', [{ clientId: 'grafana', status: true }]);
    expect(await shown('grafana')).toEqual(['a']);
  });
});
