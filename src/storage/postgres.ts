import { sql } from 'kysely';
import type { Database, SharedEngine, StorageListener } from './database.js';
import { overPostgres } from './postgres-driver.js';
import { anyOlder, CONNECTION_NAME, Presence, START_WAIT, takeStartLock } from './postgres-locks.js';
import { HubPool } from './postgres-pool.js';
import { postgresTypes } from './postgres-types.js';
import { UnsuitableServerError } from './storage-start-errors.js';

const CONNECT_TIMEOUT = 5_000;
const STATEMENT_TIMEOUT = 10_000;
/** A server that vanished without a word would otherwise hold the request until TCP gives up. */
const ANSWER_TIMEOUT = STATEMENT_TIMEOUT + 2_000;
const DEFAULT_POOL_SIZE = 10;

/** `postgres://…` as `DATABASE_URL` has it, TLS parameters included; what it says wins over the limits here. */
export function openPostgres(url: string, listener?: StorageListener): SharedEngine {
  const common = {
    connectionString: url,
    application_name: CONNECTION_NAME,
    types: postgresTypes,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
  };
  const limited = {
    ...common,
    max: Number(new URL(url).searchParams.get('pool_size') ?? DEFAULT_POOL_SIZE),
    statement_timeout: STATEMENT_TIMEOUT,
    query_timeout: ANSWER_TIMEOUT,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
  };
  const pool = new HubPool(limited, listener);
  const presence = new Presence({ ...common, query_timeout: ANSWER_TIMEOUT });
  return {
    database: overPostgres(pool),
    startAlone: async (newest, work) => {
      // One connection to hold the lock, one to work on; neither is hurried.
      const patient = new HubPool({ ...common, max: 2, lock_timeout: START_WAIT });
      try {
        const database = overPostgres(patient);
        return await database.transaction().execute(async (holder) => {
          await takeStartLock(holder);
          const result = await work(database, (number) => anyOlder(holder, number));
          // Before another start can look: whoever starts next sees this instance.
          await presence.announce(newest);
          return result;
        });
      } finally {
        await patient.end();
      }
    },
    close: async () => {
      await presence.end();
      await pool.end();
    },
  };
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
