import type { Kysely, Transaction } from 'kysely';
import { isRepeatable, unavailable } from './postgres-pool.js';
import type { Schema } from './schema.js';

/** The hub's database, whichever engine is behind it. */
export type Database = Kysely<Schema>;

/** Whether an instance is running on the database that knows no migration with this number or a higher one. */
export type AnyOlder = (number: number) => Promise<boolean>;

/** An open database of one engine, and what the engines do differently about it. */
export interface StorageEngine {
  readonly database: Database;
  /**
   * Runs `work` while no other hub starts on this database, on a connection that waits as long as a change of the
   * schema takes. What `work` committed stays if it fails. Where it succeeds, other instances know of this one from then
   * on until it closes or its process ends; `anyOlder` tells `work` of those that run already.
   *
   * @param newest number of the newest migration that this build knows.
   */
  startAlone<Result>(
    newest: number,
    work: (database: Database, anyOlder: AnyOlder) => Promise<Result>,
  ): Promise<Result>;
  /** Queries after it fail as `StorageUnavailableError`. */
  close(): void | Promise<void>;
}

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

/** Hears how long each statement took. */
export type QueryListener = (seconds: number, outcome: 'ok' | 'failed') => void;
