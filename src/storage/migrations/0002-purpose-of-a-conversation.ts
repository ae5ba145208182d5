import type { Kysely } from 'kysely';

/**
 * So short a file because a migration is one, whatever its size: once landed it never changes.
 *
 * A pending login names its purpose, so that a consent is one too. Only adds: the build before reads and writes the rows
 * of sign-ins and trials as ever. `pending_consents` stays for that build; a later migration removes it.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable('pending_logins').addColumn('purpose', 'text').execute();
}
