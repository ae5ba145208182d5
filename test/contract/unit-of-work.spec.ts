import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OidcArtifact } from '../../src/openid-provider/index.js';
import { SqlApplicationStore } from '../../src/storage/applications.store.js';
import { SqlConnectionStore } from '../../src/storage/connections.store.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';
import {
  ann,
  code,
  event,
  expiresAt,
  hasArtifact,
  keptBy,
  now,
  outcomeOf,
  session,
  storesOver,
  token,
} from '../support/units-of-work.js';

describe.each(storageEngines)('a unit of work on $name', ({ open, name: engine }) => {
  let storage: OpenStorage;
  let hub: ReturnType<typeof storesOver>;
  beforeEach(async () => {
    storage = await open();
    hub = storesOver(storage);
  });
  afterEach(() => storage.close());

  const has = (artifact: OidcArtifact) => hasArtifact(hub, artifact);
  const kept = () => keptBy(hub);

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
    // What looked; one for both artifacts, two for the user, one for the event.
    expect(cost).toEqual({ statements: 5, commits: 1, roundTrips: engine === 'PostgreSQL' ? 2 : 0 });
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

  it('a unit of work records what a refusal left, though its work throws, and the refusal is what is thrown', async () => {
    const refusal = hub.units.run(async () => {
      await hub.events.append({ ...event, type: 'f' });
      throw new Error('refused');
    });
    await expect(refusal).rejects.toThrow('refused');
    expect(await hub.events.find('log_1')).toMatchObject({ type: 'f' });
  });

  it('a unit of work within another is a part of it', async () => {
    const cost = await storage.counts.during(() =>
      hub.units.run(async () => {
        await hub.artifacts.save(code, now);
        await hub.units.run(() => hub.artifacts.save(session, now));
        await hub.events.append(event);
      }),
    );
    expect(cost).toMatchObject({ statements: 2, commits: 1 });
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
    expect(await outcomeOf(overtaken)).toBe('overtaken: artifact');
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
