import { type Kysely, sql } from 'kysely';

/** Indexes that hold only rows which have something in the first column. */
const PARTIAL: readonly { readonly table: string; readonly name: string; readonly columns: readonly string[] }[] = [
  { table: 'oidc_artifacts', name: 'oidc_artifacts_grant_id', columns: ['grant_id'] },
  { table: 'oidc_artifacts', name: 'oidc_artifacts_uid_hash', columns: ['uid_hash'] },
  { table: 'oidc_artifacts', name: 'oidc_artifacts_expires_at', columns: ['expires_at'] },
  { table: 'events', name: 'events_connection', columns: ['connection_id', 'type', 'date'] },
  { table: 'events', name: 'events_user', columns: ['user_id', 'date'] },
];

/**
 * Every sign-in wrote to them. The table of pending logins holds those of ten minutes, and is read through instead; so is
 * that of artifacts where an operator ends what a user or an application has; events are numbered by their time.
 */
const UNUSED = ['pending_logins_expiry', 'oidc_artifacts_account_id', 'oidc_artifacts_client_id', 'events_sequence'];

/**
 * Fewer pages are written for a sign-in, and a pending login is claimed before it is used up. Sign-ins under way change
 * their form: instances of earlier builds stop first. Consents have been pending logins since the build before.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema.dropTable('pending_consents').execute();
  await schema.alterTable('pending_logins').addColumn('claimed_at', 'bigint').execute();
  await schema.alterTable('oidc_artifacts').addColumn('session_hash', 'text').execute();
  for (const name of [...UNUSED, ...PARTIAL.map((index) => index.name)]) await schema.dropIndex(name).execute();
  for (const { table, name, columns } of PARTIAL) {
    const [first = ''] = columns;
    await schema
      .createIndex(name)
      .on(table)
      .columns([...columns])
      .where(sql.ref(first), 'is not', null)
      .execute();
  }
}
