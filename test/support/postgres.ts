import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../src/storage/migrate.js';
import { openPostgres } from '../../src/storage/postgres.js';

const TEMPLATE = 'hub_template';

export interface TestDatabase {
  readonly url: string;
  /** Runs a statement on the server, as its superuser, in this database. */
  admin(statement: string): Promise<pg.QueryResult>;
  /** Ends every connection and removes the database. */
  drop(): Promise<void>;
}

/**
 * A PostgreSQL database of its own, on the one server that a test run has: empty, or a copy of `template`. Rejects
 * where the server does not start.
 */
export async function postgresDatabase(template = 'template1'): Promise<TestDatabase> {
  const server = await serverUrl();
  const name = `hub_${randomBytes(8).toString('hex')}`;
  await run(server, `create database ${name} template ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    admin: (statement) => run(url.href, statement),
    drop: async () => void (await run(server, `drop database if exists ${name} with (force)`)),
  };
}

/** One with the hub's schema. Copying a migrated one takes a fraction of migrating each. */
export async function migratedPostgresDatabase(): Promise<TestDatabase> {
  const client = new pg.Client({ connectionString: await serverUrl() });
  await client.connect();
  try {
    // Of all test files the first one makes it.
    await client.query('select pg_advisory_lock(1)');
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [TEMPLATE]);
    if (rowCount === 0) {
      const draft = await postgresDatabase();
      const engine = openPostgres(draft.url);
      await migrate(engine.database);
      await engine.close();
      await client.query(`alter database ${new URL(draft.url).pathname.slice(1)} rename to ${TEMPLATE}`);
    }
  } finally {
    await client.end();
  }
  return postgresDatabase(TEMPLATE);
}

async function serverUrl(): Promise<string> {
  const { PORTICO_TEST_POSTGRES: supervisor } = process.env;
  if (supervisor === undefined)
    throw new Error('PORTICO_TEST_POSTGRES is not set: test/support/global-setup.js sets it.');
  const answer = await fetch(supervisor);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}

async function run(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}
