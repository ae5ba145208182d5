import type { Kysely } from 'kysely';
import { StartupError } from '../config/index.js';
import type { Database } from './database.js';
import { up as initial } from './migrations/0001-initial.js';

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
    const untyped = transaction as unknown as Kysely<{ schema_migrations: { name: string } }>;
    await untyped.schema
      .createTable('schema_migrations')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey())
      .execute();
    const done = (await untyped.selectFrom('schema_migrations').select('name').execute()).map((row) => row.name);
    const unknown = done.filter((name) => !migrations.some((migration) => migration.name === name));
    if (unknown.length > 0) throw new NewerDatabaseError(unknown);
    for (const migration of migrations.filter(({ name }) => !done.includes(name))) {
      await migration.up(transaction as unknown as Kysely<unknown>);
      await untyped.insertInto('schema_migrations').values({ name: migration.name }).execute();
    }
  });
}
