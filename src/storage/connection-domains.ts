import { type Connection, ConnectionDomainTaken, domainsOf } from '../connections/index.js';
import type { Database } from './database.js';

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
