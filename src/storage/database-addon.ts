/** The compiled part of the embedded database: it is missing where npm ran no install scripts. */
import SqliteDatabase from 'better-sqlite3';
import { DatabaseAddonError } from './storage-start-errors.js';

/**
 * @param addon path of it. Default: where the installation puts it.
 * @throws {DatabaseAddonError} when it is missing, or was built for another Node. Said before the data directory is
 * blamed for it.
 */
export function requireDatabaseAddon(addon?: string): void {
  try {
    new SqliteDatabase(':memory:', addon === undefined ? {} : { nativeBinding: addon }).close();
  } catch (error) {
    throw new DatabaseAddonError(error);
  }
}
