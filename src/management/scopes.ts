/** Scopes of the management API, named as in the Auth0 Management API v2. */
export const MANAGEMENT_SCOPES = [
  'read:connections',
  'create:connections',
  'update:connections',
  'delete:connections',
  'read:connections_options',
  'update:connections_options',
  'read:connections_users',
  'read:clients',
  'create:clients',
  'update:clients',
  'delete:clients',
  'update:client_keys',
  'read:client_grants',
  'create:client_grants',
  'update:client_grants',
  'delete:client_grants',
  'read:resource_servers',
  'read:users',
  'update:users',
  'delete:users',
  'read:logs',
] as const;

export type ManagementScope = (typeof MANAGEMENT_SCOPES)[number];
