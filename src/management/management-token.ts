import type { ManagementScope } from './scopes.js';

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
