import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OidcDriver } from '../support/oidc-driver.js';
import { application, publicApplication, startOpenIdProvider, type TestProvider } from '../support/openid-provider.js';

const HOSTILE = {
  host: 'evil.example',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'https',
  forwarded: 'host=evil.example;proto=https',
};

/** `fetch` sends no `Host` of its own and no absolute target. */
function raw(origin: string, path: string, headers: Record<string, string>) {
  const { hostname, port } = new URL(origin);
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('error', reject).end();
  });
}

describe('discovery and keys', () => {
  let hub: TestProvider;

  beforeAll(async () => {
    hub = await startOpenIdProvider();
  });
  afterAll(() => hub.close());

  const discovery = () => fetch(`${hub.origin}/.well-known/openid-configuration`);

  // covers CODER-08, OPENMETADATA-01, OPENMETADATA-04, PROXMOX-11
  it('discovery lists exactly what works', async () => {
    const at = (path: string) => `${hub.issuer}${path}`;
    expect(await (await discovery()).json()).toEqual({
      issuer: hub.issuer,
      authorization_endpoint: at('/authorize'),
      token_endpoint: at('/oauth/token'),
      userinfo_endpoint: at('/userinfo'),
      jwks_uri: at('/.well-known/jwks.json'),
      revocation_endpoint: at('/oauth/revoke'),
      introspection_endpoint: at('/oauth/introspect'),
      end_session_endpoint: at('/oidc/logout'),
      authorization_response_iss_parameter_supported: true,
      claim_types_supported: ['normal'],
      claims_parameter_supported: false,
      claims_supported: expect.arrayContaining([
        'sub',
        'email',
        'email_verified',
        'name',
        'preferred_username',
        'groups',
      ]),
      code_challenge_methods_supported: ['S256'],
      grant_types_supported: expect.arrayContaining(['authorization_code', 'refresh_token', 'client_credentials']),
      id_token_signing_alg_values_supported: ['RS256'],
      prompt_values_supported: ['none', 'login', 'select_account', 'consent'],
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
      response_modes_supported: ['query'],
      response_types_supported: ['code'],
      scopes_supported: ['openid', 'offline_access', 'profile', 'email', 'groups'],
      subject_types_supported: ['public'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    });
  });

  // covers CODER-12, PROXMOX-12
  it('discovery has the same bytes with a trailing slash, and under any host', async () => {
    const expected = await (await discovery()).text();
    expect(await (await fetch(`${hub.origin}/.well-known/openid-configuration/`)).text()).toBe(expected);
    expect((await raw(hub.origin, '/.well-known/openid-configuration', HOSTILE)).body).toBe(expected);
    const absolute = await raw(hub.origin, 'http://evil.example/.well-known/openid-configuration', HOSTILE);
    expect(absolute.body).toBe(expected);
  });

  it('the JWKS has public keys only', async () => {
    const response = await fetch(`${hub.origin}/.well-known/jwks.json`);
    const { keys } = (await response.json()) as { keys: Record<string, unknown>[] };
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']]);
    expect(keys[0]).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig' });
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    expect(response.headers.get('content-type')).toContain('application/json');
  });

  it('discovery answers HEAD, and other methods with what is allowed', async () => {
    expect((await fetch(`${hub.origin}/.well-known/jwks.json`, { method: 'HEAD' })).status).toBe(200);
    for (const [path, method] of [
      ['/.well-known/jwks.json', 'POST'],
      ['/oauth/token', 'GET'],
      ['/authorize', 'DELETE'],
      ['/oidc/logout/confirm', 'GET'],
    ] as const) {
      const { status, headers } = await fetch(`${hub.origin}${path}`, { method });
      expect([status, headers.get('allow')]).toEqual([405, expect.any(String)]);
    }
  });

  it('every other path is left alone', async () => {
    for (const path of [
      '/',
      '/authorize/',
      '/authorize/a/b',
      '/oauth/',
      '/AUTHORIZE',
      '/.well-known/other',
      '/session/end',
    ]) {
      expect((await fetch(`${hub.origin}${path}`)).status).toBe(404);
    }
  });
});

describe('an issuer on https, behind a proxy', () => {
  let hub: TestProvider;

  beforeAll(async () => {
    hub = await startOpenIdProvider({ issuer: 'https://login.example.com' });
    hub.applications.add(application({ clientId: 'web' }));
    hub.login.signsIn(hub.users.add('ada'));
  });
  afterAll(() => hub.close());

  it('endpoints and cookies are those of the issuer, whatever the request says', async () => {
    const path = new OidcDriver(hub).authorizeUrl().toString().slice(hub.origin.length);
    for (const headers of [{}, HOSTILE, { 'x-forwarded-proto': 'http', host: 'login.example.com:80' }]) {
      const { status, headers: answer } = await raw(hub.origin, path, headers);
      expect(status).toBe(303);
      expect(answer.location).toMatch(/^\/login\/[\w-]{43}$/);
      const cookies = answer['set-cookie'] as string[];
      for (const cookie of cookies)
        expect(cookie).toMatch(/^__Host-portico_login_.*Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      expect(cookies.length).toBeGreaterThan(0);
    }
    const { body } = await raw(hub.origin, '/.well-known/openid-configuration', { 'x-forwarded-proto': 'http' });
    expect(body).toContain('"token_endpoint":"https://login.example.com/oauth/token"');
  });

  it('the session is in a __Host- cookie', async () => {
    const jar: string[] = [];
    const step = async (path: string) => {
      const answer = await raw(hub.origin, path, { cookie: jar.map((line) => line.split(';')[0]).join('; ') });
      jar.push(...((answer.headers['set-cookie'] as string[] | undefined) ?? []));
      return String(answer.headers.location);
    };
    const login = await step(new OidcDriver(hub).authorizeUrl().toString().slice(hub.origin.length));
    expect(await step(login)).toMatch(/^https:\/\/app\.example\/cb\?code=/);
    const session = jar.find((line) => line.startsWith('__Host-portico-session='));
    expect(session).toMatch(/; path=\/; samesite=lax; secure; httponly; expires=/i);
    expect(session).not.toMatch(/domain=/i);
  });
});

describe('pages of other origins', () => {
  let hub: TestProvider;
  const mine = 'https://spa.example';

  beforeAll(async () => {
    hub = await startOpenIdProvider();
    hub.applications.add(publicApplication({ clientId: 'spa', webOrigins: [mine] }));
    hub.applications.add(publicApplication({ clientId: 'else', webOrigins: ['https://else.example'] }));
  });
  afterAll(() => hub.close());

  const allowed = async (path: string, origin: string, init: RequestInit = {}) => {
    const response = await fetch(`${hub.origin}${path}`, { ...init, headers: { ...init.headers, origin } });
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    return response.headers.get('access-control-allow-origin');
  };
  const preflight = { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } };

  it('a page of any origin may read discovery and keys, without credentials', async () => {
    for (const path of ['/.well-known/openid-configuration', '/.well-known/jwks.json']) {
      expect(await allowed(path, 'https://anybody.example')).toBe('*');
      expect(await allowed(path, 'https://anybody.example', preflight)).toBe('*');
    }
  });

  it('a page of a registered origin may read tokens and userinfo, and no other page may', async () => {
    for (const path of ['/oauth/token', '/userinfo', '/oauth/revoke']) {
      expect(await allowed(path, mine, preflight)).toBe(mine);
      for (const origin of ['https://evil.example', 'null', `${mine}.evil`, 'http://spa.example']) {
        expect(await allowed(path, origin, preflight)).toBeNull();
        expect(await allowed(path, origin, { method: 'POST' })).toBeNull();
      }
    }
    expect((await fetch(`${hub.origin}/oauth/token`, preflight)).status).toBe(204);
  });

  it('a page may read the answers of its own application only', async () => {
    const body = (client_id: string) => ({ method: 'POST', body: new URLSearchParams({ client_id, grant_type: 'x' }) });
    expect(await allowed('/oauth/token', mine, body('spa'))).toBe(mine);
    expect(await allowed('/oauth/token', mine, body('else'))).toBeNull();
  });

  it('a page of another origin may read no page of the hub and no introspection', async () => {
    for (const path of ['/authorize', '/oidc/logout', '/oauth/introspect']) {
      expect(await allowed(path, mine, preflight)).toBeNull();
      expect(await allowed(path, mine)).toBeNull();
    }
  });
});
