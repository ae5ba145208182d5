import type { CompiledQuery, QueryResult } from 'kysely';
import type { PostgresConnection } from './postgres-connection.js';
import type { HubPool } from './postgres-pool.js';

/** A connection that the readings of one turn of the event loop share. */
interface Batch {
  readonly connection: Promise<PostgresConnection>;
  readings: number;
  isClosed: boolean;
}

/**
 * Sends what is read in one turn of the event loop over one connection, without waiting in between: there and back once
 * for all of it. What fails of it fails alone.
 */
export class SharedReads {
  private batch: Batch | undefined;

  constructor(private readonly pool: HubPool) {}

  async execute<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    this.batch ??= this.open();
    const { batch } = this;
    batch.readings += 1;
    const connection = await batch.connection;
    try {
      return await connection.executeQuery<Row>(query);
    } finally {
      batch.readings -= 1;
      leave(batch, connection);
    }
  }

  private open(): Batch {
    const batch: Batch = { connection: this.pool.connect(), readings: 0, isClosed: false };
    setImmediate(() => {
      this.batch = undefined;
      batch.isClosed = true;
      batch.connection.then(
        (connection) => leave(batch, connection),
        // Whoever reads is told.
        () => undefined,
      );
    });
    return batch;
  }
}

/** The last one who leaves gives the connection back. */
function leave(batch: Batch, connection: PostgresConnection): void {
  if (batch.isClosed && batch.readings === 0) connection.release();
}
