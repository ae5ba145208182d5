import type { Kysely } from 'kysely';
import { StartupError } from '../config/index.js';
import type { Database } from './database.js';
import { up as initial } from './migrations/0001-initial.js';
import { OlderDatabaseError } from './storage-start-errors.js';

/** One step of the schema. It sees tables as they were before it, so its database has no types. */
export interface Migration {
  readonly name: string;
  readonly up: (database: Kysely<unknown>) => Promise<void>;
}

/** In order. A released migration never changes; a new one is appended. */
export const MIGRATIONS: readonly Migration[] = [{ name: '0001-initial', up: initial }];

/** The database was written by a version that this one does not know. */
export class NewerDatabaseError extends StartupError {
  constructor(unknown: readonly string[]) {
    super(
      `The database was written by a newer Portico (${unknown.join(', ')}). Start that version, or restore a backup.`,
    );
  }
}

/**
 * Brings the schema up to date, all of it in one transaction: either the hub starts on the new schema or nothing
 * changed. Repeating it does nothing.
 *
 * @throws {NewerDatabaseError}
 */
export async function migrate(database: Database, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const untyped = transaction as unknown as MigratedDatabase;
    await untyped.schema
      .createTable('schema_migrations')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey())
      .execute();
    const done = await applied(untyped);
    refuseNewer(done, migrations);
    for (const migration of migrations.filter(({ name }) => !done.includes(name))) {
      await migration.up(transaction as unknown as Kysely<unknown>);
      await untyped.insertInto('schema_migrations').values({ name: migration.name }).execute();
    }
  });
}

/**
 * For commands that run beside a hub and must not change its schema.
 * @throws {OlderDatabaseError | NewerDatabaseError}
 */
export async function assertMigrated(database: Database): Promise<void> {
  const done = await applied(database as unknown as MigratedDatabase);
  refuseNewer(done, MIGRATIONS);
  if (done.length < MIGRATIONS.length) throw new OlderDatabaseError();
}

type MigratedDatabase = Kysely<{ schema_migrations: { name: string } }>;

async function applied(database: MigratedDatabase): Promise<readonly string[]> {
  return (await database.selectFrom('schema_migrations').select('name').execute()).map((row) => row.name);
}

function refuseNewer(done: readonly string[], migrations: readonly Migration[]): void {
  const unknown = done.filter((name) => !migrations.some((migration) => migration.name === name));
  if (unknown.length > 0) throw new NewerDatabaseError(unknown);
}
