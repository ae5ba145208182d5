/** What instances tell each other through PostgreSQL's advisory locks: that one is starting, and that one is running. */
import { sql } from 'kysely';
import pg from 'pg';
import { errorCode } from '../common/errors.js';
import type { Database } from './database.js';
import { translated } from './postgres-errors.js';
import { AnotherStartError } from './storage-start-errors.js';

/** Held while a hub starts: "portico" in ASCII. */
const START_LOCK = '31647734761612143';

/** In milliseconds. Another start may be changing the schema of a large database. */
export const START_WAIT = 60_000;

/** First half of the lock that an instance shares with its like; the second is the newest migration it knows. */
const PRESENCE_LOCK = 1_886_351_988;

/** In milliseconds: how soon an instance notices that its lock is gone, and takes it again. */
export const PRESENCE_INTERVAL = 5_000;

/** Held by a transaction, so it ends with its connection, `kill -9` included, and holds behind a pooler too. */
export async function takeStartLock(holder: Database): Promise<void> {
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

/**
 * Whether an instance is running that knows no migration with this number or a higher one. Until the transaction ends
 * none can come back either, after the database had been out of its reach.
 */
export async function anyOlder(holder: Database, number: number): Promise<boolean> {
  for (let newest = 1; newest < number; newest += 1) {
    const lock = sql<{ free: boolean }>`
      select pg_try_advisory_xact_lock(${sql.lit(PRESENCE_LOCK)}, ${sql.lit(newest)}) as free`;
    if ((await lock.execute(holder)).rows[0]?.free !== true) return true;
  }
  return number > FIRST_NAMED && (await anyUnannounced(holder));
}

/** What connections are called by builds that know the third migration: a name that those before it never had. */
export const CONNECTION_NAME = 'portico hub';
const FORMER_NAME = 'portico';
const FIRST_NAMED = 2;

/**
 * Whether a build of before has a connection. The first one announces itself by no lock, and so can be seen by this alone:
 * not while it is idle, and has let go of all its connections.
 */
async function anyUnannounced(holder: Database): Promise<boolean> {
  const { rows } = await sql`
    select pid from pg_stat_activity
    where datname = current_database() and application_name = ${FORMER_NAME} limit 1`.execute(holder);
  return rows.length > 0;
}

/** Tells other instances that this one is running: a lock on a connection of its own, which ends with the process. */
export class Presence {
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private keeping: Promise<void> = Promise.resolve();
  private newest = 0;

  constructor(private readonly config: pg.ClientConfig) {}

  /**
   * @param newest number of the newest migration that this instance knows.
   * @throws {StorageUnavailableError}
   */
  async announce(newest: number): Promise<void> {
    this.newest = newest;
    try {
      await this.take();
    } catch (error) {
      throw translated(error);
    }
    this.timer ??= setInterval(() => {
      this.keeping = this.keeping.then(() => this.keep());
    }, PRESENCE_INTERVAL).unref();
  }

  /** Idempotent. */
  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.keeping;
    await this.letGo();
  }

  /** Looks whether the connection still stands: a server that came back does not know the lock of before. */
  private async keep(): Promise<void> {
    try {
      await (this.client === undefined ? this.take() : this.client.query('select 1'));
    } catch {
      // The storage does not answer, as everybody notices. Nothing is waited for; the next time tries again.
      void this.letGo();
    }
  }

  private async take(): Promise<void> {
    const client = new pg.Client(this.config);
    // Without a listener a connection that breaks would end the process.
    client.on('error', () => undefined);
    this.client = client;
    await client.connect();
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock_shared($1, $2) as held', [
      PRESENCE_LOCK,
      this.newest,
    ]);
    if (rows[0]?.held !== true) throw new Error('A newer version is changing the database.');
  }

  private async letGo(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    // One that never connected, or whose server is gone, has nothing to say goodbye to.
    await client?.end().catch(() => undefined);
  }
}
