import { sql } from 'kysely';
import { type Connection, ConnectionDomainTaken, domainsOf } from '../connections/index.js';
import type { Database } from './database.js';
import { prepared } from './prepared-query.js';
import type { ConnectionsTable } from './tables/connections.js';

/** A literal and no bound parameter: only then do the engines use the partial indexes. */
export const ACTIVE = sql.lit(1);
const INACTIVE = sql.lit(0);

const MAX_BUTTONS = 100;

/** Id of the enabled connection that has the domain, else of the first of the disabled ones: one index for each. */
export async function holderOfDomain(database: Database, domain: string): Promise<string | undefined> {
  const row = (await enabledHolder.first(database, { domain })) ?? (await disabledHolder.first(database, { domain }));
  return row?.connection_id;
}

/** At most one: the index is a unique one. */
const enabledHolder = prepared<{ domain: string }>()((database, value) => holders(database, value('domain'), ACTIVE));

const disabledHolder = prepared<{ domain: string }>()((database, value) =>
  holders(database, value('domain'), INACTIVE).orderBy('connection_id').limit(1),
);

function holders(database: Database, domain: string, activity: typeof ACTIVE) {
  return database
    .selectFrom('connection_domains')
    .select('connection_id')
    .where('domain', '=', domain)
    .where('is_active', '=', activity);
}

/** The connections of an application, enabled or not. */
export function connectionsOfClient(database: Database, clientId: string) {
  return database
    .selectFrom('connections')
    .innerJoin('connection_clients', 'connection_clients.connection_id', 'connections.id')
    .where('connection_clients.client_id', '=', clientId);
}

/** Ids of the enabled connections of an application. */
export function usableBy(database: Database, clientId: string) {
  return connectionsOfClient(database, clientId).select('connections.id').where('connections.is_enabled', '=', 1);
}

/** Enabled connections of an application with a button. */
export function buttons(database: Database, clientId: string) {
  return connectionsOfClient(database, clientId)
    .selectAll('connections')
    .where('connection_clients.has_button', '=', ACTIVE)
    .where('connections.is_enabled', '=', 1)
    .orderBy((e) => e.fn('lower', [e.fn.coalesce('connections.display_name', 'connections.name')]))
    .orderBy('connections.name');
}

export const connectionById = prepared<{ id: string }>()((database, value) =>
  database.selectFrom('connections').selectAll('connections').where('id', '=', value('id')),
);

export const connectionByName = prepared<{ name: string }>()((database, value) =>
  database.selectFrom('connections').selectAll('connections').where('name', '=', value('name')),
);

/** Whether the application may use this connection, and it is enabled. */
export const usableConnection = prepared<{ id: string; clientId: string }>()((database, value) =>
  usableBy(database, value('clientId')).where('connections.id', '=', value('id')),
);

/** What a unit of work knows by this key is whether the application may use the connection. */
export function usableKey(id: string, clientId: string): string {
  return `connection usable ${JSON.stringify([id, clientId])}`;
}

/** A connection, with its id once more where the application may use it and it is enabled. */
function withUse(database: Database, clientId: string) {
  return database
    .selectFrom('connections')
    .selectAll('connections')
    .leftJoin(usableBy(database, clientId).as('usable'), 'usable.id', 'connections.id')
    .select('usable.id as usable_id')
    .select((select) =>
      select
        .selectFrom('admin_consents')
        .select('tenant_id')
        .whereRef('admin_consents.connection_id', '=', 'connections.id')
        .where('verified_at', 'is', null)
        .limit(1)
        .as('claimed_by'),
    );
}

/** A row of a connection as an application meets it. */
export type ConnectionWithUse = ConnectionsTable & {
  readonly usable_id: string | null;
  readonly claimed_by: string | null;
};

export const connectionByNameWithUse = prepared<{ name: string; clientId: string }>()((database, value) =>
  withUse(database, value('clientId')).where('connections.name', '=', value('name')),
);

export const connectionByIdWithUse = prepared<{ id: string; clientId: string }>()((database, value) =>
  withUse(database, value('clientId')).where('connections.id', '=', value('id')),
);

/** Whether somebody has signed in through the connection. */
export async function anyUser(database: Database, id: string): Promise<boolean> {
  const identities = database.selectFrom('identities').select('subject').where('connection_id', '=', id);
  return (await identities.limit(1).executeTakeFirst()) !== undefined;
}

/** Any enabled connection of the application that has a domain. */
export const anyWithDomain = prepared<{ clientId: string }>()((database, value) =>
  usableBy(database, value('clientId'))
    .innerJoin('connection_domains', 'connection_domains.connection_id', 'connections.id')
    .limit(1),
);

/** Connections with a button, as many as a page shows. */
export const buttonsOfClient = prepared<{ clientId: string }>()((database, value) =>
  buttons(database, value('clientId')).limit(MAX_BUTTONS),
);

/** The enabled connection of the application that owns the domain. */
export const usableOwner = prepared<{ clientId: string; domain: string }>()((database, value) =>
  connectionsOfClient(database, value('clientId'))
    .selectAll('connections')
    .innerJoin('connection_domains', 'connection_domains.connection_id', 'connections.id')
    .where('connection_domains.domain', '=', value('domain'))
    .where('connection_domains.is_active', '=', ACTIVE),
);

/** Follows a change of the connection, in the same transaction. */
export async function showButton(transaction: Database, id: string, isShown: boolean): Promise<void> {
  const has_button = isShown ? 1 : 0;
  await transaction
    .updateTable('connection_clients')
    .set({ has_button })
    .where('connection_id', '=', id)
    .where('has_button', '<>', has_button)
    .execute();
}

/** All of a connection's domains, or none. @throws {ConnectionDomainTaken} naming the first that has another owner. */
export async function insertDomains(transaction: Database, connection: Connection): Promise<void> {
  // In one order for everybody: two connections that take the same domains wait for each other at the first one.
  const domains = domainsOf(connection).toSorted();
  if (domains.length === 0) return;
  const inserted = await transaction
    .insertInto('connection_domains')
    .values(
      domains.map((domain) => ({
        connection_id: connection.id,
        domain,
        is_primary: domain === connection.domain ? 1 : 0,
        is_active: connection.isEnabled ? 1 : 0,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('domain')
    .execute();
  if (inserted.length === domains.length) return;
  const taken = domains.find((domain) => !inserted.some((row) => row.domain === domain));
  throw new ConnectionDomainTaken(taken ?? '');
}
