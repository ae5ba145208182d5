import type { Kysely } from 'kysely';
import type { AnyOlder, Database } from './database.js';
import { up as initial } from './migrations/0001-initial.js';
import { up as purposeOfAConversation } from './migrations/0002-purpose-of-a-conversation.js';
import { up as oneCommitARequest } from './migrations/0003-one-commit-a-request.js';
import { NewerDatabaseError, OlderDatabaseError, OtherInstancesError } from './storage-start-errors.js';

/** One step of the schema. It sees tables as they were before it, so its database has no types. */
export interface Migration {
  /** Begins with its number: `0002-what-it-does`. */
  readonly name: string;
  /**
   * The oldest migration that a hub must know to go on working on the new schema, so that instances can be replaced one
   * by one: it adds, and leaves columns that are not used any more to a later release. `nobody`: instances that do not
   * know this very one have to stop first.
   */
  readonly leavesWorking: string;
  readonly up: (database: Kysely<unknown>) => Promise<void>;
}

/** In order. A released migration never changes; a new one is appended. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '0001-initial', leavesWorking: 'nobody', up: initial },
  { name: '0002-purpose-of-a-conversation', leavesWorking: '0001-initial', up: purposeOfAConversation },
  { name: '0003-one-commit-a-request', leavesWorking: 'nobody', up: oneCommitARequest },
];

/** Number of the newest migration that this build knows. */
export const NEWEST_MIGRATION = numberOf(MIGRATIONS.at(-1)?.name ?? '');

/**
 * Brings the schema up to date, all of it in one transaction: either the hub starts on the new schema or nothing
 * changed. Repeating it does nothing.
 *
 * @param anyOlder default: this hub is alone.
 * @returns names of the migrations that shut earlier versions out of a database that they had used.
 * @throws {NewerDatabaseError | OtherInstancesError}
 */
export function migrate(
  database: Database,
  migrations: readonly Migration[] = MIGRATIONS,
  anyOlder: AnyOlder = async () => false,
): Promise<readonly string[]> {
  return database.transaction().execute(async (transaction) => {
    const untyped = transaction as unknown as MigratedDatabase;
    await makeRecords(untyped);
    const done = await applied(untyped);
    refuseNewer(done, migrations);
    const missing = migrations.filter(({ name }) => !done.some((one) => one.name === name));
    for (const migration of missing) {
      if (await anyOlder(eldestBeside(migration))) throw new OtherInstancesError(migration.name);
      await migration.up(transaction as unknown as Kysely<unknown>);
      await record(untyped, migration);
    }
    return done.length === 0 ? [] : missing.filter(isBreaking).map(({ name }) => name);
  });
}

/**
 * For commands that run beside a hub and must not change its schema.
 * @throws {OlderDatabaseError | NewerDatabaseError}
 */
export async function assertMigrated(database: Database): Promise<void> {
  const tables = await database.introspection.getTables();
  // The first build made a database without it. One without any table is told as what it is by the query.
  if (tables.length > 0 && !tables.some(({ name }) => name === 'compatible_migrations')) throw new OlderDatabaseError();
  const done = await applied(database as unknown as MigratedDatabase);
  refuseNewer(done, MIGRATIONS);
  if (MIGRATIONS.some(({ name }) => !done.some((one) => one.name === name))) throw new OlderDatabaseError();
}

/**
 * For a hub that is running: a newer version may have changed the database while this one did not reach it.
 * @throws {NewerDatabaseError}
 */
export async function assertUsable(database: Database): Promise<void> {
  refuseNewer(await applied(database as unknown as MigratedDatabase), MIGRATIONS);
}

interface Applied {
  readonly name: string;
  readonly leavesWorking: string;
}

/**
 * The first build refuses every name in `schema_migrations` that it does not know. So a migration that leaves earlier
 * builds working is recorded in the other table, which that build never asks.
 */
type MigratedDatabase = Kysely<{
  schema_migrations: { name: string };
  compatible_migrations: { name: string; leaves_working: string };
}>;

async function makeRecords({ schema }: MigratedDatabase): Promise<void> {
  await schema
    .createTable('schema_migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .execute();
  await schema
    .createTable('compatible_migrations')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('leaves_working', 'text', (column) => column.notNull())
    .execute();
}

async function record(database: MigratedDatabase, migration: Migration): Promise<void> {
  const { name, leavesWorking } = migration;
  if (isBreaking(migration)) await database.insertInto('schema_migrations').values({ name }).execute();
  else await database.insertInto('compatible_migrations').values({ name, leaves_working: leavesWorking }).execute();
}

async function applied(database: MigratedDatabase): Promise<readonly Applied[]> {
  const breaking = await database.selectFrom('schema_migrations').select('name').execute();
  const compatible = await database.selectFrom('compatible_migrations').selectAll().execute();
  return [
    ...breaking.map(({ name }) => ({ name, leavesWorking: 'nobody' })),
    ...compatible.map(({ name, leaves_working: leavesWorking }) => ({ name, leavesWorking })),
  ];
}

/** A migration that is not known here is borne if it says that it leaves builds working that know one that is. */
function refuseNewer(done: readonly Applied[], migrations: readonly Migration[]): void {
  const isKnown = (name: string) => migrations.some((migration) => migration.name === name);
  const beyond = done.filter((one) => !isKnown(one.name) && !isKnown(one.leavesWorking));
  if (beyond.length > 0) throw new NewerDatabaseError(beyond.map(({ name }) => name));
}

function isBreaking({ leavesWorking }: Migration): boolean {
  return leavesWorking === 'nobody';
}

function eldestBeside(migration: Migration): number {
  return numberOf(isBreaking(migration) ? migration.name : migration.leavesWorking);
}

function numberOf(name: string): number {
  return Number.parseInt(name, 10);
}
