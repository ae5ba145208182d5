import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import pg from 'pg';
import type { StorageListener } from './database.js';
import { isAboutPreparation, isRepeatable, translated, unavailable } from './postgres-errors.js';
import { toPostgres } from './postgres-types.js';
import type { NamedQuery } from './prepared-query.js';

const ATTEMPTS = 4;

/** Whether statements are kept prepared on the server by their names. One for all connections of a pool. */
export interface Preparation {
  isOn: boolean;
}

export type TransactionKind = 'durable' | 'relaxed';

interface Corkable {
  cork(): void;
  uncork(): void;
}

/** What is run on a connection: a query as Kysely has it, of which a few have a name. */
export type Statement = Pick<CompiledQuery, 'sql' | 'parameters'> & Partial<Pick<NamedQuery, 'name'>>;

/** A borrowed connection of the pool. Statements may be run before those before them were answered. */
export class PostgresConnection implements DatabaseConnection {
  private isInTransaction = false;
  private isDurable = true;
  private hasWritten = false;
  private isBroken = false;
  private unanswered = 0;

  constructor(
    private readonly client: pg.PoolClient,
    private readonly preparation: Preparation,
    private readonly listener: StorageListener | undefined,
  ) {}

  /** Repeats what was undone whole because another transaction was in its way. @throws {StorageUnavailableError} */
  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.execute<Row>(query);
      } catch (error) {
        // A statement of its own can be repeated here; a transaction only by who began it.
        if (!isRepeatable(error)) throw translated(error);
        if (this.isInTransaction) throw error;
        if (attempt >= ATTEMPTS) throw unavailable(error);
      }
    }
  }

  // biome-ignore lint/correctness/useYield: rows are not read one by one here.
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new TypeError('Rows are not read by cursor here.');
  }

  /**
   * Begins a transaction, without waiting for the answer: what follows is answered after it.
   * @param kind `relaxed`: its commit does not wait for the disk.
   */
  begin(kind: TransactionKind = 'durable'): void {
    const sql = kind === 'durable' ? 'begin' : 'begin; set local synchronous_commit = off';
    this.isInTransaction = true;
    this.isDurable = kind === 'durable';
    this.hasWritten = false;
    this.send({ sql, parameters: [] }).catch(() => undefined);
  }

  /** @throws {StorageUnavailableError} also where the server undid what was to be committed. */
  async end(how: 'commit' | 'rollback'): Promise<void> {
    try {
      const { command } = await this.send({ sql: how, parameters: [] });
      if (how === 'rollback') return;
      if (command !== 'COMMIT') throw new Error('The server undid the transaction.');
      if (this.hasWritten && this.isDurable) this.listener?.commit();
    } catch (error) {
      throw isRepeatable(error) ? error : translated(error);
    } finally {
      this.isInTransaction = false;
    }
  }

  /** Runs a statement once. @throws the server's own error, or that of the way to it. */
  async execute<Row>(statement: Statement): Promise<QueryResult<Row>> {
    const started = performance.now();
    try {
      const { command, rowCount, rows } = await this.send(statement);
      this.listener?.statement((performance.now() - started) / 1000, 'ok');
      const isWriting = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE';
      if (isWriting && rowCount !== 0) this.wrote();
      return { ...(isWriting && { numAffectedRows: BigInt(rowCount ?? 0) }), rows: rows as Row[] };
    } catch (error) {
      this.listener?.statement((performance.now() - started) / 1000, 'failed');
      throw error;
    }
  }

  /** Runs `work`, which sends one thing after the other, so that it leaves in as few packets as it fits in. */
  packed<Result>(work: () => Result): Result {
    const { stream } = (this.client as unknown as { readonly connection: { readonly stream: Corkable } }).connection;
    stream.cork();
    try {
      return work();
    } finally {
      stream.uncork();
    }
  }

  release(): void {
    this.client.release(this.isBroken);
  }

  private wrote(): void {
    if (this.isInTransaction) this.hasWritten = true;
    else this.listener?.commit();
  }

  private async send({ sql, parameters, name }: Statement): Promise<pg.QueryResult> {
    const values = parameters.map(toPostgres);
    if (this.unanswered === 0) this.listener?.roundTrip();
    this.unanswered += 1;
    try {
      return await this.client.query({
        text: sql,
        values,
        ...(this.preparation.isOn && name !== undefined && { name }),
      });
    } catch (error) {
      if (isAboutPreparation(error)) this.preparation.isOn = false;
      // No answer of the server's: whatever is still under way on this connection must not reach the next user.
      this.isBroken ||= !(error instanceof pg.DatabaseError);
      throw error;
    } finally {
      this.unanswered -= 1;
    }
  }
}
