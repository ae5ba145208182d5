import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OidcArtifact } from '../../src/openid-provider/index.js';
import { SqlOidcArtifactStore } from '../../src/storage/oidc-artifacts.store.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

const now = new Date('2026-11-21T10:00:00Z');
const expiresAt = new Date(now.getTime() + 60_000);
const code: OidcArtifact = {
  model: 'AuthorizationCode',
  id: 'canary-code',
  payload: { jti: 'canary-code', nested: { list: [1, null, 'canary'] } },
  grantId: 'canary-grant',
  accountId: 'ada',
  clientId: 'web',
  expiresAt,
};

describe.each(storageEngines)('what the OpenID Provider keeps, on $name', ({ open }) => {
  let storage: OpenStorage;
  let store: SqlOidcArtifactStore;

  beforeEach(async () => {
    storage = await open();
    store = new SqlOidcArtifactStore(storage.database, storage.sealer);
    await store.save(code, now);
  });
  afterEach(() => storage.close());

  const has = async (model: string, id: string) => (await store.find(model, id, now)) !== undefined;

  it('what the OpenID Provider keeps gives back what was stored, of its own kind only', async () => {
    expect(await store.find('AuthorizationCode', 'canary-code', now)).toEqual({
      payload: code.payload,
      consumed: false,
    });
    expect(await has('AccessToken', 'canary-code')).toBe(false);
    expect(await has('AuthorizationCode', 'other')).toBe(false);
  });

  it('replaces, and remembers that it was consumed', async () => {
    await store.consume('AuthorizationCode', 'canary-code', now);
    await store.save({ ...code, payload: { changed: true } }, now);
    expect(await store.find('AuthorizationCode', 'canary-code', now)).toEqual({
      payload: { changed: true },
      consumed: true,
    });
  });

  it('what the OpenID Provider keeps is consumed by exactly one of fifty at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => store.consume('AuthorizationCode', 'canary-code', now)),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await store.consume('AuthorizationCode', 'unknown', now)).toBe(false);
  });

  it('what the OpenID Provider keeps lives until the moment it expires, swept or not', async () => {
    const lastMoment = new Date(expiresAt.getTime() - 1);
    expect(await store.find('AuthorizationCode', 'canary-code', lastMoment)).toBeDefined();
    expect(await store.find('AuthorizationCode', 'canary-code', expiresAt)).toBeUndefined();
    expect(await store.consume('AuthorizationCode', 'canary-code', expiresAt)).toBe(false);
    expect(await store.consume('AuthorizationCode', 'canary-code', lastMoment)).toBe(true);
  });

  it('what the OpenID Provider keeps finds a session by its uid, the newest one', async () => {
    const session = (id: string, at: Date) => store.save({ model: 'Session', id, uid: 'u', payload: { id } }, at);
    await session('old', now);
    await session('new', new Date(now.getTime() + 1));
    expect((await store.findByUid('Session', 'u', now))?.payload).toEqual({ id: 'new' });
    expect(await store.findByUid('Session', 'v', now)).toBeUndefined();
    await store.removeByUid('Session', 'u');
    expect([await has('Session', 'old'), await has('Session', 'new')]).toEqual([false, false]);
  });

  it('what the OpenID Provider keeps removes a grant with everything under it, and nothing else', async () => {
    const under = (model: string, id: string, grantId: string) => store.save({ model, id, payload: {}, grantId }, now);
    await store.save({ model: 'Grant', id: 'canary-grant', payload: {} }, now);
    await under('AccessToken', 'mine', 'canary-grant');
    await under('AccessToken', 'other', 'other-grant');
    await store.removeOfGrant('AuthorizationCode', 'canary-grant');
    expect([await has('AuthorizationCode', 'canary-code'), await has('AccessToken', 'mine')]).toEqual([false, true]);
    await store.removeGrant('canary-grant');
    expect([await has('Grant', 'canary-grant'), await has('AccessToken', 'mine')]).toEqual([false, false]);
    expect(await has('AccessToken', 'other')).toBe(true);
  });

  it('what the OpenID Provider keeps removes what belongs to a user, an application, or the users of a connection', async () => {
    const { database } = storage;
    const user = { blocked: 0, profile: '{}', logins_count: 0, created_at: 0, updated_at: 0 };
    await database
      .insertInto('users')
      .values([
        { ...user, id: 'ada' },
        { ...user, id: 'bob' },
      ])
      .execute();
    const identity = { issuer: 'i', connection_name: 'c', strategy: 's', claims: '{}' };
    await database
      .insertInto('identities')
      .values([
        { ...identity, connection_id: 'con_1', subject: '1', user_id: 'ada' },
        { ...identity, connection_id: 'con_2', subject: '2', user_id: 'bob' },
      ])
      .execute();
    const token = (id: string, accountId: string, clientId: string) =>
      store.save({ model: 'AccessToken', id, payload: {}, accountId, clientId }, now);
    const left = async () => {
      const ids = ['ada-web', 'ada-spa', 'bob-web'];
      const found = await Promise.all(ids.map((id) => has('AccessToken', id)));
      return ids.filter((_, index) => found[index]);
    };
    const fill = async () => {
      await token('ada-web', 'ada', 'web');
      await token('ada-spa', 'ada', 'spa');
      await token('bob-web', 'bob', 'web');
    };
    await fill();
    await store.removeOfAccount('ada');
    expect(await left()).toEqual(['bob-web']);
    await fill();
    await store.removeOfClient('web');
    expect(await left()).toEqual(['ada-spa']);
    await fill();
    await store.removeOfConnection('con_1');
    expect(await left()).toEqual(['bob-web']);
    await fill();
    await store.removeOfConnection('con_1', 'web');
    expect(await left()).toEqual(['ada-spa', 'bob-web']);
  });

  it('what the OpenID Provider keeps keeps no id and no payload in the clear, and opens a payload only in its own row', async () => {
    const rows = await storage.database.selectFrom('oidc_artifacts').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('canary');
    await store.save({ ...code, id: 'second' }, now);
    await storage.database
      .updateTable('oidc_artifacts')
      .set({ payload_sealed: rows[0]?.payload_sealed ?? '' })
      .execute();
    await expect(store.find('AuthorizationCode', 'second', now)).rejects.toThrow(/does not open/);
    await expect(store.find('AuthorizationCode', 'canary-code', now)).resolves.toBeDefined();
  });
});
