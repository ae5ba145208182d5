import type SqliteDatabase from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  SqliteDialect,
  SqliteDriver,
  type TransactionSettings,
} from 'kysely';
import { StorageUnavailableError } from '../common/errors.js';
import { isStorageFailure } from '../common/storage-failure.js';
import { PreparedStatements } from './prepared-statements.js';

/** SQLite as Kysely knows it, with failures of the storage told apart from failures of a statement. */
export class EmbeddedDialect extends SqliteDialect {
  constructor(private readonly sqlite: SqliteDatabase.Database) {
    super({ database: sqlite });
  }

  override createDriver(): SqliteDriver {
    return new EmbeddedDriver(this.sqlite);
  }
}

class EmbeddedDriver extends SqliteDriver {
  constructor(private readonly sqlite: SqliteDatabase.Database) {
    super({ database: new PreparedStatements(sqlite) });
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return new EmbeddedConnection(await super.acquireConnection(), this.sqlite);
  }

  /** Immediate: a transaction that reads first and then writes would fail at once when another process wrote between. */
  override async beginTransaction(connection: DatabaseConnection, _settings?: TransactionSettings): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** A full disk rolls back by itself; a second rollback would hide the reason behind its own error. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.sqlite.open && this.sqlite.inTransaction) await super.rollbackTransaction(connection);
  }
}

class EmbeddedConnection implements DatabaseConnection {
  constructor(
    private readonly inner: DatabaseConnection,
    private readonly sqlite: SqliteDatabase.Database,
  ) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    try {
      return await this.inner.executeQuery<R>(query);
    } catch (error) {
      throw this.translated(error);
    }
  }

  async *streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    try {
      yield* this.inner.streamQuery<R>(query, chunkSize);
    } catch (error) {
      throw this.translated(error);
    }
  }

  private translated(error: unknown): unknown {
    if (this.sqlite.open && !isStorageFailure(error)) return error;
    return new StorageUnavailableError('The storage of the hub does not answer.', { cause: error });
  }
}
