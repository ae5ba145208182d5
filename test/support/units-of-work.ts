import { Overtaken } from '../../src/common/unit-of-work.js';
import type { HubEvent } from '../../src/events/index.js';
import type { OidcArtifact } from '../../src/openid-provider/index.js';
import { SqlEventStore } from '../../src/storage/events.store.js';
import { SqlOidcArtifactStore } from '../../src/storage/oidc-artifacts.store.js';
import { SqlUnitOfWork } from '../../src/storage/unit-of-work.js';
import { SqlUserStore } from '../../src/storage/users.store.js';
import type { OpenStorage } from './storage-engines.js';
import { aUser } from './users.js';

export const now = new Date('2026-11-21T10:00:00Z');
export const later = new Date(now.getTime() + 1000);
export const expiresAt = new Date(now.getTime() + 60_000);
/** What the suites of the unit of work write. */
export const code: OidcArtifact = {
  model: 'AuthorizationCode',
  id: 'code',
  payload: { jti: 'code' },
  grantId: 'grant',
  expiresAt,
};
export const session: OidcArtifact = {
  model: 'Session',
  id: 'session',
  uid: 'uid',
  payload: { jti: 'session' },
  expiresAt,
};
export const token: OidcArtifact = {
  model: 'AccessToken',
  id: 'token',
  payload: { jti: 'token' },
  grantId: 'grant',
  expiresAt,
};
export const ann = aUser({ id: 'usr_1' }, 'ann');
export const event: HubEvent = {
  logId: 'log_1',
  date: now,
  type: 's',
  description: 'Somebody signed in.',
  details: {},
};

/** A hub's stores over a database, and the units of work that they share. */
export function storesOver({ database, sealer }: Pick<OpenStorage, 'database' | 'sealer'>) {
  return {
    units: new SqlUnitOfWork(database),
    artifacts: new SqlOidcArtifactStore(database, sealer),
    users: new SqlUserStore(database),
    events: new SqlEventStore(database),
  };
}

/** Whether a hub has an artifact. */
export async function hasArtifact(
  { artifacts }: Pick<ReturnType<typeof storesOver>, 'artifacts'>,
  { model, id }: OidcArtifact,
): Promise<boolean> {
  return (await artifacts.find(model, id, now)) !== undefined;
}

/** What everybody else sees of the code, the session, the user and the event, in this order. */
export async function keptBy(hub: ReturnType<typeof storesOver>): Promise<readonly boolean[]> {
  return [
    await hasArtifact(hub, code),
    await hasArtifact(hub, session),
    (await hub.users.find(ann.id)) !== undefined,
    (await hub.events.find(event.logId)) !== undefined,
  ];
}

/** How a unit of work ended: what it answered, or what of it was overtaken, or its error. */
export function outcomeOf(unit: Promise<string>): Promise<unknown> {
  return unit.catch((error: unknown) => (error instanceof Overtaken ? `overtaken: ${error.what}` : error));
}
