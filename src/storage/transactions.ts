import type { Transaction } from 'kysely';
import type { Database } from './database.js';
import { isRepeatable, unavailable } from './postgres-errors.js';
import type { Schema } from './schema.js';

const ATTEMPTS = 4;

/**
 * All of `work`, or nothing of it. Where it was undone because another transaction was in its way (a deadlock, which
 * PostgreSQL resolves by ending one of the two), it runs again: what it does beside the database must bear that.
 */
export async function inTransaction<Result>(
  database: Database,
  work: (transaction: Transaction<Schema>) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction().execute(work);
    } catch (error) {
      if (!isRepeatable(error)) throw error;
      if (attempt >= ATTEMPTS) throw unavailable(error);
    }
  }
}
