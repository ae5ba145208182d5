import { sql } from 'kysely';
import type { Database } from './database.js';

/** A literal and no bound parameter: only then do the engines use the partial indexes. */
export const ACTIVE = sql.lit(1);
const INACTIVE = sql.lit(0);

/** Id of the enabled connection that has the domain, else of the first of the disabled ones: one index for each. */
export async function holderOfDomain(database: Database, domain: string): Promise<string | undefined> {
  for (const activity of [ACTIVE, INACTIVE]) {
    const row = await database
      .selectFrom('connection_domains')
      .select('connection_id')
      .where('domain', '=', domain)
      .where('is_active', '=', activity)
      .orderBy('connection_id')
      .limit(1)
      .executeTakeFirst();
    if (row !== undefined) return row.connection_id;
  }
  return undefined;
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

/** The enabled connection of an application that owns the domain. */
export function ownerUsableBy(database: Database, clientId: string, domain: string) {
  return connectionsOfClient(database, clientId)
    .selectAll('connections')
    .innerJoin('connection_domains', 'connection_domains.connection_id', 'connections.id')
    .where('connection_domains.domain', '=', domain)
    .where('connection_domains.is_active', '=', ACTIVE);
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
