import pg from 'pg';
import { errorCode, InvalidInputError, StorageUnavailableError } from '../common/errors.js';

/**
 * SQLSTATEs that mean "the storage", not "the statement": no connection, no permission to log in, no such database,
 * read-only, resources, shut down, cancelled, system and internal errors (PostgreSQL, appendix A).
 */
const UNAVAILABLE = /^(?:08|28|3D|53|57|58|F0|XX|25006|55P03)/;

/** A value that no column can take, such as a key longer than an index entry: a matter of the input. */
const UNFIT_VALUE = /^(?:22|54)/;

/** Two transactions were in each other's way, and this one was undone: the same again succeeds. */
const REPEATABLE = new Set(['40001', '40P01']);

/** A statement that was prepared is not known, or known twice: a pooler gave us another connection of the server's. */
const UNPREPARED = new Set(['26000', '42P05']);

/** Whether the same again may succeed. */
export function isRepeatable(error: unknown): boolean {
  return REPEATABLE.has(errorCode(error) ?? '') || isAboutPreparation(error);
}

/** Whether it fails only because it was prepared: behind a pooler, or before a newer version changed a table. */
export function isAboutPreparation(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  return UNPREPARED.has(error.code ?? '') || error.routine === 'RevalidateCachedQuery';
}

/**
 * What a failed statement is for the hub. Only the server's own answers are failures of a statement: whatever else goes
 * wrong on the way to it is the storage not answering.
 */
export function translated(error: unknown): unknown {
  if (error instanceof StorageUnavailableError) return error;
  if (error instanceof pg.DatabaseError) {
    if (UNFIT_VALUE.test(error.code ?? '')) {
      return new InvalidInputError([], 'The request holds a value that cannot be stored. Make it shorter or simpler.');
    }
    if (!UNAVAILABLE.test(error.code ?? '')) return error;
  }
  return unavailable(error);
}

export function unavailable(cause: unknown): StorageUnavailableError {
  return new StorageUnavailableError('The storage of the hub does not answer.', { cause });
}
