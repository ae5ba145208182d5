import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { type EmbeddedEngine, openEmbedded } from './embedded.js';
import { assertMigrated, MIGRATIONS, type Migration, migrate } from './migrate.js';
import { NewerDatabaseError, OlderDatabaseError } from './storage-start-errors.js';

describe('migrate', () => {
  let engine: EmbeddedEngine;
  beforeEach(() => {
    engine = openEmbedded(':memory:');
  });
  afterEach(() => engine.close());

  const schema = async () =>
    (await sql<{ sql: string }>`select sql from sqlite_master order by name`.execute(engine.database)).rows;
  const addTable: Migration = {
    name: '0002-more',
    leavesWorking: 'nobody',
    up: async (database) => {
      await database.schema.createTable('more').addColumn('id', 'text').execute();
    },
  };
  const fail: Migration = {
    name: '0003-broken',
    leavesWorking: 'nobody',
    up: async (database) => {
      await database.schema.createTable('half').addColumn('id', 'text').execute();
      throw new Error('no space left');
    },
  };

  it('migrate makes every table, and does nothing the second time', async () => {
    await migrate(engine.database);
    const first = await schema();
    expect(first.length).toBeGreaterThan(12);
    await migrate(engine.database);
    expect(await schema()).toEqual(first);
  });

  it('migrate adds only what is new, and keeps the rows', async () => {
    await migrate(engine.database);
    await engine.database.insertInto('hub_settings').values({ key: 'a', value: '1' }).execute();
    await migrate(engine.database, [...MIGRATIONS, addTable]);
    expect(JSON.stringify(await schema())).toContain('more');
    expect(await engine.database.selectFrom('hub_settings').selectAll().execute()).toHaveLength(1);
  });

  it('migrate leaves nothing of a run that fails, not even of the migrations before it', async () => {
    await migrate(engine.database);
    const before = await schema();
    await expect(migrate(engine.database, [...MIGRATIONS, addTable, fail])).rejects.toThrow('no space left');
    expect(await schema()).toEqual(before);
    await migrate(engine.database, [...MIGRATIONS, addTable]);
    expect(JSON.stringify(await schema())).toContain('more');
  });

  it('migrate refuses the database of a newer version, by name', async () => {
    await migrate(engine.database, [...MIGRATIONS, addTable]);
    await expect(migrate(engine.database)).rejects.toThrow(NewerDatabaseError);
    await expect(migrate(engine.database)).rejects.toThrow(/newer Portico \(0002-more\)/);
    await expect(assertMigrated(engine.database)).rejects.toThrow(NewerDatabaseError);
  });

  it('migrate tells a command of an older database instead of changing it', async () => {
    await migrate(engine.database, []);
    await expect(assertMigrated(engine.database)).rejects.toThrow(OlderDatabaseError);
    await migrate(engine.database);
    await expect(assertMigrated(engine.database)).resolves.toBeUndefined();
  });
});
