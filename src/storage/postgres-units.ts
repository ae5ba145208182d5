import type { CompiledQuery, QueryResult } from 'kysely';
import pg from 'pg';
import { Overtaken } from '../common/unit-of-work.js';
import type { KeptWrite } from './database.js';
import type { PostgresConnection, Statement, TransactionKind } from './postgres-connection.js';
import { isRepeatable, translated, unavailable } from './postgres-errors.js';
import type { HubPool } from './postgres-pool.js';
import { type NamedQuery, nameOf } from './prepared-query.js';

const ATTEMPTS = 4;

/**
 * Sends a whole unit of work at once: there and back to the server once.
 * @throws {Overtaken | StorageUnavailableError}
 */
export async function writeTogether(pool: HubPool, writes: readonly KeptWrite[]): Promise<void> {
  const statements = writes.map(({ query, mustAffect }) => (mustAffect === undefined ? query : demanding(query)));
  const outcomes = await inOneGo(pool, 'durable', statements);
  const failed = outcomes.findIndex(({ status }) => status === 'rejected');
  const outcome = outcomes[failed];
  if (outcome?.status !== 'rejected') return;
  const { mustAffect } = writes[failed] ?? {};
  throw mustAffect !== undefined && isUnmet(outcome.reason) ? new Overtaken(mustAffect) : translated(outcome.reason);
}

/** Runs one statement as a transaction whose commit does not wait for the disk, there and back once. */
export async function executeRelaxed<Row>(pool: HubPool, query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
  const [outcome] = await inOneGo(pool, 'relaxed', [query]);
  if (outcome?.status === 'fulfilled') return outcome.value as QueryResult<Row>;
  throw translated(outcome?.reason);
}

type Outcome = PromiseSettledResult<QueryResult<unknown>>;

/** A transaction that is sent as a whole. One that was undone because another was in its way is sent again. */
async function inOneGo(
  pool: HubPool,
  kind: TransactionKind,
  statements: readonly Statement[],
): Promise<readonly Outcome[]> {
  for (let attempt = 1; ; attempt += 1) {
    const connection = await pool.connect();
    try {
      const outcomes = await sent(connection, kind, statements);
      const failure = outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
      if (!isRepeatable(failure)) return outcomes;
      if (attempt >= ATTEMPTS) throw unavailable(failure);
    } finally {
      connection.release();
    }
  }
}

/** The first statement that failed has the reason: those behind it say only that the transaction was given up. */
async function sent(
  connection: PostgresConnection,
  kind: TransactionKind,
  statements: readonly Statement[],
): Promise<readonly Outcome[]> {
  const [outcomes, [committed]] = await connection.packed(() => {
    connection.begin(kind);
    const running = Promise.allSettled(statements.map((statement) => connection.execute(statement)));
    return Promise.all([running, Promise.allSettled([connection.end('commit')])]);
  });
  if (outcomes.some(({ status }) => status === 'rejected')) return outcomes;
  if (committed.status === 'rejected') throw translated(committed.reason);
  return outcomes;
}

/** What the server is made to say where a statement did not write exactly one row. It is in its log, too. */
const UNMET = 'overtaken: a row that a unit of work depends on was changed meanwhile';

/** The statement, failing where it does not write exactly one row: only an error keeps the server from going on. */
function demanding({ sql, parameters, ...rest }: CompiledQuery & Partial<Pick<NamedQuery, 'name'>>): Statement {
  const text = `with written as (${sql} returning 1)
    select case count(*) when 1 then '1' else '${UNMET}' end::int from written`;
  return { sql: text, parameters, ...(rest.name !== undefined && { name: nameOf(text) }) };
}

/** SQLSTATE 22P02: the text is no number. */
function isUnmet(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '22P02' && error.message.includes(UNMET);
}
