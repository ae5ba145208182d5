import { randomBytes } from 'node:crypto';
import { afterAll } from '@jest/globals';
import type { Database, StorageEngine, StorageListener } from '../../src/storage/database.js';
import { openEmbedded } from '../../src/storage/embedded.js';
import { migrate } from '../../src/storage/migrate.js';
import { openPostgres } from '../../src/storage/postgres.js';
import { Sealer } from '../../src/storage/sealing/sealer.js';
import { migratedPostgresDatabase, type TestDatabase } from './postgres.js';

export interface OpenStorage {
  readonly database: Database;
  readonly sealer: Sealer;
  /** What it has done so far. */
  readonly counts: Counts;
  /** Another instance of the hub on the same database: embedded there is none but this one. Closed with it. */
  beside(): Pick<OpenStorage, 'database' | 'sealer'>;
  close(): Promise<void>;
}

/** Counts what the storage does. */
class Counts implements StorageListener {
  statements = 0;
  commits = 0;
  roundTrips = 0;

  statement(): void {
    this.statements += 1;
  }

  commit(): void {
    this.commits += 1;
  }

  roundTrip(): void {
    this.roundTrips += 1;
  }

  /** How much of each `work` cost. */
  async during(work: () => Promise<unknown>): Promise<{ statements: number; commits: number; roundTrips: number }> {
    const { statements, commits, roundTrips } = this;
    await work();
    return {
      statements: this.statements - statements,
      commits: this.commits - commits,
      roundTrips: this.roundTrips - roundTrips,
    };
  }
}

/** The engines that every repository contract suite runs over: `describe.each(storageEngines)`. */
export const storageEngines: readonly { readonly name: string; open(): Promise<OpenStorage> }[] = [
  {
    name: 'embedded (SQLite)',
    async open() {
      const counts = new Counts();
      const engine = openEmbedded(':memory:', counts);
      await migrate(engine.database);
      return opened({ engine, counts, another: () => ({ ...engine, close: () => undefined }) });
    },
  },
  {
    name: 'PostgreSQL',
    async open() {
      const server = emptied.pop() ?? (await made());
      const counts = new Counts();
      const remove = async () => {
        await server.admin(EMPTY_EVERY_TABLE);
        emptied.push(server);
      };
      return opened({
        engine: openPostgres(server.url, counts),
        counts,
        another: () => openPostgres(server.url),
        remove,
      });
    },
  },
];

/** Databases of this test file that can be had again: emptying one takes a tenth of copying one. */
const emptied: TestDatabase[] = [];
const all: TestDatabase[] = [];

async function made(): Promise<TestDatabase> {
  const server = await migratedPostgresDatabase();
  all.push(server);
  return server;
}

afterAll(async () => {
  for (const server of all) await server.drop();
});

/** What migrating writes stays. As a replica the server asks no foreign key, so that any order will do. */
const EMPTY_EVERY_TABLE = `
  set session_replication_role = replica;
  do $$ declare t text; begin
    for t in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%' and tablename not like '%migration%'
    loop execute format('delete from %I', t); end loop;
  end $$;`;

interface Opened {
  readonly engine: StorageEngine;
  readonly counts: Counts;
  another(): StorageEngine;
  remove?(): Promise<void>;
}

function opened({ engine, counts, another, remove }: Opened): OpenStorage {
  const engines = [engine];
  const sealer = new Sealer([randomBytes(32)]);
  return {
    database: engine.database,
    sealer,
    counts,
    beside: () => {
      const other = another();
      engines.push(other);
      return { database: other.database, sealer };
    },
    close: async () => {
      for (const one of engines) await one.close();
      await remove?.();
    },
  };
}
