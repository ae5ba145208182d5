import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { isRepeatable, translated, unavailable } from './postgres-errors.js';
import { toPostgres } from './postgres-values.js';

const ATTEMPTS = 4;

/**
 * A pool of connections that outlives them: a lost connection ends no process and is never handed out again, and
 * failures of the storage are told apart from failures of a statement.
 */
export class HubPool implements PostgresPool {
  private readonly pool: pg.Pool;
  private closing: Promise<void> | undefined;

  constructor(config: pg.PoolConfig) {
    this.pool = new pg.Pool(config);
    // Without listeners a connection that breaks, idle or between two statements, would end the process.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async connect(): Promise<PostgresPoolClient> {
    try {
      return new HubPoolClient(await this.pool.connect());
    } catch (error) {
      throw translated(error);
    }
  }

  /** Idempotent. */
  end(): Promise<void> {
    this.closing ??= this.pool.end();
    return this.closing;
  }
}

class HubPoolClient implements PostgresPoolClient {
  private isInTransaction = false;
  private isBroken = false;

  constructor(private readonly client: pg.PoolClient) {}

  query<Row>(statement: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  query(statement: unknown, parameters: readonly unknown[] = []): unknown {
    if (typeof statement !== 'string') throw new TypeError('Rows are not read by cursor here.');
    return this.run(statement, parameters);
  }

  release(): void {
    this.client.release(this.isBroken);
  }

  private async run<Row>(statement: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    if (statement === 'begin') this.isInTransaction = true;
    const values = parameters.map(toPostgres);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return (await this.client.query(statement, values)) as unknown as PostgresQueryResult<Row>;
      } catch (error) {
        // A statement of its own was undone whole, so it can be repeated here; a transaction only by who began it.
        if (isRepeatable(error) && !this.isInTransaction && attempt < ATTEMPTS) continue;
        // No answer of the server's: whatever is still under way on this connection must not reach the next user.
        this.isBroken ||= !(error instanceof pg.DatabaseError);
        if (isRepeatable(error)) throw this.isInTransaction ? error : unavailable(error);
        throw translated(error);
      }
    }
  }
}
