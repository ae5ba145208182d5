import type { Database, StorageEngine, StorageListener } from './database.js';
import { overSqlite } from './embedded-driver.js';
import { Sqlite } from './sqlite.js';

/** An open embedded database. The data directory keeps other hubs away, so a start is alone anyway. */
export interface EmbeddedEngine extends StorageEngine {
  /** Writes the log back into the database file and closes it. */
  close(): void;
}

const BUSY_TIMEOUT_MS = 5000;

/** A commit writes whole pages, of which a sign-in touches some fifty: the smaller, the less is written. */
const PAGE_BYTES = 512;

/**
 * How large the log grows before its pages go to their places in the file, which is done while everybody waits. A page that
 * several hundred sign-ins wrote goes there once.
 */
const LOG_BYTES = 32 * 1024 * 1024;

/**
 * Opens the embedded engine. What it acknowledged survives a power cut: SQLite may be built with `synchronous=NORMAL` for
 * WAL, so FULL is asked for explicitly.
 *
 * @param file path of the database, or `:memory:`.
 */
export function openEmbedded(file: string, listener?: StorageListener): EmbeddedEngine {
  const sqlite = new Sqlite(file, BUSY_TIMEOUT_MS);
  try {
    // A new database only: one that is there keeps its own.
    sqlite.exec(`pragma page_size = ${PAGE_BYTES}`);
    sqlite.exec('pragma journal_mode = WAL');
    limitLog(sqlite);
    sqlite.exec('pragma synchronous = FULL');
    sqlite.exec('pragma foreign_keys = ON');
    // Deleted secrets do not stay readable in free pages.
    sqlite.exec('pragma secure_delete = ON');
    // In KiB. More buys nothing here: what is read again and again fits, the rest is in the system's cache.
    sqlite.exec('pragma cache_size = -4096');
    // What a unit of work would be undone by is kept in memory, and not written to a file of its own.
    sqlite.exec('pragma temp_store = MEMORY');
    // A database file is input, too: no function that it names is run from its schema.
    sqlite.exec('pragma trusted_schema = OFF');
  } catch (error) {
    sqlite.close();
    throw error;
  }
  const database = overSqlite(sqlite, listener);
  return { database, close: () => sqlite.close() };
}

function limitLog(sqlite: Sqlite): void {
  const [{ page_size: pageBytes } = {}] = sqlite.prepare('pragma page_size').all([]);
  sqlite.exec(`pragma wal_autocheckpoint = ${Math.ceil(LOG_BYTES / Number(pageBytes))}`);
  sqlite.exec(`pragma journal_size_limit = ${LOG_BYTES}`);
}

/** The same for tools and tests, which close it by `database.destroy()`. */
export function openEmbeddedDatabase(file: string): Database {
  return openEmbedded(file).database;
}
