/**
 * The one place that knows which library SQLite comes from: `node:sqlite`, which is built into Node, or on Node 20, which
 * has none, a package with the same interface and its binaries inside. Neither needs a compiler or an install script.
 */
import { createRequire } from 'node:module';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { resultCodeName } from './sqlite-result-codes.js';
import { SqliteMissingError } from './storage-start-errors.js';

interface Library {
  readonly DatabaseSync: new (file: string, options: { readonly timeout: number }) => DatabaseSyncInstance;
  readonly StatementSync: { readonly prototype: object };
}

/** An open SQLite database, in the form that Kysely asks for. */
export class Sqlite implements SqliteDatabase {
  private readonly database: DatabaseSyncInstance;

  /**
   * @param file path of the database, or `:memory:`.
   * @param busyTimeoutMs how long a statement waits for another connection's lock, in milliseconds.
   * @throws {SqliteMissingError}
   */
  constructor(file: string, busyTimeoutMs = 0) {
    const { DatabaseSync } = library();
    this.database = named(() => new DatabaseSync(file, { timeout: busyTimeoutMs }));
  }

  get isOpen(): boolean {
    return this.database.isOpen;
  }

  get isInTransaction(): boolean {
    return this.database.isOpen && this.database.isTransaction;
  }

  /** Runs statements that return nothing and take no parameters. */
  exec(sql: string): void {
    named(() => this.database.exec(sql));
  }

  prepare(sql: string): Statement {
    return named(() => new Statement(this.database.prepare(sql)));
  }

  /**
   * Idempotent. Writes the log of a database in WAL mode back into its file, unless somebody else is using it: closing
   * does that by itself only once all statements are collected, where the library is the package.
   */
  close(): void {
    if (!this.database.isOpen) return;
    try {
      this.database.exec('pragma busy_timeout = 0; pragma wal_checkpoint(truncate)');
    } catch {
      // The log stays, and the next one that opens the database reads it.
    }
    named(() => this.database.close());
  }
}

/** A prepared statement, whose rows are plain objects with a `Buffer` for each blob. */
export class Statement implements SqliteStatement {
  /** Whether it returns rows. */
  readonly reader: boolean;
  private columns: readonly string[];
  private isReading = false;

  constructor(private readonly statement: StatementSyncInstance) {
    this.columns = columnsOf(statement);
    this.reader = this.columns.length > 0;
    // Objects that the library makes have no prototype, and take twice as long to make.
    if (this.reader) statement.setReturnArrays(true);
  }

  /** Whether its rows are being read one by one: running it a second time meanwhile would end that. */
  get busy(): boolean {
    return this.isReading;
  }

  all(parameters: readonly unknown[]): Record<string, unknown>[] {
    const rows = named(() => this.statement.all(...parameters.map(bindable)));
    return rows.map((row) => this.asObject(row));
  }

  run(parameters: readonly unknown[]): { readonly changes: number; readonly lastInsertRowid: number | bigint } {
    return named(() => this.statement.run(...parameters.map(bindable)));
  }

  *iterate(parameters: readonly unknown[]): IterableIterator<Record<string, unknown>> {
    const rows = named(() => this.statement.iterate(...parameters.map(bindable)));
    this.isReading = true;
    try {
      for (let next = named(() => rows.next()); next.done !== true; next = named(() => rows.next()))
        yield this.asObject(next.value);
    } finally {
      this.isReading = false;
    }
  }

  private asObject(values: readonly unknown[]): Record<string, unknown> {
    // SQLite prepares a statement anew by itself when a column was added since.
    if (values.length !== this.columns.length) this.columns = columnsOf(this.statement);
    const row: Record<string, unknown> = {};
    for (const [index, column] of this.columns.entries()) row[column] = readable(values[index]);
    return row;
  }
}

function columnsOf(statement: StatementSyncInstance): readonly string[] {
  return statement.columns().map(({ name }) => name);
}

/**
 * What SQLite can store of a value. The library binds every number as a floating-point one, which a column of text would
 * keep as `1.0`; and only some versions refuse `undefined` and booleans.
 */
function bindable(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (value === undefined) throw new TypeError('SQLite stores no undefined value: give null.');
  return value;
}

function readable(value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
}

/** Gives an error of SQLite the name of its result code as its `code` (`SQLITE_BUSY`), instead of one code for them all. */
function named<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
    if (code !== 'ERR_SQLITE_ERROR' || typeof errcode !== 'number') throw error;
    throw Object.assign(error as object, { name: 'SqliteError', code: resultCodeName(errcode) });
  }
}

let loaded: Library | undefined;

function library(): Library {
  loaded ??= builtIn() ?? packaged();
  return loaded;
}

/** None on Node 20; the first ones that were built in lack what we need. */
function builtIn(): Library | undefined {
  const found = withoutSqliteWarning(() => process.getBuiltinModule('node:sqlite') as Library | undefined);
  return found !== undefined && 'columns' in found.StatementSync.prototype ? found : undefined;
}

/** @throws {SqliteMissingError} where it has no binary for this platform. */
function packaged(): Library {
  try {
    return createRequire(import.meta.url)('@photostructure/sqlite');
  } catch (error) {
    throw new SqliteMissingError(error);
  }
}

/**
 * Some versions of Node warn that `node:sqlite` is experimental, once, while it is loaded. Every test of ours runs on them,
 * and an operator can do nothing about it. Any other warning passes, to whoever hears warnings in this process.
 */
function withoutSqliteWarning<Result>(load: () => Result): Result {
  const { emitWarning } = process;
  const isOurs = ([warning, type]: readonly unknown[]) =>
    type === 'ExperimentalWarning' && String(warning).startsWith('SQLite is an experimental feature');
  const narrowed = (...warning: readonly unknown[]): void => {
    if (!isOurs(warning)) Reflect.apply(emitWarning, process, warning);
  };
  // An application around the hub may have made it read-only: then the warning is the lesser evil.
  Reflect.set(process, 'emitWarning', narrowed);
  try {
    return load();
  } finally {
    Reflect.set(process, 'emitWarning', emitWarning);
  }
}
