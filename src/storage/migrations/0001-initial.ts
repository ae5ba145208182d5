import type { Kysely } from 'kysely';

/** The first schema. Only column types and index forms that SQLite and PostgreSQL share. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const schema = db.schema;
  await schema
    .createTable('hub_settings')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();

  await schema
    .createTable('applications')
    .addColumn('client_id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('app_type', 'text', (c) => c.notNull())
    .addColumn('callbacks', 'text', (c) => c.notNull())
    .addColumn('allowed_logout_urls', 'text', (c) => c.notNull())
    .addColumn('web_origins', 'text', (c) => c.notNull())
    .addColumn('grant_types', 'text', (c) => c.notNull())
    .addColumn('token_endpoint_auth_method', 'text', (c) => c.notNull())
    .addColumn('secret_hash', 'text')
    .addColumn('require_pkce', 'integer', (c) => c.notNull())
    .addColumn('is_enabled', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();

  await schema
    .createTable('client_grants')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('client_id', 'text', (c) => c.notNull().references('applications.client_id').onDelete('cascade'))
    .addColumn('audience', 'text', (c) => c.notNull())
    .addColumn('scope', 'text', (c) => c.notNull())
    .addUniqueConstraint('client_grants_client_audience', ['client_id', 'audience'])
    .execute();

  await schema
    .createTable('connections')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull().unique())
    .addColumn('strategy', 'text', (c) => c.notNull())
    .addColumn('display_name', 'text')
    .addColumn('icon_url', 'text')
    .addColumn('domain', 'text')
    .addColumn('domain_aliases', 'text', (c) => c.notNull())
    .addColumn('profile_sync', 'text', (c) => c.notNull())
    .addColumn('show_as_button', 'integer')
    .addColumn('is_enabled', 'integer', (c) => c.notNull())
    .addColumn('callback_kind', 'text', (c) => c.notNull())
    .addColumn('restrict_email_domains', 'integer', (c) => c.notNull())
    .addColumn('secret_expires_at', 'bigint')
    .addColumn('next_secret_expires_at', 'bigint')
    .addColumn('secret_rotated_at', 'bigint')
    .addColumn('metadata', 'text', (c) => c.notNull())
    .addColumn('options', 'text', (c) => c.notNull())
    .addColumn('options_version', 'integer', (c) => c.notNull())
    .addColumn('secrets_sealed', 'text', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();

  await schema
    .createTable('connection_domains')
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('domain', 'text', (c) => c.notNull())
    .addColumn('is_primary', 'integer', (c) => c.notNull())
    .addColumn('is_active', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('connection_domains_pk', ['connection_id', 'domain'])
    .execute();
  await schema
    .createIndex('connection_domains_one_owner')
    .unique()
    .on('connection_domains')
    .column('domain')
    .where('is_active' as never, '=', 1)
    .execute();
  await schema
    .createIndex('connection_domains_disabled')
    .on('connection_domains')
    .column('domain')
    .where('is_active' as never, '=', 0)
    .execute();

  await schema
    .createTable('connection_clients')
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('client_id', 'text', (c) => c.notNull().references('applications.client_id').onDelete('cascade'))
    .addColumn('has_button', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('connection_clients_pk', ['connection_id', 'client_id'])
    .execute();
  await schema.createIndex('connection_clients_client').on('connection_clients').column('client_id').execute();
  await schema
    .createIndex('connection_clients_buttons')
    .on('connection_clients')
    .column('client_id')
    .where('has_button' as never, '=', 1)
    .execute();

  await schema
    .createTable('users')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('blocked', 'integer', (c) => c.notNull())
    .addColumn('profile', 'text', (c) => c.notNull())
    .addColumn('groups', 'text')
    .addColumn('email', 'text')
    .addColumn('logins_count', 'integer', (c) => c.notNull())
    .addColumn('last_login', 'bigint')
    .addColumn('last_ip', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('users_email').on('users').column('email').execute();

  await schema
    .createTable('identities')
    .addColumn('connection_id', 'text', (c) => c.notNull())
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('connection_name', 'text', (c) => c.notNull())
    .addColumn('strategy', 'text', (c) => c.notNull())
    .addColumn('claims', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('identities_pk', ['connection_id', 'issuer', 'subject'])
    .execute();
  await schema.createIndex('identities_user').on('identities').column('user_id').execute();

  await schema
    .createTable('pending_logins')
    .addColumn('state_hash', 'text', (c) => c.primaryKey())
    .addColumn('browser_hash', 'text', (c) => c.notNull())
    .addColumn('connection_id', 'text', (c) => c.notNull())
    .addColumn('connection_revision', 'integer', (c) => c.notNull())
    .addColumn('client_id', 'text')
    .addColumn('request_uid', 'text')
    .addColumn('trial_id', 'text')
    .addColumn('locale', 'text', (c) => c.notNull())
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('pending_logins_expiry').on('pending_logins').column('expires_at').execute();

  await schema
    .createTable('pending_consents')
    .addColumn('state_hash', 'text', (c) => c.primaryKey())
    .addColumn('browser_hash', 'text', (c) => c.notNull())
    .addColumn('connection_id', 'text', (c) => c.notNull())
    .addColumn('connection_revision', 'integer', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('pending_consents_expiry').on('pending_consents').column('expires_at').execute();

  await schema
    .createTable('admin_consents')
    .addColumn('connection_id', 'text', (c) => c.notNull().references('connections.id').onDelete('cascade'))
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('claimed_at', 'bigint', (c) => c.notNull())
    .addColumn('verified_at', 'bigint')
    .addColumn('verified_by', 'text')
    .addPrimaryKeyConstraint('admin_consents_pk', ['connection_id', 'tenant_id'])
    .execute();

  await schema
    .createTable('trials')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('ticket_hash', 'text', (c) => c.notNull())
    .addColumn('connection_id', 'text')
    .addColumn('connection_name', 'text', (c) => c.notNull())
    .addColumn('display_name', 'text')
    .addColumn('strategy', 'text', (c) => c.notNull())
    .addColumn('is_draft', 'integer', (c) => c.notNull())
    .addColumn('browser_hash', 'text')
    .addColumn('sealed', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('opened_at', 'bigint')
    .addColumn('finished_at', 'bigint')
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('trials_expiry').on('trials').column('expires_at').execute();

  await schema
    .createTable('oidc_artifacts')
    .addColumn('model', 'text', (c) => c.notNull())
    .addColumn('id_hash', 'text', (c) => c.notNull())
    .addColumn('payload_sealed', 'text', (c) => c.notNull())
    .addColumn('grant_id', 'text')
    .addColumn('uid_hash', 'text')
    .addColumn('account_id', 'text')
    .addColumn('client_id', 'text')
    .addColumn('consumed_at', 'bigint')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint')
    .addPrimaryKeyConstraint('oidc_artifacts_pk', ['model', 'id_hash'])
    .execute();
  for (const column of ['grant_id', 'uid_hash', 'account_id', 'client_id', 'expires_at']) {
    await schema.createIndex(`oidc_artifacts_${column}`).on('oidc_artifacts').column(column).execute();
  }

  await schema
    .createTable('signing_keys')
    .addColumn('kid', 'text', (c) => c.primaryKey())
    .addColumn('algorithm', 'text', (c) => c.notNull())
    .addColumn('jwk_sealed', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('active_from', 'bigint', (c) => c.notNull())
    .addColumn('retired_at', 'bigint')
    .execute();

  await schema
    .createTable('rate_counters')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('hits', 'integer', (c) => c.notNull())
    .addColumn('ends_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('rate_counters_expiry').on('rate_counters').column('ends_at').execute();

  await schema
    .createTable('events')
    .addColumn('log_id', 'text', (c) => c.primaryKey())
    .addColumn('date', 'bigint', (c) => c.notNull())
    .addColumn('sequence', 'bigint', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('description', 'text', (c) => c.notNull())
    .addColumn('client_id', 'text')
    .addColumn('connection_id', 'text')
    .addColumn('connection', 'text')
    .addColumn('user_id', 'text')
    .addColumn('ip', 'text')
    .addColumn('user_agent', 'text')
    .addColumn('correlation_id', 'text')
    .addColumn('details', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('events_newest').on('events').columns(['date', 'sequence', 'log_id']).execute();
  await schema.createIndex('events_sequence').on('events').column('sequence').execute();
  await schema.createIndex('events_connection').on('events').columns(['connection_id', 'type', 'date']).execute();
  await schema.createIndex('events_user').on('events').columns(['user_id', 'date']).execute();
}
