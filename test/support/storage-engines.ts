import { randomBytes } from 'node:crypto';
import { afterAll } from '@jest/globals';
import type { Database, StorageEngine } from '../../src/storage/database.js';
import { openEmbedded } from '../../src/storage/embedded.js';
import { migrate } from '../../src/storage/migrate.js';
import { openPostgres } from '../../src/storage/postgres.js';
import { Sealer } from '../../src/storage/sealing/sealer.js';
import { migratedPostgresDatabase, type TestDatabase } from './postgres.js';

export interface OpenStorage {
  readonly database: Database;
  readonly sealer: Sealer;
  close(): Promise<void>;
}

/** The engines that every repository contract suite runs over: `describe.each(storageEngines)`. */
export const storageEngines: readonly { readonly name: string; open(): Promise<OpenStorage> }[] = [
  {
    name: 'embedded (SQLite)',
    async open() {
      const engine = openEmbedded(':memory:');
      await migrate(engine.database);
      return opened(engine, () => undefined);
    },
  },
  {
    name: 'PostgreSQL',
    async open() {
      const server = emptied.pop() ?? (await made());
      return opened(openPostgres(server.url), async () => {
        await server.admin(EMPTY_EVERY_TABLE);
        emptied.push(server);
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

function opened(engine: StorageEngine, remove: () => void | Promise<void>): OpenStorage {
  return {
    database: engine.database,
    sealer: new Sealer([randomBytes(32)]),
    close: async () => {
      await engine.close();
      await remove();
    },
  };
}
