import type { Connection, ProfileSync } from '../connections/index.js';
import type { ConnectionsTable } from './schema.js';
import type { Sealer } from './sealer.js';

/** A row of `connections` as it is read. */
export type StoredConnection = ConnectionsTable;

function placeOf(id: string) {
  return { table: 'connections', column: 'secrets_sealed', id };
}

/** What is sealed of a connection, in one piece: it is opened whenever a connection is read. */
type Sealed = Pick<Connection, 'secrets' | 'nextSecrets' | 'consentKey'>;

function sealedOf({ secrets, nextSecrets, consentKey }: Connection): Sealed {
  return {
    secrets,
    ...(nextSecrets !== undefined && { nextSecrets }),
    ...(consentKey !== undefined && { consentKey }),
  };
}

/** The row of a connection, its secrets sealed for this row and no other. */
export function connectionRow(connection: Connection, sealer: Sealer): ConnectionsTable {
  return {
    id: connection.id,
    name: connection.name,
    strategy: connection.strategy,
    display_name: connection.displayName ?? null,
    icon_url: connection.iconUrl ?? null,
    domain: connection.domain ?? null,
    domain_aliases: JSON.stringify(connection.domainAliases),
    profile_sync: connection.profileSync,
    show_as_button: connection.showAsButton === undefined ? null : Number(connection.showAsButton),
    is_enabled: Number(connection.isEnabled),
    callback_kind: connection.callbackKind,
    restrict_email_domains: Number(connection.restrictEmailDomains),
    secret_expires_at: connection.secretExpiresAt?.getTime() ?? null,
    next_secret_expires_at: connection.nextSecretExpiresAt?.getTime() ?? null,
    secret_rotated_at: connection.secretRotatedAt?.getTime() ?? null,
    metadata: JSON.stringify(connection.metadata),
    options: JSON.stringify(connection.options),
    options_version: connection.optionsVersion ?? 1,
    secrets_sealed: sealer.seal(JSON.stringify(sealedOf(connection)), placeOf(connection.id)),
    revision: connection.revision,
    created_at: connection.createdAt.getTime(),
    updated_at: connection.updatedAt.getTime(),
  };
}

/** Whether the login page offers it: where it was asked for, and where nothing was said and no domain leads to it. */
export function hasButton(row: Pick<ConnectionsTable, 'show_as_button' | 'domain' | 'domain_aliases'>): boolean {
  if (row.show_as_button !== null) return row.show_as_button === 1;
  return row.domain === null && row.domain_aliases === '[]';
}

/** @throws {UnsealError} when the secrets were not sealed for this row by one of the hub's keys. */
export function readConnection(row: StoredConnection, sealer: Sealer): Connection {
  return {
    id: row.id,
    name: row.name,
    strategy: row.strategy,
    ...(row.display_name !== null && { displayName: row.display_name }),
    ...(row.icon_url !== null && { iconUrl: row.icon_url }),
    ...(row.domain !== null && { domain: row.domain }),
    domainAliases: JSON.parse(row.domain_aliases) as readonly string[],
    profileSync: row.profile_sync as ProfileSync,
    ...(row.show_as_button !== null && { showAsButton: row.show_as_button === 1 }),
    isEnabled: row.is_enabled === 1,
    callbackKind: row.callback_kind === 'shared' ? 'shared' : 'own',
    restrictEmailDomains: row.restrict_email_domains === 1,
    // PostgreSQL answers a bigint as text.
    ...(row.secret_expires_at !== null && { secretExpiresAt: new Date(Number(row.secret_expires_at)) }),
    ...(row.next_secret_expires_at !== null && { nextSecretExpiresAt: new Date(Number(row.next_secret_expires_at)) }),
    ...(row.secret_rotated_at !== null && { secretRotatedAt: new Date(Number(row.secret_rotated_at)) }),
    metadata: JSON.parse(row.metadata) as Connection['metadata'],
    options: JSON.parse(row.options) as Connection['options'],
    ...(row.options_version !== 1 && { optionsVersion: row.options_version }),
    ...(JSON.parse(sealer.open(row.secrets_sealed, placeOf(row.id))) as Sealed),
    revision: row.revision,
    createdAt: new Date(Number(row.created_at)),
    updatedAt: new Date(Number(row.updated_at)),
  };
}
