import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type OpenStorage, storageEngines } from '../../test/support/storage-engines.js';
import { aUser } from '../../test/support/users.js';
import { runInRequestContext } from '../common/request-context.js';
import { SqlUserStore } from '../storage/users.store.js';
import type { ProfileSyncRule, RootProfile, SignIn } from './index.js';
import { UserDirectory } from './user-directory.js';

describe.each(storageEngines)('UserDirectory on $name', (engine) => {
  let storage: OpenStorage;
  let store: SqlUserStore;
  let directory: UserDirectory;
  let now = new Date('2026-11-21T10:00:00Z');
  beforeEach(async () => {
    storage = await engine.open();
    store = new SqlUserStore(storage.database);
    directory = new UserDirectory(store, { now: () => now });
  });
  afterEach(() => storage.close());

  const { identity } = aUser({ id: 'x' }, 'ann');
  const first: RootProfile = { emailVerified: true, email: 'ann@contoso.example', name: 'Ann', groups: ['staff'] };
  const changed: RootProfile = { emailVerified: false, email: 'ann@new.example', groups: ['admins'] };
  const signIn = (profileSync: ProfileSyncRule, profile = first, who: SignIn['identity'] = identity) =>
    directory.signIn({ identity: who, profile, profileSync });
  const profileAfter = async (rule: ProfileSyncRule, profile: RootProfile) => {
    const result = await signIn(rule, profile);
    return result.kind === 'signed-in' ? result.user.profile : result.kind;
  };

  it.each(['on_each_login', 'on_first_login'] as const)(
    'the first sign-in of somebody makes a user (%s)',
    async (rule) => {
      const result = await signIn(rule);
      expect(result).toMatchObject({
        kind: 'signed-in',
        isNew: true,
        user: { id: expect.stringMatching(/^usr_[a-z0-9]{1,36}$/), blocked: false, profile: first, loginsCount: 1 },
      });
      const user = result.kind === 'signed-in' ? result.user : undefined;
      expect(user?.lastLogin).toEqual(now);
      expect(await directory.find(user?.id ?? '')).toEqual(user);
    },
  );

  // covers AUTH0-19
  it('a sign-in makes no user where the connection’s sign-ins make none', async () => {
    expect(await signIn('never_on_login')).toEqual({ kind: 'unknown' });
    expect((await store.list({}, { kind: 'offset', page: 0, perPage: 1 })).total).toBe(0);
  });

  it('the directory of users foresees what a sign-in would do, and does none of it', async () => {
    const foresee = (profileSync: ProfileSyncRule) => directory.foresee({ identity, profile: first, profileSync });
    expect([await foresee('on_each_login'), await foresee('never_on_login')]).toEqual(['create', 'unknown']);
    expect((await store.list({}, { kind: 'offset', page: 0, perPage: 1 })).total).toBe(0);
    const result = await signIn('on_each_login');
    const { user } = result.kind === 'signed-in' ? result : { user: undefined };
    expect([await foresee('on_each_login'), await foresee('never_on_login')]).toEqual(['recognise', 'recognise']);
    await store.setBlocked(user?.id ?? '', true, now);
    expect(await foresee('on_each_login')).toBe('blocked');
    expect(await directory.find(user?.id ?? '')).toEqual({ ...user, blocked: true });
  });

  // covers LOGTO-10
  it('the next sign-in recognises the user, and writes what the rule of profile sync says', async () => {
    await signIn('on_each_login');
    expect(await profileAfter('on_first_login', changed)).toEqual({ ...first, groups: ['admins'] });
    expect(await profileAfter('never_on_login', first)).toEqual(first);
    expect(await profileAfter('on_each_login', changed)).toEqual(changed);
  });

  it('a user keeps no group of an earlier sign-in when the last one told none', async () => {
    await signIn('on_first_login');
    const { groups: _, ...unknown } = first;
    expect(await profileAfter('on_first_login', unknown)).toEqual(unknown);
    expect(await profileAfter('on_first_login', { ...unknown, groups: [] })).toEqual({ ...unknown, groups: [] });
  });

  it('the directory of users counts sign-ins, with the time and address of the last', async () => {
    await signIn('on_each_login');
    now = new Date(now.getTime() + 1000);
    const context = { correlationId: 'c', ip: '192.0.2.7', userAgent: 'Firefox' };
    const result = await runInRequestContext(context, () => signIn('on_each_login'));
    expect(result).toMatchObject({ isNew: false, user: { loginsCount: 2, lastLogin: now, lastIp: '192.0.2.7' } });
  });

  // covers LOGTO-15, MISTAKE-17
  it.each(['connectionId', 'issuer', 'subject'] as const)(
    'a sign-in with another %s is that of another person',
    async (part) => {
      await signIn('on_each_login');
      const result = await signIn('on_each_login', first, { ...identity, [part]: 'another' });
      expect(result).toMatchObject({ kind: 'signed-in', isNew: true });
    },
  );

  it('twenty first sign-ins at once make one user, and all of them succeed', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => signIn('on_each_login')));
    const ids = results.map((result) => (result.kind === 'signed-in' ? result.user.id : result.kind));
    expect(new Set(ids).size).toBe(1);
    expect(results.filter((result) => result.kind === 'signed-in' && result.isNew)).toHaveLength(1);
    expect((await directory.find(ids[0] ?? ''))?.loginsCount).toBe(20);
  });

  it('a user who is blocked is not let in, and nothing is counted', async () => {
    const result = await signIn('on_each_login');
    const id = result.kind === 'signed-in' ? result.user.id : '';
    await store.setBlocked(id, true, now);
    expect(await signIn('on_each_login', changed)).toMatchObject({ kind: 'blocked', user: { id, profile: first } });
    expect((await directory.find(id))?.loginsCount).toBe(1);
    await store.setBlocked(id, false, now);
    expect(await signIn('on_each_login')).toMatchObject({ kind: 'signed-in', user: { id } });
  });

  it('a user who is blocked between the look and the record is not let in', async () => {
    const result = await signIn('on_each_login');
    const id = result.kind === 'signed-in' ? result.user.id : '';
    const record = store.recordSignIn.bind(store);
    store.recordSignIn = async (...parameters) => {
      await store.setBlocked(id, true, now);
      return record(...parameters);
    };
    expect(await signIn('on_each_login')).toMatchObject({ kind: 'blocked' });
  });

  it('a user who is removed during a sign-in is made anew', async () => {
    const result = await signIn('on_each_login');
    const id = result.kind === 'signed-in' ? result.user.id : '';
    const record = store.recordSignIn.bind(store);
    store.recordSignIn = async (...parameters) => {
      await store.delete(id);
      return record(...parameters);
    };
    const again = await signIn('on_each_login');
    expect(again).toMatchObject({ kind: 'signed-in', isNew: true });
    expect(again.kind === 'signed-in' && again.user.id).not.toBe(id);
  });
});
