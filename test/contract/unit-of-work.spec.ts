import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StorageUnavailableError } from '../../src/common/errors.js';
import { Overtaken } from '../../src/common/unit-of-work.js';
import type { HubEvent } from '../../src/events/index.js';
import type { OidcArtifact } from '../../src/openid-provider/index.js';
import { SqlApplicationStore } from '../../src/storage/applications.store.js';
import { SqlEventStore } from '../../src/storage/events.store.js';
import { SqlOidcArtifactStore } from '../../src/storage/oidc-artifacts.store.js';
import { SqlUnitOfWork } from '../../src/storage/unit-of-work.js';
import { SqlUserStore } from '../../src/storage/users.store.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';
import { aUser } from '../support/users.js';

const now = new Date('2026-11-21T10:00:00Z');
const code: OidcArtifact = { model: 'AuthorizationCode', id: 'code', payload: { jti: 'code' }, grantId: 'grant' };
const session: OidcArtifact = { model: 'Session', id: 'session', uid: 'uid', payload: { jti: 'session' } };
const event: HubEvent = { logId: 'log_1', date: now, type: 's', description: 'Somebody signed in.', details: {} };

describe.each(storageEngines)('a unit of work on $name', ({ open }) => {
  let storage: OpenStorage;
  let units: SqlUnitOfWork;
  let artifacts: SqlOidcArtifactStore;
  let users: SqlUserStore;
  let events: SqlEventStore;
  beforeEach(async () => {
    storage = await open();
    units = new SqlUnitOfWork(storage.database);
    artifacts = new SqlOidcArtifactStore(storage.database, storage.sealer);
    users = new SqlUserStore(storage.database);
    events = new SqlEventStore(storage.database);
  });
  afterEach(() => storage.close());

  /** What everybody else sees: asked outside any unit. */
  const kept = async () => ({
    code: await artifacts.find('AuthorizationCode', 'code', now),
    session: await artifacts.findByUid('Session', 'uid', now),
    user: await users.find('usr_1'),
    event: await events.find('log_1'),
  });
  const nothing = { code: undefined, session: undefined, user: undefined, event: undefined };
  const counted = async (work: () => Promise<unknown>) => {
    const before = storage.counts();
    await work();
    const after = storage.counts();
    return { statements: after.statements - before.statements, commits: after.commits - before.commits };
  };

  it('a unit of work is seen by nobody else before its end, and whole after it', async () => {
    let outside: () => Promise<void> = async () => {};
    const looked = new Promise<object>((resolve) => {
      outside = async () => resolve(await kept());
    });
    const turn = setImmediate;
    const cost = await counted(() =>
      units.run(async () => {
        await artifacts.save(code, now);
        await artifacts.save(session, now);
        await users.insert(aUser({ id: 'usr_1' }));
        await events.append(event);
        expect((await artifacts.find('AuthorizationCode', 'code', now))?.payload).toEqual(code.payload);
      }),
    );
    turn(() => void outside());
    expect(await looked).not.toEqual(nothing);
    expect(cost).toEqual({ statements: 5, commits: 1 });
    expect(await kept()).toEqual({
      code: { payload: code.payload, consumed: false },
      session: { payload: session.payload, consumed: false },
      user: aUser({ id: 'usr_1' }),
      event,
    });
  });
});
void StorageUnavailableError;
void Overtaken;
void SqlApplicationStore;
