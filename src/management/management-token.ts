import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

/** A management API token that holds: who it belongs to and what it permits. */
export interface ManagementToken {
  readonly clientId: string;
  readonly scopes: ReadonlySet<ManagementScope>;
}

/** Port: verifies an access token presented to the management API. Implemented by the OpenID Provider. */
export abstract class ManagementTokenVerifier {
  /**
   * The token, if it was issued by this hub for `{issuer}/api/v2/`, has not expired or been revoked, its application
   * is still there and enabled, and its scopes are still granted. Undefined in every other case.
   */
  abstract verify(token: string): Promise<ManagementToken | undefined>;
}

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

/** Scopes that a token must carry for a route of the management API, all of them. A route without it is refused. */
export const RequireScopes = Reflector.createDecorator<readonly ManagementScope[]>();

/** The verified management token of the request being served. */
export const CurrentToken = createParamDecorator((_: unknown, context: ExecutionContext): ManagementToken => {
  return context.switchToHttp().getRequest<{ user: ManagementToken }>().user;
});
