import {
  type CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Driver,
  Kysely,
  PostgresDialect,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { Database, HubExecutor, KeptWrite } from './database.js';
import type { PostgresConnection } from './postgres-connection.js';
import type { HubPool } from './postgres-pool.js';
import { executeRelaxed, writeTogether } from './postgres-units.js';
import type { NamedQuery } from './prepared-query.js';
import type { Schema } from './schema.js';
import { SharedReads } from './shared-reads.js';

/** PostgreSQL as Kysely knows it, but for the way to it: what is asked in one turn goes there and back together. */
export function overPostgres(pool: HubPool): Database {
  const dialect = new PostgresDialect({
    pool: async () => Promise.reject(new TypeError('The driver has its own pool.')),
  });
  const driver = new PostgresDriver(pool);
  const executor = new PostgresExecutor(dialect.createQueryCompiler(), dialect.createAdapter(), driver, pool);
  return new Kysely<Schema>({ config: { dialect }, dialect, driver, executor });
}

class PostgresExecutor extends DefaultQueryExecutor implements HubExecutor {
  readonly isShared = true;
  private readonly reads: SharedReads;

  constructor(
    compiler: ReturnType<PostgresDialect['createQueryCompiler']>,
    adapter: ReturnType<PostgresDialect['createAdapter']>,
    provider: ConnectionProvider,
    private readonly pool: HubPool,
  ) {
    super(compiler, adapter, provider);
    this.reads = new SharedReads(pool);
  }

  override executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return isShortReading(query) ? this.reads.execute<Row>(query) : super.executeQuery<Row>(query);
  }

  writeTogether(writes: readonly KeptWrite[]): Promise<void> {
    return writeTogether(this.pool, writes);
  }

  executeRelaxed<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    return executeRelaxed(this.pool, query);
  }
}

/** Prepared queries answer at once: nobody who shares a connection with one waits for a long one. */
function isShortReading(query: CompiledQuery & Partial<Pick<NamedQuery, 'name'>>): boolean {
  return query.name !== undefined && query.sql.startsWith('select');
}

class PostgresDriver implements Driver, ConnectionProvider {
  constructor(private readonly pool: HubPool) {}

  async provideConnection<T>(consumer: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    const connection = await this.pool.connect();
    try {
      return await consumer(connection);
    } finally {
      connection.release();
    }
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<PostgresConnection> {
    return this.pool.connect();
  }

  async releaseConnection(connection: PostgresConnection): Promise<void> {
    connection.release();
  }

  async beginTransaction(connection: PostgresConnection, _settings: TransactionSettings): Promise<void> {
    connection.begin();
  }

  async commitTransaction(connection: PostgresConnection): Promise<void> {
    await connection.end('commit');
  }

  async rollbackTransaction(connection: PostgresConnection): Promise<void> {
    await connection.end('rollback');
  }

  destroy(): Promise<void> {
    return this.pool.end();
  }
}
