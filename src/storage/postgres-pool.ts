import pg from 'pg';
import type { StorageListener } from './database.js';
import { PostgresConnection, type Preparation } from './postgres-connection.js';
import { unavailable } from './postgres-errors.js';

/**
 * A pool of connections that outlives them: a lost connection ends no process and is never handed out again, and
 * failures of the storage are told apart from failures of a statement.
 */
export class HubPool {
  private readonly pool: pg.Pool;
  private readonly preparation: Preparation = { isOn: true };
  private closing: Promise<void> | undefined;

  constructor(
    config: pg.PoolConfig,
    private readonly listener?: StorageListener,
  ) {
    // Statements are sent without waiting for the answer to the one before.
    this.pool = new pg.Pool({ ...config, pipeline: true });
    // Without listeners a connection that breaks, idle or between two statements, would end the process.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** @throws {StorageUnavailableError} */
  async connect(): Promise<PostgresConnection> {
    try {
      return new PostgresConnection(await this.pool.connect(), this.preparation, this.listener);
    } catch (error) {
      throw unavailable(error);
    }
  }

  /** Idempotent. */
  end(): Promise<void> {
    this.closing ??= this.pool.end();
    return this.closing;
  }
}
