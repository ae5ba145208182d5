import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { errorCode, InvalidInputError, StorageUnavailableError } from '../common/errors.js';

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

/**
 * SQLSTATEs that mean "the storage", not "the statement": no connection, no permission to log in, no such database,
 * read-only, resources, shut down, cancelled, system and internal errors (PostgreSQL, appendix A).
 */
const UNAVAILABLE = /^(?:08|28|3D|53|57|58|F0|XX|25006|55P03)/;

/** A value that no column can take, such as a key longer than an index entry: a matter of the input. */
const UNFIT_VALUE = /^(?:22|54)/;

/** Two transactions were in each other's way, and this one was undone: the same again succeeds. */
const REPEATABLE = new Set(['40001', '40P01']);

export function isRepeatable(error: unknown): boolean {
  return REPEATABLE.has(errorCode(error) ?? '');
}

/**
 * What a failed statement is for the hub. Only the server's own answers are failures of a statement: whatever else goes
 * wrong on the way to it is the storage not answering.
 */
export function translated(error: unknown): unknown {
  if (error instanceof StorageUnavailableError) return error;
  if (error instanceof pg.DatabaseError) {
    if (UNFIT_VALUE.test(error.code ?? '')) {
      return new InvalidInputError([], 'The request holds a value that cannot be stored. Make it shorter or simpler.');
    }
    if (!UNAVAILABLE.test(error.code ?? '')) return error;
  }
  return unavailable(error);
}

export function unavailable(cause: unknown): StorageUnavailableError {
  return new StorageUnavailableError('The storage of the hub does not answer.', { cause });
}

const { builtins } = pg.types;
const ESCAPE = '\u0001';
const NUL = '\u0000';
const ESCAPED_NUL = `${ESCAPE}0`;
const ESCAPED_ESCAPE = `${ESCAPE}1`;

/**
 * A parameter as PostgreSQL takes it. Its text cannot hold NUL, which SQLite's can and which anybody can send in a
 * query string: it is escaped, reversibly, so that both engines find, keep and tell apart the same values.
 */
export function toPostgres(value: unknown): unknown {
  if (typeof value !== 'string' || !(value.includes(NUL) || value.includes(ESCAPE))) return value;
  return value.replaceAll(ESCAPE, ESCAPED_ESCAPE).replaceAll(NUL, ESCAPED_NUL);
}

function textFromPostgres(value: string): string {
  if (!value.includes(ESCAPE)) return value;
  return value.replaceAll(ESCAPED_NUL, NUL).replaceAll(ESCAPED_ESCAPE, ESCAPE);
}

const parsers: ReadonlyMap<number, (value: string) => unknown> = new Map<number, (value: string) => unknown>([
  // Times in milliseconds, counters and counts: all below 2^53.
  [builtins.INT8, Number],
  [builtins.TEXT, textFromPostgres],
  [builtins.VARCHAR, textFromPostgres],
]);

/** How column values are read: as the embedded engine gives them. For one pool, not for every user of the library. */
export const postgresTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};
