import SqliteDatabase from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Database } from './database.js';
import type { Schema } from './schema.js';

/**
 * Opens the embedded engine. What it acknowledged survives a power cut: better-sqlite3 is built with
 * `synchronous=NORMAL` for WAL, so FULL is asked for explicitly.
 *
 * @param file path of the database, or `:memory:`.
 */
export function openEmbeddedDatabase(file: string): Database {
  const sqlite = new SqliteDatabase(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('busy_timeout = 5000');
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) });
}
