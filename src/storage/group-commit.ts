import { StorageUnavailableError } from '../common/errors.js';
import { Overtaken } from '../common/unit-of-work.js';
import type { KeptWrite } from './database.js';
import type { EmbeddedConnection } from './embedded-connection.js';

/** Lends the one connection to SQLite, to one borrower at a time. */
interface Lender {
  readonly connection: EmbeddedConnection;
  readonly isHeld: boolean;
  acquireConnection(): Promise<unknown>;
  releaseConnection(): Promise<void>;
}

/** A unit of work that waits to be written. */
interface WaitingUnit {
  readonly writes: readonly KeptWrite[];
  settle(failure?: unknown): void;
}

/**
 * Writes units of work on the embedded engine. A commit waits for the disk, and this thread with it: so units that end in
 * the same turn of the event loop share one. Each is undone by itself where it fails, and none is acknowledged before
 * the commit is on the disk.
 */
export class GroupCommit {
  private waiting: WaitingUnit[] = [];

  constructor(private readonly lender: Lender) {}

  /** All of it, or nothing of it. @throws {Overtaken | StorageUnavailableError} */
  write(writes: readonly KeptWrite[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (failure?: unknown) => (failure === undefined ? resolve() : reject(failure));
      if (this.waiting.push({ writes, settle }) === 1) setImmediate(() => void this.flush());
    });
  }

  private async flush(): Promise<void> {
    // A transaction of somebody else may be open, which waits for more than the database.
    const isBorrowed = this.lender.isHeld;
    if (isBorrowed) await this.lender.acquireConnection();
    const units = this.waiting;
    this.waiting = [];
    const failures = commitTogether(this.lender.connection, units);
    if (isBorrowed) await this.lender.releaseConnection();
    for (const [index, unit] of units.entries()) unit.settle(failures[index]);
  }
}

/** In one go, without a turn of the event loop in between. @returns why units were not written, by their index. */
function commitTogether(connection: EmbeddedConnection, units: readonly WaitingUnit[]): readonly unknown[] {
  try {
    connection.control('begin immediate');
    const failures = units.map((unit) => undoneAlone(connection, unit));
    connection.control(failures.every((failure) => failure !== undefined) ? 'rollback' : 'commit');
    return failures;
  } catch (error) {
    rollBack(connection);
    return units.map(() => error);
  }
}

/** @returns why the unit was undone. @throws what ended the whole transaction. */
function undoneAlone(connection: EmbeddedConnection, { writes }: WaitingUnit): unknown {
  connection.control('savepoint unit');
  try {
    for (const { query, mustAffect } of writes) {
      const { numAffectedRows } = connection.execute(query);
      if (mustAffect !== undefined && numAffectedRows !== 1n) throw new Overtaken(mustAffect);
    }
    connection.control('release unit');
    return undefined;
  } catch (error) {
    // Where the storage failed, as on a full disk, SQLite may have undone everything.
    if (error instanceof StorageUnavailableError) throw error;
    connection.control('rollback to unit');
    connection.control('release unit');
    return error;
  }
}

function rollBack(connection: EmbeddedConnection): void {
  try {
    if (connection.isInTransaction) connection.control('rollback');
  } catch {
    // What made it necessary is the reason that whoever waits is told.
  }
}
