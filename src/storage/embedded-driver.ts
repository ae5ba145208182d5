import {
  type CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteDialect,
} from 'kysely';
import type { Database, HubExecutor, KeptWrite, StorageListener } from './database.js';
import { EmbeddedConnection } from './embedded-connection.js';
import { GroupCommit } from './group-commit.js';
import type { Schema } from './schema.js';
import type { Sqlite } from './sqlite.js';

/**
 * SQLite as Kysely knows it, but for the way to it: the engine answers at once, in this thread, so a query that is not
 * part of a transaction needs no connection to wait for, and one promise instead of some twenty.
 */
export function overSqlite(sqlite: Sqlite, listener: StorageListener | undefined): Database {
  const driver = new EmbeddedDriver(new EmbeddedConnection(sqlite, listener));
  const dialect = new SqliteDialect({ database: sqlite });
  const executor = new EmbeddedExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), driver);
  return new Kysely<Schema>({ config: { dialect }, dialect, driver, executor });
}

class EmbeddedExecutor extends DefaultQueryExecutor implements HubExecutor {
  readonly isShared = false;
  private readonly commits: GroupCommit;

  constructor(
    compiler: ReturnType<SqliteDialect['createQueryCompiler']>,
    adapter: ReturnType<SqliteDialect['createAdapter']>,
    private readonly driver: EmbeddedDriver,
  ) {
    super(compiler, adapter, driver);
    this.commits = new GroupCommit(driver);
  }

  /** While somebody holds the connection, its transaction may be open: what is not part of it waits for its end. */
  override executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.driver.isHeld ? super.executeQuery<R>(query) : this.driver.connection.executeQuery<R>(query);
  }

  writeTogether(writes: readonly KeptWrite[]): Promise<void> {
    return this.commits.write(writes);
  }

  executeRelaxed<R>(query: CompiledQuery<R>): Promise<QueryResult<R>> {
    return this.executeQuery<R>(query);
  }
}

/** Lends the one connection to one borrower after the other, in the order in which they asked. */
class EmbeddedDriver implements Driver, ConnectionProvider {
  /** Ends of the borrowings under way and waited for, the present one first. */
  private readonly ends: (() => void)[] = [];
  private last: Promise<void> = Promise.resolve();

  constructor(readonly connection: EmbeddedConnection) {}

  get isHeld(): boolean {
    return this.ends.length > 0;
  }

  async provideConnection<T>(consumer: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    const connection = await this.acquireConnection();
    try {
      return await consumer(connection);
    } finally {
      await this.releaseConnection();
    }
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.last;
    this.last = new Promise((resolve) => void this.ends.push(resolve));
    await before;
    return this.connection;
  }

  async releaseConnection(): Promise<void> {
    this.ends.shift()?.();
  }

  /** Immediate: a transaction that reads first and then writes would fail at once when another process wrote between. */
  async beginTransaction(): Promise<void> {
    this.connection.control('begin immediate');
  }

  async commitTransaction(): Promise<void> {
    this.connection.control('commit');
  }

  /** A full disk rolls back by itself; a second rollback would hide the reason behind its own error. */
  async rollbackTransaction(): Promise<void> {
    if (this.connection.isInTransaction) this.connection.control('rollback');
  }

  async destroy(): Promise<void> {
    this.connection.close();
  }
}
