/** What a request to an upstream is for, from a closed set. `resource`: with an access token, such as Graph or userinfo. */
export type UpstreamOperation = 'discovery' | 'keys' | 'token' | 'resource' | 'other';

const KEYS = /\/(?:[a-z-]*keys|jwks(?:\.json)?|jwks_uri|certs)\/?$/i;
const DISCOVERY = /\/\.well-known\//;

/** Told by the shape of the request, which is the same from every connector: nobody has to say what they are doing. */
export function operationOf(...[input, init]: Parameters<typeof globalThis.fetch>): UpstreamOperation {
  const request = input instanceof Request ? input : undefined;
  const url = request?.url ?? String(input);
  if (!URL.canParse(url)) return 'other';
  const { pathname } = new URL(url);
  const headers = new Headers(init?.headers ?? request?.headers);
  if (/^bearer /i.test(headers.get('authorization') ?? '')) return 'resource';
  if ((init?.method ?? request?.method ?? 'GET').toUpperCase() === 'POST') {
    return isTokenRequest(pathname, init?.body) ? 'token' : 'other';
  }
  if (KEYS.test(pathname)) return 'keys';
  return DISCOVERY.test(pathname) ? 'discovery' : 'other';
}

function isTokenRequest(path: string, body: unknown): boolean {
  if (body instanceof URLSearchParams) return body.has('grant_type') || path.endsWith('token');
  return path.endsWith('token') || (typeof body === 'string' && /(?:^|&)grant_type=/.test(body));
}
