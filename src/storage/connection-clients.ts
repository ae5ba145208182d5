import { hasButton } from './connection-rows.js';
import type { Database } from './database.js';

/**
 * Lets applications use a connection. Those that may already stay as they are. The connection's row is written first, so
 * that no change of its button goes on at the same time and misses the new rows.
 */
export async function allowClients(transaction: Database, id: string, clientIds: readonly string[]): Promise<void> {
  if (clientIds.length === 0) return;
  const connection = await transaction
    .updateTable('connections')
    .set((e) => ({ revision: e.ref('revision') }))
    .where('id', '=', id)
    .returning(['show_as_button', 'domain', 'domain_aliases'])
    .executeTakeFirst();
  const has_button = connection !== undefined && hasButton(connection) ? 1 : 0;
  await transaction
    .insertInto('connection_clients')
    .values(clientIds.map((client_id) => ({ connection_id: id, client_id, has_button })))
    .onConflict((conflict) => conflict.columns(['connection_id', 'client_id']).doNothing())
    .execute();
}

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
