import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqlPendingLoginStore } from '../../src/storage/pending-logins.store.js';
import type { PendingLogin } from '../../src/upstream/index.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

const begun = new Date('2026-11-21T10:00:00Z');
const minutesLater = (minutes: number) => new Date(begun.getTime() + minutes * 60_000);

const login: PendingLogin = {
  stateHash: 'state-1',
  browserHash: 'browser-1',
  connectionId: 'con_1',
  connectionRevision: 3,
  purpose: { name: 'application', clientId: 'client-1', requestUid: 'request-1' },
  locale: 'de',
  checks: { nonce: 'canary-nonce', nested: { list: [1, 'two', null, true] } },
  createdAt: begun,
  expiresAt: minutesLater(10),
};

describe.each(storageEngines)('pending logins on $name', ({ open }) => {
  let storage: OpenStorage;
  let store: SqlPendingLoginStore;

  beforeEach(async () => {
    storage = await open();
    store = new SqlPendingLoginStore(storage.database, storage.sealer);
    await store.insert(login);
  });
  afterEach(() => storage.close());

  it('pending logins gives back what was stored, without consuming it', async () => {
    expect(await store.find('state-1', begun)).toEqual(login);
    expect(await store.find('state-1', begun)).toEqual(login);
  });

  it('pending logins gives back what it is for: an application’s request, a trial, or a consent', async () => {
    const trial: PendingLogin = { ...login, stateHash: 'state-2', purpose: { name: 'trial', trialId: 'try_1' } };
    await store.insert(trial);
    expect(await store.find('state-2', begun)).toEqual(trial);
    expect((await store.claim('state-2', ['browser-1'], begun))?.purpose).toEqual({ name: 'trial', trialId: 'try_1' });
    expect((await store.claim('state-1', ['browser-1'], begun))?.purpose).toEqual(login.purpose);
    const consent: PendingLogin = { ...login, stateHash: 'state-3', purpose: { name: 'consent' } };
    await store.insert(consent);
    expect(await store.find('state-3', begun)).toEqual(consent);
    expect((await store.claim('state-3', ['browser-1'], begun))?.purpose).toEqual({ name: 'consent' });
  });

  it('pending logins knows no other state', async () => {
    expect(await store.find('state-2', begun)).toBeUndefined();
    expect(await store.claim('state-2', ['browser-1'], begun)).toBeUndefined();
  });

  it('pending logins is consumed once', async () => {
    expect(await store.claim('state-1', ['browser-1'], begun)).toEqual(login);
    expect(await store.claim('state-1', ['browser-1'], begun)).toBeUndefined();
    expect(await store.find('state-1', begun)).toBeUndefined();
  });

  it('pending logins is consumed by exactly one of fifty at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => store.claim('state-1', ['browser-1'], minutesLater(1))),
    );
    expect(answers.filter((answer) => answer !== undefined)).toEqual([login]);
  });

  it('pending logins is not given to another browser, and stays usable by its owner', async () => {
    expect(await store.claim('state-1', ['browser-2'], begun)).toBeUndefined();
    expect(await store.claim('state-1', ['browser-1'], begun)).toEqual(login);
  });

  it('pending logins lives until the moment it expires, swept or not', async () => {
    const lastMoment = new Date(login.expiresAt.getTime() - 1);
    expect(await store.find('state-1', lastMoment)).toEqual(login);
    expect(await store.find('state-1', login.expiresAt)).toBeUndefined();
    expect(await store.keepForm('state-1', 'code=1', login.expiresAt)).toBe(false);
    expect(await store.claim('state-1', ['browser-1'], login.expiresAt)).toBeUndefined();
    expect(await store.claim('state-1', ['browser-1'], lastMoment)).toEqual(login);
  });

  it('pending logins is counted while it waits: not when it has expired, nor when it was consumed', async () => {
    await store.insert({ ...login, stateHash: 'state-2', expiresAt: minutesLater(1) });
    expect(await store.countWaiting(begun)).toBe(2);
    expect(await store.countWaiting(minutesLater(1))).toBe(1);
    await store.claim('state-1', ['browser-1'], begun);
    expect(await store.countWaiting(begun)).toBe(1);
    await store.insert({ ...login, stateHash: 'state-3', purpose: { name: 'trial', trialId: 'try_1' } });
    await store.insert({ ...login, stateHash: 'state-4', purpose: { name: 'consent' } });
    expect(await store.countWaiting(begun)).toBe(1);
  });

  it('pending logins keeps one form, and gives it back when it is consumed', async () => {
    expect(await store.keepForm('state-1', 'code=canary-code&state=s', begun)).toBe(true);
    expect(await store.keepForm('state-1', 'code=other', begun)).toBe(false);
    expect(await store.claim('state-1', ['browser-1'], begun)).toEqual({
      ...login,
      keptForm: 'code=canary-code&state=s',
    });
    expect(await store.keepForm('state-1', 'code=other', begun)).toBe(false);
  });

  it('pending logins keeps the form of exactly one of ten posts at once', async () => {
    const kept = await Promise.all(
      Array.from({ length: 10 }, (_, index) => store.keepForm('state-1', `code=${index}`, begun)),
    );
    expect(kept.filter(Boolean)).toHaveLength(1);
    const consumed = await store.claim('state-1', ['browser-1'], begun);
    expect(consumed?.keptForm).toBe(`code=${kept.indexOf(true)}`);
  });

  it('pending logins seals checks and form, and opens them only in their own row', async () => {
    await store.keepForm('state-1', 'code=canary-code', begun);
    await store.insert({ ...login, stateHash: 'state-2', checks: { nonce: 'of the other' } });
    const rows = await storage.database.selectFrom('pending_logins').selectAll().orderBy('state_hash').execute();
    expect(JSON.stringify(rows)).not.toContain('canary');

    await storage.database
      .updateTable('pending_logins')
      .set({ sealed: rows[0]?.sealed ?? '' })
      .where('state_hash', '=', 'state-2')
      .execute();
    await expect(store.find('state-2', begun)).rejects.toThrow(/does not open/);
    await expect(store.find('state-1', begun)).resolves.toBeDefined();
  });
});
