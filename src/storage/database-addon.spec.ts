import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { requireDatabaseAddon } from './database-addon.js';
import { DatabaseAddonError } from './storage-start-errors.js';

describe('the compiled part of the embedded database', () => {
  const built = join(process.cwd(), 'node_modules/better-sqlite3/build/Release/better_sqlite3.node');

  it('is named, with the command that mends it, where it is missing', () => {
    expect(() => requireDatabaseAddon(built.replace('Release', 'Nowhere'))).toThrow(DatabaseAddonError);
    expect(() => requireDatabaseAddon(built.replace('Release', 'Nowhere'))).toThrow(/npm rebuild better-sqlite3/);
    expect(() => requireDatabaseAddon(built)).not.toThrow();
    expect(() => requireDatabaseAddon()).not.toThrow();
  });
});
