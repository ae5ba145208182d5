import type { Kysely } from 'kysely';
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema.alterTable('pending_logins').addColumn('claimed_at', 'bigint').execute();
}
