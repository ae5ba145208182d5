import { randomBytes } from 'node:crypto';
import type { Database } from '../../src/storage/database.js';
import { openEmbeddedDatabase } from '../../src/storage/embedded.js';
import { migrate } from '../../src/storage/migrate.js';
import { Sealer } from '../../src/storage/sealer.js';

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
      const database = openEmbeddedDatabase(':memory:');
      await migrate(database);
      return { database, sealer: new Sealer([randomBytes(32)]), close: () => database.destroy() };
    },
  },
];
