/** Where applications find the OpenID Provider. These paths are a contract and never change. */
export const PATHS = {
  discovery: '/.well-known/openid-configuration',
  jwks: '/.well-known/jwks.json',
  authorize: '/authorize',
  token: '/oauth/token',
  userInfo: '/userinfo',
  revoke: '/oauth/revoke',
  introspect: '/oauth/introspect',
  logout: '/oidc/logout',
} as const;

/** How an endpoint is reached: from a browser's address bar, or by a program that reads JSON. */
export interface Endpoint {
  /** The path the library knows it by. */
  readonly path: string;
  readonly kind: 'page' | 'json';
  readonly methods: readonly string[];
  /** Which browser origins may read the answer. */
  readonly cors: 'nobody' | 'anybody' | 'registered';
  /** A posted form becomes the query of the same request by GET. */
  readonly postedAs?: 'query';
}

const json = (path: string, methods: readonly string[], cors: Endpoint['cors']): Endpoint => ({
  path,
  kind: 'json',
  methods,
  cors,
});
const page = (path: string, methods: readonly string[]): Endpoint => ({ path, kind: 'page', methods, cors: 'nobody' });

const ENDPOINTS: readonly Endpoint[] = [
  json(PATHS.discovery, ['GET', 'HEAD'], 'anybody'),
  json(PATHS.jwks, ['GET', 'HEAD'], 'anybody'),
  { ...page(PATHS.authorize, ['GET', 'POST']), postedAs: 'query' },
  json(PATHS.token, ['POST'], 'registered'),
  json(PATHS.userInfo, ['GET', 'POST'], 'registered'),
  json(PATHS.revoke, ['POST'], 'registered'),
  json(PATHS.introspect, ['POST'], 'nobody'),
  { ...page(PATHS.logout, ['GET', 'POST']), postedAs: 'query' },
  page(`${PATHS.logout}/confirm`, ['POST']),
  page(`${PATHS.logout}/success`, ['GET']),
];

const BY_PATH: ReadonlyMap<string, Endpoint> = new Map([
  ...ENDPOINTS.map((endpoint): [string, Endpoint] => [endpoint.path, endpoint]),
  // Clients that join an issuer with a trailing slash ask for this one.
  [`${PATHS.discovery}/`, json(PATHS.discovery, ['GET', 'HEAD'], 'anybody')],
]);

const RESUME = /^\/authorize\/[A-Za-z0-9_-]{1,128}$/;

/** The endpoint at a path, or undefined when it is not the OpenID Provider's. */
export function endpointAt(path: string): Endpoint | undefined {
  return BY_PATH.get(path) ?? (isResume(path) ? page(path, ['GET']) : undefined);
}

/** Whether an authorization request goes on here after a login. */
export function isResume(path: string): boolean {
  return RESUME.test(path);
}
