import type { Database } from './database.js';
import { up as initial } from './migrations/0001-initial.js';

/** In order. A released migration never changes; a new one is appended. */
const migrations: readonly { readonly name: string; readonly up: (db: never) => Promise<void> }[] = [
  { name: '0001-initial', up: initial },
];

/** Brings the schema up to date, all of it in one transaction: either the hub starts on the new schema or nothing changed. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const untyped = transaction as unknown as import('kysely').Kysely<{ schema_migrations: { name: string } }>;
    await untyped.schema
      .createTable('schema_migrations')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey())
      .execute();
    const done = new Set(
      (await untyped.selectFrom('schema_migrations').select('name').execute()).map((row) => row.name),
    );
    const unknown = [...done].filter((name) => !migrations.some((migration) => migration.name === name));
    if (unknown.length > 0) {
      throw new Error(
        `The database was written by a newer Portico (${unknown.join(', ')}). Start that version, or restore a backup.`,
      );
    }
    for (const migration of migrations.filter((candidate) => !done.has(candidate.name))) {
      await migration.up(untyped as never);
      await untyped.insertInto('schema_migrations').values({ name: migration.name }).execute();
    }
  });
}
