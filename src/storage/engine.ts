import type { Database } from './database.js';

/** An open database of one engine, and what the engines do differently about it. */
export interface StorageEngine {
  readonly database: Database;
  /**
   * Runs `work` while no other hub starts on this database, on a connection that waits as long as a change of the
   * schema takes. What `work` committed stays if it fails.
   */
  startAlone<Result>(work: (database: Database) => Promise<Result>): Promise<Result>;
  /** Queries after it fail as `StorageUnavailableError`. */
  close(): void | Promise<void>;
}
