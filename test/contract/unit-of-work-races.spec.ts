import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Overtaken } from '../../src/common/unit-of-work.js';
import type { OidcArtifact } from '../../src/openid-provider/index.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';
import {
  ann,
  code,
  event,
  hasArtifact,
  keptBy,
  later,
  now,
  outcomeOf,
  session,
  storesOver,
  token,
} from '../support/units-of-work.js';
import { aUser } from '../support/users.js';

describe.each(storageEngines)('units of work at the same moment on $name', ({ open }) => {
  let storage: OpenStorage;
  let hub: ReturnType<typeof storesOver>;
  beforeEach(async () => {
    storage = await open();
    hub = storesOver(storage);
  });
  afterEach(() => storage.close());

  const has = (artifact: OidcArtifact) => hasArtifact(hub, artifact);
  const kept = () => keptBy(hub);
  const redeem = ({ units, artifacts, events } = hub, logId = 'log_1', allHaveRead = async () => {}) =>
    units.run(async () => {
      const isMine = await artifacts.consume('AuthorizationCode', 'code', now);
      await allHaveRead();
      if (!isMine) return 'refused';
      await artifacts.save({ ...token, id: logId }, now);
      await events.append({ ...event, logId });
      return 'redeemed';
    });

  it('a unit of work lets one of two use a code that both have read, and nothing of the other remains', async () => {
    await hub.artifacts.save(code, now);
    const other = storesOver(storage.beside());
    const both = meeting(2);
    const outcomes = await Promise.all([
      outcomeOf(redeem(hub, 'log_1', both)),
      outcomeOf(redeem(other, 'log_2', both)),
    ]);
    expect(outcomes.toSorted()).toEqual(['overtaken: artifact', 'redeemed']);
    const winner = outcomes[0] === 'redeemed' ? 'log_1' : 'log_2';
    for (const logId of ['log_1', 'log_2']) {
      expect(await has({ ...token, id: logId })).toBe(logId === winner);
      expect((await hub.events.find(logId)) !== undefined).toBe(logId === winner);
    }
    expect(await redeem()).toBe('refused');
  });

  it('a unit of work lets one of twenty at once use a code', async () => {
    await hub.artifacts.save(code, now);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => outcomeOf(redeem(hub, `log_${index}`))),
    );
    expect(outcomes.filter((one) => one === 'redeemed')).toHaveLength(1);
    expect(outcomes.filter((one) => one === 'overtaken: artifact')).toHaveLength(19);
    const { items } = await hub.events.list({}, { kind: 'checkpoint', take: 50 });
    expect(items).toHaveLength(1);
  });

  it('a unit of work that uses and removes a code is overtaken where somebody else used it', async () => {
    await hub.artifacts.save(code, now);
    const useUp = () =>
      hub.units.run(async () => {
        await hub.artifacts.consume('AuthorizationCode', 'code', now);
        await hub.artifacts.remove('AuthorizationCode', 'code');
        return 'used up';
      });
    expect((await Promise.all([outcomeOf(useUp()), outcomeOf(useUp())])).toSorted()).toEqual([
      'overtaken: artifact',
      'used up',
    ]);
    expect(await has(code)).toBe(false);
  });

  it('a unit of work makes one user of two first sign-ins, and the other can look again', async () => {
    const other = storesOver(storage.beside());
    const both = meeting(2);
    const signIn = ({ units, users } = hub, id = 'usr_1') =>
      units.run(async () => {
        expect(await users.findByIdentity(ann.identity)).toBeUndefined();
        await both();
        await users.insert(aUser({ id }, 'ann'));
        try {
          await units.commit();
        } catch (error) {
          if (!(error instanceof Overtaken)) throw error;
        }
        return (await users.findByIdentity(ann.identity))?.id;
      });
    const [first, second] = await Promise.all([signIn(), signIn(other, 'usr_2')]);
    expect(first).toBe(second);
    expect((await hub.users.list({}, { kind: 'offset', page: 0, perPage: 10 })).total).toBe(1);
  });

  it('a unit of work counts the sign-ins of others, too, and tells its own user as they are stored then', async () => {
    await hub.users.insert({ ...ann, profile: { emailVerified: true, name: 'Ann', groups: ['old'] } });
    const identity = { ...ann.identity, claims: { sub: 'ann', new: true } };
    const profile = { emailVerified: true, name: 'Ann Other', email: 'Other@contoso.example' };
    await hub.units.run(async () => {
      const recorded = await hub.users.recordSignIn('usr_1', {
        at: later,
        ip: '::1',
        identity,
        profile,
        groups: ['new'],
      });
      expect(recorded).toMatchObject({ profile: { ...profile, groups: ['new'] }, loginsCount: 2, lastLogin: later });
      expect(await hub.users.find('usr_1')).toEqual(recorded);
      await hub.units.commit();
      expect(await hub.users.find('usr_1')).toEqual(recorded);
    });
    const stored = await hub.users.find('usr_1');
    expect(stored).toMatchObject({ profile: { ...profile, groups: ['new'] }, loginsCount: 2, lastIp: '::1', identity });
    const byAddress = await hub.users.list({ email: 'other@contoso.example' }, { kind: 'checkpoint', take: 2 });
    expect(byAddress.items).toEqual([stored]);
    await Promise.all(
      Array.from({ length: 5 }, () =>
        hub.units.run(() => hub.users.recordSignIn('usr_1', { at: later, identity: ann.identity })),
      ),
    );
    expect((await hub.users.find('usr_1'))?.loginsCount).toBe(7);
  });

  it.each([
    ['who is blocked meanwhile', async () => void (await hub.users.setBlocked('usr_1', true, now)), 'overtaken: user'],
    ['who is removed meanwhile', async () => void (await hub.users.delete('usr_1')), 'overtaken: user'],
    ['whom nobody touches meanwhile', async () => {}, 'signed in'],
  ])('a unit of work that signs in somebody %s ends accordingly', async (_who, meanwhile, expected) => {
    await hub.users.insert(ann);
    let read = () => {};
    const isRead = new Promise<void>((resolve) => (read = resolve));
    let go = () => {};
    const mayGo = new Promise<void>((resolve) => (go = resolve));
    const signIn = hub.units.run(async () => {
      await hub.users.recordSignIn('usr_1', { at: later, identity: ann.identity });
      await hub.artifacts.save(session, now);
      read();
      await mayGo;
      return 'signed in';
    });
    await isRead;
    await meanwhile();
    go();
    expect(await outcomeOf(signIn)).toBe(expected);
    expect(await has(session)).toBe(expected === 'signed in');
  });

  it('a unit of work that was overtaken is empty: what it does afterwards is written alone', async () => {
    await hub.artifacts.save(code, now);
    await hub.units.run(async () => {
      await hub.artifacts.consume('AuthorizationCode', 'code', now);
      await hub.artifacts.save(session, now);
      const { database } = storage.beside();
      await database.updateTable('oidc_artifacts').set({ consumed_at: 1 }).execute();
      await expect(hub.units.commit()).rejects.toThrow(Overtaken);
      expect((await hub.artifacts.find('AuthorizationCode', 'code', now))?.consumed).toBe(true);
      await hub.events.append(event);
    });
    expect(await kept()).toEqual([true, false, false, true]);
  });

  it('a unit of work that fails leaves others that end in the same moment as they are', async () => {
    await hub.users.insert(ann);
    const others = [1, 2, 3].map((number) =>
      hub.units.run(() => hub.artifacts.save({ ...session, id: `session ${number}` }, now)),
    );
    const failing = hub.units.run(async () => {
      await hub.artifacts.save(code, now);
      await hub.users.insert(aUser({ id: 'usr_2' }, 'ann'));
    });
    expect(await outcomeOf(failing.then(() => 'written'))).toBe('overtaken: user');
    await Promise.all(others);
    const found = await Promise.all([1, 2, 3].map((number) => has({ ...session, id: `session ${number}` })));
    expect([found, await has(code)]).toEqual([[true, true, true], false]);
  });
});

/** Whoever calls it waits until `size` have. */
function meeting(size: number): () => Promise<void> {
  let present = 0;
  let begin = () => {};
  const complete = new Promise<void>((resolve) => (begin = resolve));
  return () => {
    present += 1;
    if (present === size) begin();
    return complete;
  };
}
