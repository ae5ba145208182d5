export const APPLICATION_TYPES = ['spa', 'native', 'regular_web', 'non_interactive'] as const;
export type ApplicationType = (typeof APPLICATION_TYPES)[number];

export const TOKEN_ENDPOINT_AUTH_METHODS = ['none', 'client_secret_basic', 'client_secret_post'] as const;
export type TokenEndpointAuthMethod = (typeof TOKEN_ENDPOINT_AUTH_METHODS)[number];

/** A downstream application that trusts the hub: an OAuth client (wire name: client). */
export interface Application {
  readonly clientId: string;
  readonly name: string;
  readonly appType: ApplicationType;
  /** Exact redirect URIs. */
  readonly callbacks: readonly string[];
  readonly allowedLogoutUrls: readonly string[];
  /** Origins that may call token and userinfo endpoints from a browser. */
  readonly webOrigins: readonly string[];
  readonly grantTypes: readonly string[];
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
  /** SHA-256 of the secret, hex. Absent for public applications (`spa`, `native`). */
  readonly secretHash?: string;
  /** Public applications must always use PKCE; a confidential one where this is set. */
  readonly requirePkce: boolean;
  readonly isEnabled: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A public application keeps no secret (RFC 6749, section 2.1). */
export function isPublic(application: Application): boolean {
  return application.appType === 'spa' || application.appType === 'native';
}
