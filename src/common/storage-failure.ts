import { errorCode } from './error-code.js';
import { StorageUnavailableError } from './errors.js';

/** SQLite's result codes that mean "the storage", not "the statement": https://www.sqlite.org/rescode.html */
const SQLITE_UNAVAILABLE =
  /^SQLITE_(?:BUSY|LOCKED|READONLY|FULL|IOERR|CANTOPEN|CORRUPT|NOTADB|NOMEM|PERM|PROTOCOL|NOLFS)(?:_|$)/;

/** Whether the error says that the hub's own storage does not answer: locked, read-only, full, broken, gone. */
export function isStorageFailure(error: unknown): boolean {
  if (error instanceof StorageUnavailableError) return true;
  const code = errorCode(error);
  return code !== undefined && SQLITE_UNAVAILABLE.test(code);
}
