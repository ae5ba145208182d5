import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '../../src/common/errors.js';
import { SqlUserStore } from '../../src/storage/users.store.js';
import { IdentityExists, type User, type UserStore } from '../../src/users/index.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';
import { aUser } from '../support/users.js';

describe.each(storageEngines)('UserStore on $name', (engine) => {
  let storage: OpenStorage;
  let store: UserStore;
  beforeEach(async () => {
    storage = await engine.open();
    store = new SqlUserStore(storage.database);
  });
  afterEach(() => storage.close());

  const offset = { kind: 'offset', page: 0, perPage: 10 } as const;
  const at = new Date('2026-03-01T00:00:00Z');
  const ids = (page: { readonly items: readonly User[] }) => page.items.map(({ id }) => id);

  it('UserStore keeps an e-mail that is longer than any address, and finds nobody by it', async () => {
    const noise = Array.from({ length: 4_000 }, (_, index) => ((index * 7919) % 36).toString(36)).join('');
    const email = `${noise}@contoso.example`;
    await store.insert(aUser({ id: 'usr_1', profile: { emailVerified: false, email } }));
    expect((await store.find('usr_1'))?.profile.email).toBe(email);
    expect(ids(await store.list({ email }, offset))).toEqual([]);
  });

  it('UserStore gives back what it was given', async () => {
    const full = aUser({
      id: 'usr_1',
      blocked: true,
      lastLogin: at,
      lastIp: '192.0.2.1',
      profile: {
        emailVerified: false,
        email: 'Ann@Contoso.example',
        name: 'Ann \u{1F600}',
        givenName: 'Ann',
        familyName: 'O’Hara',
        nickname: 'ann',
        preferredUsername: 'ann@contoso',
        picture: 'https://a.example/p.png',
        locale: 'en',
        groups: [],
      },
    });
    const bare = aUser({ id: 'usr_2', profile: { emailVerified: false } });
    await store.insert(full);
    await store.insert(bare);
    expect(await store.find('usr_1')).toEqual(full);
    expect(await store.find('usr_2')).toEqual(bare);
    expect(await store.find('usr_3')).toBeUndefined();
  });

  it('UserStore recognises by connection, issuer and subject together, byte for byte', async () => {
    const user = aUser({ id: 'usr_1' }, 'Subject');
    await store.insert(user);
    const { identity } = user;
    expect((await store.findByIdentity(identity))?.id).toBe('usr_1');
    expect(await store.findByIdentity({ ...identity, subject: 'subject' })).toBeUndefined();
    expect(await store.findByIdentity({ ...identity, issuer: 'https://idp.example' })).toBeUndefined();
    expect(await store.findByIdentity({ ...identity, connectionId: 'con_2' })).toBeUndefined();
  });

  it('UserStore makes one user of an identity, whoever is first of twenty at once', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => store.insert(aUser({ id: `usr_${index}` }, 'ann'))),
    );
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(19);
    expect(refused.every((reason) => reason instanceof IdentityExists)).toBe(true);
    expect((await store.list({}, offset)).total).toBe(1);
    const { users } = await storage.database
      .selectFrom('users')
      .select((e) => e.fn.countAll().as('users'))
      .executeTakeFirstOrThrow();
    expect(Number(users)).toBe(1);
  });

  it('UserStore counts each of twenty sign-ins at once', async () => {
    const user = aUser({ id: 'usr_1' });
    await store.insert(user);
    await Promise.all(Array.from({ length: 20 }, () => store.recordSignIn('usr_1', { at, identity: user.identity })));
    expect((await store.find('usr_1'))?.loginsCount).toBe(21);
  });

  it('UserStore keeps the claims, address and groups of the last sign-in, and the profile where it is not given', async () => {
    const user = aUser({ id: 'usr_1', profile: { emailVerified: true, name: 'Ann', groups: ['old'] } });
    await store.insert(user);
    const identity = { ...user.identity, connectionName: 'renamed', claims: { sub: 'ann', new: true } };
    const recorded = await store.recordSignIn('usr_1', { at, ip: '192.0.2.1', identity, groups: ['new'] });
    expect(recorded).toEqual({
      ...user,
      identity,
      profile: { emailVerified: true, name: 'Ann', groups: ['new'] },
      loginsCount: 2,
      lastLogin: at,
      lastIp: '192.0.2.1',
      updatedAt: at,
    });
    expect(await store.find('usr_1')).toEqual(recorded);
    const unknownGroups = await store.recordSignIn('usr_1', { at, identity });
    expect(unknownGroups?.profile).not.toHaveProperty('groups');
    expect(unknownGroups).not.toHaveProperty('lastIp');
  });

  it('UserStore replaces the whole profile where it is given', async () => {
    const user = aUser({ id: 'usr_1' });
    await store.insert(user);
    const profile = { emailVerified: false, email: 'New@contoso.example', groups: ['ignored'] };
    const recorded = await store.recordSignIn('usr_1', { at, identity: user.identity, profile });
    expect(recorded?.profile).toEqual({ emailVerified: false, email: 'New@contoso.example' });
    expect(ids(await store.list({ email: 'new@contoso.example' }, offset))).toEqual(['usr_1']);
    expect(ids(await store.list({ email: 'usr_1@contoso.example' }, offset))).toEqual([]);
  });

  it('UserStore records no sign-in of a blocked or removed user', async () => {
    const user = aUser({ id: 'usr_1' });
    await store.insert(user);
    const signIn = { at, identity: user.identity };
    expect(await store.setBlocked('usr_1', true, at)).toEqual({ ...user, blocked: true, updatedAt: at });
    expect(await store.recordSignIn('usr_1', signIn)).toBeUndefined();
    expect((await store.find('usr_1'))?.loginsCount).toBe(1);
    await store.setBlocked('usr_1', false, at);
    expect((await store.recordSignIn('usr_1', signIn))?.loginsCount).toBe(2);
    expect(await store.delete('usr_1')).toBe(true);
    expect(await store.recordSignIn('usr_1', signIn)).toBeUndefined();
    expect(await store.setBlocked('usr_1', true, at)).toBeUndefined();
    expect(await store.delete('usr_1')).toBe(false);
  });

  it('UserStore lets a removed person come back as somebody new', async () => {
    await store.insert(aUser({ id: 'usr_1' }, 'ann'));
    await store.delete('usr_1');
    await store.insert(aUser({ id: 'usr_2' }, 'ann'));
    expect((await store.findByIdentity(aUser({ id: 'x' }, 'ann').identity))?.id).toBe('usr_2');
  });

  it('UserStore lists by id, connection and e-mail, in both orders, by offset and by checkpoint', async () => {
    const created = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
    await store.insert(aUser({ id: 'usr_1', createdAt: created(1) }));
    await store.insert(aUser({ id: 'usr_2', createdAt: created(2) }));
    const other = aUser({ id: 'usr_3', createdAt: created(2) });
    await store.insert({ ...other, identity: { ...other.identity, connectionName: 'fabrikam' } });
    expect(await store.list({}, offset)).toMatchObject({ total: 3 });
    expect(ids(await store.list({}, offset))).toEqual(['usr_3', 'usr_2', 'usr_1']);
    expect(ids(await store.list({}, offset, 'oldest-first'))).toEqual(['usr_1', 'usr_2', 'usr_3']);
    expect(ids(await store.list({ connectionName: 'fabrikam' }, offset))).toEqual(['usr_3']);
    expect(ids(await store.list({ email: 'usr_2@contoso.example', id: 'usr_2' }, offset))).toEqual(['usr_2']);
    expect(ids(await store.list({ email: 'usr_2@contoso.example', id: 'usr_1' }, offset))).toEqual([]);
    for (const order of ['newest-first', 'oldest-first'] as const) {
      const first = await store.list({}, { kind: 'checkpoint', take: 2 }, order);
      const rest = await store.list({}, { kind: 'checkpoint', take: 2, from: first.next ?? '' }, order);
      expect([...ids(first), ...ids(rest)]).toEqual(ids(await store.list({}, offset, order)));
      expect(rest).not.toHaveProperty('next');
    }
    await expect(store.list({}, { kind: 'checkpoint', take: 2, from: 'forged' })).rejects.toThrow(InvalidInputError);
  });
});
