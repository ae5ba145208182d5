import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Overtaken } from '../../src/common/unit-of-work.js';
import type { HubEvent } from '../../src/events/index.js';
import type { OidcArtifact } from '../../src/openid-provider/index.js';
import { SqlApplicationStore } from '../../src/storage/applications.store.js';
import { SqlConnectionStore } from '../../src/storage/connections.store.js';
import { SqlEventStore } from '../../src/storage/events.store.js';
import { SqlOidcArtifactStore } from '../../src/storage/oidc-artifacts.store.js';
import { SqlUnitOfWork } from '../../src/storage/unit-of-work.js';
import { SqlUserStore } from '../../src/storage/users.store.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';
import { aUser } from '../support/users.js';

const now = new Date('2026-11-21T10:00:00Z');
const later = new Date(now.getTime() + 1000);
const expiresAt = new Date(now.getTime() + 60_000);
const code: OidcArtifact = {
  model: 'AuthorizationCode',
  id: 'code',
  payload: { jti: 'code' },
  grantId: 'grant',
  expiresAt,
};
const session: OidcArtifact = { model: 'Session', id: 'session', uid: 'uid', payload: { jti: 'session' }, expiresAt };
const token: OidcArtifact = {
  model: 'AccessToken',
  id: 'token',
  payload: { jti: 'token' },
  grantId: 'grant',
  expiresAt,
};
const ann = aUser({ id: 'usr_1' }, 'ann');
const event: HubEvent = { logId: 'log_1', date: now, type: 's', description: 'Somebody signed in.', details: {} };

