import { randomBytes } from 'node:crypto';
import type { Database } from '../../src/storage/database.js';
import { openEmbedded } from '../../src/storage/embedded.js';
import type { StorageEngine } from '../../src/storage/engine.js';
import { migrate } from '../../src/storage/migrate.js';
import { openPostgres } from '../../src/storage/postgres.js';
import { Sealer } from '../../src/storage/sealer.js';
import { migratedPostgresDatabase } from './postgres.js';

export interface OpenStorage {
  readonly database: Database;
  readonly sealer: Sealer;
  close(): Promise<void>;
}

/** The engines that every repository contract suite runs over: `describe.each(storageEngines)`. */
export const storageEngines: readonly { readonly name: string; open(): Promise<OpenStorage> }[] = [
  {
    name: 'embedded (better-sqlite3)',
    async open() {
      const engine = openEmbedded(':memory:');
      await migrate(engine.database);
      return opened(engine, () => undefined);
    },
  },
  {
    name: 'PostgreSQL',
    async open() {
      const { url, drop } = await migratedPostgresDatabase();
      return opened(openPostgres(url), drop);
    },
  },
];

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
