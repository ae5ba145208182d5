import { Kysely, PostgresDialect, sql } from 'kysely';
import { errorCode } from '../common/errors.js';
import type { Database, QueryListener, StorageEngine } from './database.js';
import { HubPool, postgresTypes } from './postgres-pool.js';
import type { Schema } from './schema.js';
import { AnotherStartError, UnsuitableServerError } from './storage-start-errors.js';

/** Advisory lock of a start: "portico" in ASCII. */
const START_LOCK = '31647734761612143';

/** In milliseconds. Another start may be changing the schema of a large database. */
const START_WAIT = 60_000;
const CONNECT_TIMEOUT = 5_000;
const STATEMENT_TIMEOUT = 10_000;
/** A server that vanished without a word would otherwise hold the request until TCP gives up. */
const ANSWER_TIMEOUT = STATEMENT_TIMEOUT + 2_000;
const DEFAULT_POOL_SIZE = 10;

/** `postgres://…` as `DATABASE_URL` has it, TLS parameters included; what it says wins over the limits here. */
export function openPostgres(url: string, listener?: QueryListener): StorageEngine {
  const common = {
    connectionString: url,
    application_name: 'portico',
    types: postgresTypes,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
  };
  const pool = new HubPool({
    ...common,
    max: Number(new URL(url).searchParams.get('pool_size') ?? DEFAULT_POOL_SIZE),
    statement_timeout: STATEMENT_TIMEOUT,
    query_timeout: ANSWER_TIMEOUT,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
  });
  return {
    database: over(pool, listener),
    startAlone: async (work) => {
      // One connection to hold the lock, one to work on; neither is hurried.
      const patient = new HubPool({ ...common, max: 2, lock_timeout: START_WAIT });
      try {
        const database = over(patient);
        return await database.transaction().execute(async (holder) => {
          await takeStartLock(holder);
          return await work(database);
        });
      } finally {
        await patient.end();
      }
    },
    close: () => pool.end(),
  };
}

function over(pool: HubPool, listener?: QueryListener): Database {
  return new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    // Without a listener nothing is timed.
    ...(listener !== undefined && {
      log: ({ level, queryDurationMillis }) =>
        listener(queryDurationMillis / 1000, level === 'error' ? 'failed' : 'ok'),
    }),
  });
}

/** Held by a transaction, so it ends with its connection, `kill -9` included, and holds behind a pooler too. */
async function takeStartLock(holder: Database): Promise<void> {
  try {
    // Whatever the server's defaults are: the holder waits for the lock, and then idles until the start is done.
    await sql`set local statement_timeout = 0`.execute(holder);
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(holder);
    await sql`select pg_advisory_xact_lock(${sql.raw(START_LOCK)})`.execute(holder);
  } catch (error) {
    const isLockTimeout = error instanceof Error && errorCode(error.cause) === '55P03';
    throw isLockTimeout ? new AnotherStartError(START_WAIT / 1000) : error;
  }
}

/** Host and database of a `DATABASE_URL`, for messages: never its user, password or parameters. */
export function placeOfServer(url: string): string {
  const { host, pathname } = new URL(url);
  return `${pathname.slice(1)} on ${host === '' ? 'the local socket' : host}`;
}

/**
 * Looks at the settings that decide whether the server keeps what it acknowledged, as it was given.
 * @returns what the operator should know.
 * @throws {UnsuitableServerError}
 */
export async function inspectServer(database: Database, place: string): Promise<readonly string[]> {
  const { rows } = await sql<Settings>`
    select current_setting('server_encoding') as encoding,
      current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as synchronous_commit`.execute(database);
  const [settings] = rows;
  if (settings !== undefined && settings.encoding !== 'UTF8') {
    throw new UnsuitableServerError(place, `its encoding is ${settings.encoding}. Create it with ENCODING 'UTF8'.`);
  }
  const careless = (['fsync', 'synchronous_commit'] as const).filter((name) => settings?.[name] === 'off');
  return careless.map(
    (name) =>
      `The PostgreSQL server runs with ${name} = off. A crash of it can bring used codes and ended sessions back. Turn it on.`,
  );
}

interface Settings {
  readonly encoding: string;
  readonly fsync: string;
  readonly synchronous_commit: string;
}