describe.each(storageEngines)('a unit of work on $name', ({ open, name: engine }) => {
  let storage: OpenStorage;
  let hub: ReturnType<typeof over>;
  beforeEach(async () => {
    storage = await open();
    hub = over(storage);
  });
  afterEach(() => storage.close());

  const over = ({ database, sealer }: Pick<OpenStorage, 'database' | 'sealer'>) => ({
    units: new SqlUnitOfWork(database),
    artifacts: new SqlOidcArtifactStore(database, sealer),
    users: new SqlUserStore(database),
    events: new SqlEventStore(database),
  });
  const has = async ({ model, id }: OidcArtifact, { artifacts } = hub) =>
    (await artifacts.find(model, id, now)) !== undefined;
  /** What everybody else sees. */
  const kept = async () => [
    await has(code),
    await has(session),
    (await hub.users.find('usr_1')) !== undefined,
    (await hub.events.find('log_1')) !== undefined,
  ];
  const redeem = ({ units, artifacts, events } = hub, logId = 'log_1', allHaveRead = async () => {}) =>
    units.run(async () => {
      const isMine = await artifacts.consume('AuthorizationCode', 'code', now);
      await allHaveRead();
      if (!isMine) return 'refused';
      await artifacts.save({ ...token, id: logId }, now);
      await events.append({ ...event, logId });
      return 'redeemed';
    });
  const outcome = (redemption: Promise<string>) =>
    redemption.catch((error: unknown) => (error instanceof Overtaken ? `overtaken: ${error.what}` : error));

  it('a unit of work writes nothing before its end, and all of it then, in one commit', async () => {
    const cost = await storage.counts.during(() =>
      hub.units.run(async () => {
        await hub.artifacts.save(code, now);
        await hub.artifacts.save(session, now);
        await hub.users.insert(ann);
        await hub.events.append(event);
        const { rows } = await storage.database.executeQuery<{ one: number }>(
          storage.database
            .selectFrom('oidc_artifacts')
            .select((row) => row.fn.countAll<number>().as('one'))
            .compile(),
        );
        expect(rows).toEqual([{ one: 0 }]);
      }),
    );
    // What looked, and the five rows.
    expect(cost).toEqual({ statements: 6, commits: 1, roundTrips: engine === 'PostgreSQL' ? 2 : 0 });
    expect(await kept()).toEqual([true, true, true, true]);
  });

  it('a unit of work answers as if what it keeps back had been written', async () => {
    await hub.units.run(async () => {
      await hub.artifacts.save(session, now);
      expect((await hub.artifacts.find('Session', 'session', now))?.payload).toEqual(session.payload);
      expect((await hub.artifacts.findByUid('Session', 'uid', now))?.payload).toEqual(session.payload);
      expect(await hub.artifacts.find('Session', 'session', expiresAt)).toBeUndefined();
      await hub.artifacts.remove('Session', 'session');
      expect(await has(session)).toBe(false);
      expect(await hub.artifacts.findByUid('Session', 'uid', now)).toBeUndefined();
      await hub.users.insert(ann);
      expect(await hub.users.find('usr_1')).toEqual(ann);
      expect(await hub.users.findByIdentity(ann.identity)).toEqual(ann);
    });
    expect(await kept()).toEqual([false, false, true, false]);
  });

  it('a unit of work reads each thing once, whether it is there or not', async () => {
    await hub.artifacts.save(session, now);
    await hub.users.insert(ann);
    const applications = new SqlApplicationStore(storage.database);
    const connections = new SqlConnectionStore(storage.database, storage.sealer);
    const read = async () => {
      await has(session);
      await hub.artifacts.findByUid('Session', 'uid', now);
      await hub.artifacts.findByUid('Session', 'other', now);
      await has(code);
      await hub.users.findByIdentity(ann.identity);
      await hub.users.find('usr_1');
      await applications.find('app');
      await connections.findById('con_1');
      await connections.findByName('contoso');
      await connections.isUsableBy('con_1', 'app');
    };
    const once = await storage.counts.during(() => hub.units.run(read));
    expect(once.statements).toBe(8);
    const thrice = () =>
      hub.units.run(async () => {
        await Promise.all([read(), read()]);
        await read();
      });
    expect((await storage.counts.during(thrice)).statements).toBe(8);
    expect((await storage.counts.during(read)).statements).toBe(10);
  });

  it('a unit of work writes an artifact that it saves several times once, as it was at last', async () => {
    const cost = await storage.counts.during(() =>
      hub.units.run(async () => {
        for (const step of [1, 2, 3]) await hub.artifacts.save({ ...session, payload: { step } }, now);
      }),
    );
    expect(cost).toMatchObject({ statements: 1, commits: 1 });
    expect((await hub.artifacts.find('Session', 'session', now))?.payload).toEqual({ step: 3 });
  });

  it('a unit of work writes nothing of an artifact that was not there and is away again', async () => {
    const cost = await storage.counts.during(() =>
      hub.units.run(async () => {
        await has(session);
        await hub.artifacts.save(session, now);
        await hub.artifacts.remove('Session', 'session');
      }),
    );
    expect(cost).toMatchObject({ statements: 1, commits: 0 });
  });

  it('a unit of work removes what belongs to a grant or a session, of what it read and what it saved, and keeps what it saves afterwards', async () => {
    await hub.artifacts.save(code, now);
    await hub.artifacts.save(session, now);
    await hub.units.run(async () => {
      expect([await has(code), await has(session)]).toEqual([true, true]);
      await hub.artifacts.save(token, now);
      await hub.artifacts.removeGrant('grant');
      await hub.artifacts.removeByUid('Session', 'uid');
      expect([await has(code), await has(session), await has(token)]).toEqual([false, false, false]);
      await hub.artifacts.save({ ...session, id: 'next' }, now);
    });
    expect([await has(code), await has(session), await has(token)]).toEqual([false, false, false]);
    expect(await has({ ...session, id: 'next' })).toBe(true);
  });

  it('a unit of work removes the rows that it never read of a grant that it removes', async () => {
    await hub.artifacts.save(code, now);
    await hub.units.run(async () => {
      await hub.artifacts.removeGrant('grant');
      expect(await has(code)).toBe(false);
    });
    expect(await has(code)).toBe(false);
  });

  it('a unit of work lets one of two use a code that both have read, and nothing of the other remains', async () => {
    await hub.artifacts.save(code, now);
    const other = over(storage.beside());
    const both = meeting(2);
    const outcomes = await Promise.all([outcome(redeem(hub, 'log_1', both)), outcome(redeem(other, 'log_2', both))]);
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
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) => outcome(redeem(hub, `log_${index}`))));
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
    expect((await Promise.all([outcome(useUp()), outcome(useUp())])).toSorted()).toEqual([
      'overtaken: artifact',
      'used up',
    ]);
    expect(await has(code)).toBe(false);
  });

  it('a unit of work makes one user of two first sign-ins, and the other can look again', async () => {
    const other = over(storage.beside());
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
    expect(await outcome(signIn)).toBe(expected);
    expect(await has(session)).toBe(expected === 'signed in');
  });

  it('a unit of work records what a refusal left, though its work throws, and the refusal is what is thrown', async () => {
    const refusal = hub.units.run(async () => {
      await hub.events.append({ ...event, type: 'f' });
      throw new Error('refused');
    });
    await expect(refusal).rejects.toThrow('refused');
    expect(await hub.events.find('log_1')).toMatchObject({ type: 'f' });
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

  it('a unit of work within another is a part of it', async () => {
    const cost = await storage.counts.during(() =>
      hub.units.run(async () => {
        await hub.artifacts.save(code, now);
        await hub.units.run(() => hub.artifacts.save(session, now));
        await hub.events.append(event);
      }),
    );
    expect(cost).toMatchObject({ statements: 3, commits: 1 });
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
    expect(await outcome(failing.then(() => 'written'))).toBe('overtaken: user');
    await Promise.all(others);
    const found = await Promise.all([1, 2, 3].map((number) => has({ ...session, id: `session ${number}` })));
    expect([found, await has(code)]).toEqual([[true, true, true], false]);
  });

  it('a unit of work tells of an event once it is stored, and never where it is not', async () => {
    const told: string[] = [];
    await hub.artifacts.save(code, now);
    await hub.units.run(async () => {
      await hub.events.append(event, () => told.push('log_1'));
      expect(told).toEqual([]);
    });
    expect(told).toEqual(['log_1']);
    const overtaken = hub.units.run(async () => {
      await hub.artifacts.consume('AuthorizationCode', 'code', now);
      await storage.beside().database.updateTable('oidc_artifacts').set({ consumed_at: 1 }).execute();
      await hub.events.append({ ...event, logId: 'log_2' }, () => told.push('log_2'));
      return '';
    });
    expect(await outcome(overtaken)).toBe('overtaken: artifact');
    expect(told).toEqual(['log_1']);
  });

  it('a unit of work keeps to itself what goes on after its end: it is written at once', async () => {
    let end = () => {};
    const isOver = new Promise<void>((resolve) => (end = resolve));
    let rest: Promise<void> = Promise.resolve();
    await hub.units.run(async () => {
      rest = isOver.then(() => hub.artifacts.save(session, now));
    });
    end();
    await rest;
    expect(await has(session)).toBe(true);
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
