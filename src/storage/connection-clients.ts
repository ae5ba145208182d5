import type { Page, PageRequest } from '../common/page.js';
import { hasButton, UnknownClient } from '../connections/index.js';
import type { Database } from './database.js';
import { byCheckpoint, byOffset } from './pages.js';
import { connections } from './tables/connections.js';
import { fromRow } from './tables/table.js';

/** Error codes of a violated foreign key: SQLite's, and PostgreSQL's SQLSTATE. */
const FOREIGN_KEY_CODES = new Set(['SQLITE_CONSTRAINT_FOREIGNKEY', '23503']);

/** Client ids of the applications that may use the connection. A checkpoint by id holds whatever is added or removed meanwhile. */
export function clientsOfConnection(database: Database, id: string, page: PageRequest): Promise<Page<string>> {
  const rows = database
    .selectFrom('connection_clients')
    .select('client_id')
    .where('connection_id', '=', id)
    .orderBy('client_id');
  if (page.kind === 'offset') return byOffset(rows, page, (row) => row.client_id);
  const after = page.from === undefined ? rows : rows.where('client_id', '>', page.from);
  return byCheckpoint(
    after,
    page,
    (row) => row.client_id,
    (clientId) => clientId,
  );
}

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
    .returningAll()
    .executeTakeFirst();
  const has_button = connection !== undefined && hasButton(fromRow(connections, connection)) ? 1 : 0;
  await transaction
    .insertInto('connection_clients')
    .values(clientIds.map((client_id) => ({ connection_id: id, client_id, has_button })))
    .onConflict((conflict) => conflict.columns(['connection_id', 'client_id']).doNothing())
    .execute();
}

/** Lets applications use a connection no longer. */
export async function refuseClients(transaction: Database, id: string, clientIds: readonly string[]): Promise<void> {
  if (clientIds.length === 0) return;
  await transaction
    .deleteFrom('connection_clients')
    .where('connection_id', '=', id)
    .where('client_id', 'in', clientIds)
    .execute();
}

/**
 * Runs a write that names applications. A foreign key tells under races too that one is not there; a look-up then says
 * which.
 * @throws {UnknownClient}
 */
export async function refusingUnknownClients(
  database: Database,
  clientIds: readonly string[],
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    const [missing] = await missingClients(database, clientIds);
    // None is missing: the connection itself went meanwhile, and its rights with it.
    if (missing !== undefined) throw new UnknownClient(missing);
  }
}

/** Those of the client ids that no application has. */
export async function missingClients(database: Database, clientIds: readonly string[]): Promise<readonly string[]> {
  const known = await database
    .selectFrom('applications')
    .select('client_id')
    .where('client_id', 'in', clientIds)
    .execute();
  return clientIds.filter((clientId) => !known.some((row) => row.client_id === clientId));
}

function isForeignKeyViolation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && FOREIGN_KEY_CODES.has(String(error.code));
}
