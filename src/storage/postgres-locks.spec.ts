import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { postgresDatabase, type TestDatabase } from '../../test/support/postgres.js';
import type { SharedEngine } from './database.js';
import { assertUsable, MIGRATIONS, type Migration, migrate, NEWEST_MIGRATION } from './migrate.js';
import { openPostgres } from './postgres.js';
import { NewerDatabaseError, OtherInstancesError } from './storage-start-errors.js';

const newest = MIGRATIONS.at(-1)?.name ?? '';
const invented = (number: number, leavesWorking: string): Migration => ({
  name: `${String(number).padStart(4, '0')}-invented`,
  leavesWorking,
  up: async ({ schema }) => schema.createTable(`invented_${number}`).addColumn('id', 'text').execute(),
});
const breaking = invented(NEWEST_MIGRATION + 1, 'nobody');
const compatible = invented(NEWEST_MIGRATION + 1, newest);

describe('instances of two builds on one PostgreSQL', () => {
  let server: TestDatabase;
  const running: SharedEngine[] = [];
  beforeEach(async () => {
    server = await postgresDatabase();
  });
  afterEach(async () => {
    for (const engine of running.splice(0)) await engine.close();
    await server.drop();
  });

  /** An instance whose build knows these migrations besides. */
  const start = async (...more: readonly Migration[]): Promise<SharedEngine> => {
    const engine = openPostgres(server.url);
    running.push(engine);
    await engine.startAlone(NEWEST_MIGRATION + more.length, (database, anyOlder) =>
      migrate(database, [...MIGRATIONS, ...more], anyOlder),
    );
    return engine;
  };
  const stop = async (engine: SharedEngine) => {
    running.splice(running.indexOf(engine), 1);
    await engine.close();
  };
  const tables = async () =>
    (await server.admin("select tablename from pg_tables where tablename like 'invented%'")).rows.length;
  const held = async () =>
    (await server.admin("select pid from pg_locks where locktype = 'advisory' and granted and mode = 'ShareLock'"))
      .rows;

  it('instances of two builds on one PostgreSQL refuse a migration that the running one could not go on with, and change nothing', async () => {
    const before = await start();
    await expect(start(breaking)).rejects.toThrow(OtherInstancesError);
    await expect(start(breaking)).rejects.toThrow(/All instances of the hub must stop.*invented/);
    expect(await tables()).toBe(0);
    await expect(assertUsable(before.database)).resolves.toBeUndefined();
  });

  it('instances of two builds on one PostgreSQL let that migration run once the other one has stopped, and keep its build out from then on', async () => {
    await stop(await start());
    await start(breaking);
    expect(await tables()).toBe(1);
    await expect(start()).rejects.toThrow(NewerDatabaseError);
  });

  it('instances of two builds on one PostgreSQL let a migration run beside the other one that leaves it working, which starts again afterwards', async () => {
    const before = await start();
    await start(compatible);
    expect(await tables()).toBe(1);
    await expect(assertUsable(before.database)).resolves.toBeUndefined();
    await start();
  });

  it('instances of two builds on one PostgreSQL keep a build out that is older than what a migration leaves working', async () => {
    await start(compatible, invented(NEWEST_MIGRATION + 2, compatible.name));
    await start(compatible);
    await expect(start()).rejects.toThrow(NewerDatabaseError);
  });

  it('instances of two builds on one PostgreSQL start at once on an empty database, with a migration that nobody may see beside it', async () => {
    await Promise.all([start(breaking), start(breaking), start(breaking)]);
    expect(await tables()).toBe(1);
  });

  it('instances of two builds on one PostgreSQL know of one again that the database was out of reach for', async () => {
    await start();
    const [lock] = await held();
    await server.admin(`select pg_terminate_backend(${lock?.pid})`);
    const deadline = Date.now() + 20_000;
    for (let now = await held(); now.length === 0 || now[0]?.pid === lock?.pid; now = await held()) {
      if (Date.now() > deadline) throw new Error('The instance does not hold its lock again.');
      await new Promise((done) => setTimeout(done, 100));
    }
    await expect(start(breaking)).rejects.toThrow(OtherInstancesError);
  });

  it('instances of two builds on one PostgreSQL notice a change that was made while the database was out of its reach', async () => {
    const before = await start();
    await server.admin("insert into schema_migrations values ('9999-newer')");
    await expect(assertUsable(before.database)).rejects.toThrow(NewerDatabaseError);
  });
});
