import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { isStorageFailure, StorageUnavailableError } from '../common/errors.js';
import type { StorageListener } from './database.js';
import { PreparedStatements } from './prepared-statements.js';
import type { Sqlite } from './sqlite.js';

/** Runs statements on SQLite, with failures of the storage told apart from failures of a statement. */
export class EmbeddedConnection implements DatabaseConnection {
  private readonly statements: PreparedStatements;

  constructor(
    private readonly sqlite: Sqlite,
    private readonly listener: StorageListener | undefined,
  ) {
    this.statements = new PreparedStatements(sqlite);
  }

  get isInTransaction(): boolean {
    return this.sqlite.isInTransaction;
  }

  /** @throws {StorageUnavailableError} when the storage does not answer. */
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.execute<R>(query);
  }

  /** The same at once. */
  execute<R>({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): QueryResult<R> {
    const started = performance.now();
    try {
      const result = this.run<R>(sql, parameters);
      this.listener?.statement((performance.now() - started) / 1000, 'ok');
      if (!this.isInTransaction && hasWritten(sql, result)) this.listener?.commit();
      return result;
    } catch (error) {
      this.listener?.statement((performance.now() - started) / 1000, 'failed');
      throw this.translated(error);
    }
  }

  /** Runs what is about transactions: `begin immediate`, `savepoint unit` … */
  control(sql: string): void {
    try {
      this.statements.prepare(sql).run([]);
    } catch (error) {
      throw this.translated(error);
    }
    if (sql === 'commit') this.listener?.commit();
  }

  async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    try {
      for (const row of this.statements.prepare(sql).iterate(parameters)) yield { rows: [row as R] };
    } catch (error) {
      throw this.translated(error);
    }
  }

  close(): void {
    this.statements.close();
  }

  private run<R>(sql: string, parameters: readonly unknown[]): QueryResult<R> {
    const statement = this.statements.prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
  }

  private translated(error: unknown): unknown {
    if (this.sqlite.isOpen && !isStorageFailure(error)) return error;
    return new StorageUnavailableError('The storage of the hub does not answer.', { cause: error });
  }
}

function hasWritten(sql: string, { numAffectedRows, rows }: QueryResult<unknown>): boolean {
  return (numAffectedRows !== undefined && numAffectedRows > 0n) || (rows.length > 0 && !isReading(sql));
}

function isReading(sql: string): boolean {
  return /^\s*(select|pragma|explain)\b/i.test(sql);
}
