/** Addresses of the OpenID Provider, for products that do not read discovery. */
export interface HubEndpoints {
  /** Without a trailing slash, byte for byte as in every token. */
  readonly issuer: string;
  readonly discovery: string;
  readonly jwks: string;
  readonly authorization: string;
  readonly token: string;
  readonly userInfo: string;
  readonly logout: string;
}

/**
 * The addresses below an issuer. The paths are a contract that never changes; they are written here a second time
 * because applications may not import the OpenID Provider (a test compares the two).
 */
export function hubEndpoints(issuer: string): HubEndpoints {
  return {
    issuer,
    discovery: `${issuer}/.well-known/openid-configuration`,
    jwks: `${issuer}/.well-known/jwks.json`,
    authorization: `${issuer}/authorize`,
    token: `${issuer}/oauth/token`,
    userInfo: `${issuer}/userinfo`,
    logout: `${issuer}/oidc/logout`,
  };
}
