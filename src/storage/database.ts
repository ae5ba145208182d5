import type { CompiledQuery, Kysely, QueryExecutor, QueryResult, Transaction } from 'kysely';
import type { Overtaken } from '../common/unit-of-work.js';
import { isRepeatable, unavailable } from './postgres-errors.js';
import type { Schema } from './schema.js';

/** The hub's database, whichever engine is behind it. */
export type Database = Kysely<Schema>;

/** Whether an instance is running on the database that knows no migration with this number or a higher one. */
export type AnyOlder = (number: number) => Promise<boolean>;

/** An open database of one engine. */
export interface StorageEngine {
  readonly database: Database;
  /** Queries after it fail as `StorageUnavailableError`. */
  close(): void | Promise<void>;
}

/** An open database that several hubs use at a time. */
export interface SharedEngine extends StorageEngine {
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

/** A statement that is kept back until the unit of work that it belongs to is written. */
export interface KeptWrite {
  readonly table: keyof Schema;
  /** Units write the rows of a table in the order of their keys, so that no two of them wait for each other. */
  readonly key: string;
  /** Without a `returning` of its own. */
  readonly query: CompiledQuery;
  /** What was overtaken where the statement does not write exactly one row: then nothing of the unit is written. */
  readonly mustAffect?: Overtaken['what'];
  /** Called once it is written for good. Must not fail. */
  readonly onWritten?: () => void;
}

/** What each engine can do beside running one query. */
export interface HubExecutor extends QueryExecutor {
  /** Whether several hubs use the database at a time. */
  readonly isShared: boolean;
  /**
   * All of it in one transaction, or nothing of it. Waits for the disk.
   * @throws {Overtaken} where a row that a statement depends on is not what it was.
   * @throws {StorageUnavailableError}
   */
  writeTogether(writes: readonly KeptWrite[]): Promise<void>;
  /**
   * Runs one statement as a transaction that all instances see, and that a crash of the server may undo: nobody waits
   * for the disk. The embedded engine runs it like every other.
   */
  executeRelaxed<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>>;
}

/** The engine of a database: of all of it, not of a transaction. */
export function executorOf(database: Database): HubExecutor {
  return database.getExecutor() as HubExecutor;
}

/** Hears what the storage does. Must not fail. */
export interface StorageListener {
  /** A statement that rows are read or written by, also one of a unit of work. Waiting for a connection not included. */
  statement(seconds: number, outcome: 'ok' | 'failed'): void;
  /** A transaction that wrote something was committed, and the disk waited for. */
  commit(): void;
  /** Something was sent to the server, whose answer is waited for: one for all that is sent meanwhile. */
  roundTrip(): void;
}
