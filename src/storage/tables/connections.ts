import type { Connection, ProfileSync } from '../../connections/index.js';
import type { Sealer } from '../sealing/sealer.js';
import {
  flag,
  fromRow,
  integer,
  json,
  optional,
  placeOf,
  type RowOf,
  table,
  text,
  textOf,
  time,
  toRow,
} from './table.js';

/** Connections: one configured upstream each. */
export const connections = table('connections', {
  columns: {
    id: text,
    name: text,
    strategy: text,
    display_name: optional(text),
    icon_url: optional(text),
    domain: optional(text),
    domain_aliases: json<readonly string[]>(),
    profile_sync: textOf<ProfileSync>(),
    /** Null: follows from whether the connection has domains. */
    show_as_button: optional(flag),
    is_enabled: flag,
    callback_kind: textOf<Connection['callbackKind']>(),
    restrict_email_domains: flag,
    secret_expires_at: optional(time),
    next_secret_expires_at: optional(time),
    secret_rotated_at: optional(time),
    metadata: json<Connection['metadata']>(),
    /** The connector's options without its secrets. */
    options: json<Connection['options']>(),
    /** Version of the connector's options that these are of. */
    options_version: integer,
    /** Sealed JSON object: the secret options, those that come next, the key of the links for administrators. */
    secrets_sealed: text,
    revision: integer,
    created_at: time,
    updated_at: time,
  },
  key: ['id'],
  sealed: 'secrets_sealed',
  expiry: 'never',
});
export type ConnectionsTable = RowOf<typeof connections>;

/** Domains of connections. A partial unique index on `domain` where `is_active` = 1 gives each one owner. */
export const connectionDomains = table('connection_domains', {
  columns: {
    connection_id: text,
    domain: text,
    is_primary: flag,
    /** 1 while the connection is enabled. */
    is_active: flag,
  },
  key: ['connection_id', 'domain'],
  sealed: 'nothing',
  expiry: 'never',
});

/** Which applications may use a connection. */
export const connectionClients = table('connection_clients', {
  columns: {
    connection_id: text,
    client_id: text,
    /** 1 while the connection has a button: a login page must not look at all of an application's connections. */
    has_button: flag,
  },
  key: ['connection_id', 'client_id'],
  sealed: 'nothing',
  expiry: 'never',
});

/** What is sealed of a connection, in one piece: it is opened whenever a connection is read. */
type Sealed = Pick<Connection, 'secrets' | 'nextSecrets' | 'consentKey'>;

/** The row of a connection, its secrets sealed for this row and no other. */
export function connectionRow(connection: Connection, sealer: Sealer): ConnectionsTable {
  const { secrets, nextSecrets, consentKey, optionsVersion = 1 } = connection;
  const sealed = sealer.seal(JSON.stringify({ secrets, nextSecrets, consentKey }), placeOf(connections, connection));
  return toRow(connections, { ...connection, optionsVersion, secretsSealed: sealed });
}

/** @throws {UnsealError} when the secrets were not sealed for this row by one of the hub's keys. */
export function readConnection(row: ConnectionsTable, sealer: Sealer): Connection {
  const { secretsSealed, optionsVersion, ...connection } = fromRow(connections, row);
  return {
    ...connection,
    ...(optionsVersion !== 1 && { optionsVersion }),
    ...(JSON.parse(sealer.open(secretsSealed, placeOf(connections, row))) as Sealed),
  };
}

/** A connection that `JSON.stringify` wrote, with its secrets, read again. For sealed columns only. */
export function connectionFromJson(json: { readonly [Key in keyof Connection]: unknown }): Connection {
  const times = connections.fields
    .filter(({ column }) => column.read(0) instanceof Date)
    .map(({ property }) => property);
  const members = Object.entries(json).map(([name, value]) => [
    name,
    times.includes(name) && typeof value === 'string' ? new Date(value) : value,
  ]);
  return Object.fromEntries(members) as Connection;
}
