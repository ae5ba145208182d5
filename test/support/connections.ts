import type { Connection } from '../../src/connections/index.js';
import type { Database } from '../../src/storage/database.js';

/** A connection as the store takes it, with everything that is optional left out. */
export function aConnection(changes: Partial<Connection> & { readonly name: string }): Connection {
  return {
    id: `con_${changes.name.toLowerCase()}`,
    strategy: 'sample',
    domainAliases: [],
    profileSync: 'on_each_login',
    isEnabled: true,
    callbackKind: 'own',
    restrictEmailDomains: false,
    metadata: {},
    options: {},
    secrets: {},
    revision: 1,
    createdAt: new Date('2026-01-01T00:00:00Z'),
    updatedAt: new Date('2026-01-01T00:00:00Z'),
    ...changes,
  };
}

/** Stores applications by their bare client ids: what a connection's rights refer to. */
export async function insertApplications(database: Database, ...clientIds: readonly string[]): Promise<void> {
  await database
    .insertInto('applications')
    .values(
      clientIds.map((clientId) => ({
        client_id: clientId,
        name: clientId,
        app_type: 'spa',
        callbacks: '[]',
        allowed_logout_urls: '[]',
        web_origins: '[]',
        grant_types: '[]',
        token_endpoint_auth_method: 'none',
        secret_hash: null,
        require_pkce: 1,
        is_enabled: 1,
        created_at: 0,
        updated_at: 0,
      })),
    )
    .execute();
}
