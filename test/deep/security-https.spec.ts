import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { Browser, type Visit } from '../support/browser.js';
import { freePort } from '../support/ports.js';
import { rawRequest } from '../support/raw-request.js';
import { atApplication, authorization, redeem, signInAs } from '../support/sign-in.js';
import { World } from '../support/world.js';

const ISSUER = 'https://login.example.com';
const ADELE = 'adele@contoso.com';

/** A hub whose public URL is https, behind something that ends TLS: here `fetch`, so the browser's own cookie rules hold. */
describe('a hub on https', () => {
  let world: World;
  let inside: string;
  const setCookies: string[] = [];
  const answers: { readonly path: string; readonly headers: Headers }[] = [];

  beforeAll(async () => {
    const port = await freePort();
    inside = `http://localhost:${port}`;
    const network = globalThis.fetch;
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      if (!url.startsWith(`${ISSUER}/`)) return network(input, init);
      const answer = await network(url.replace(ISSUER, inside), init);
      setCookies.push(...answer.headers.getSetCookie());
      answers.push({ path: new URL(url).pathname, headers: answer.headers });
      return answer;
    });
    world = await World.start({ environment: { PORT: String(port), PORTICO_ISSUER: ISSUER } });
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await world?.close();
  });

  const upstreamOf = (visit: Visit) => visit.url.hostname === '127.0.0.1';

  it('a hub on https signs in, single-signs on and out with cookies that no other host can set or read', async () => {
    const browser = new Browser();
    const request = authorization(world);
    const page = await browser.open(request.url);
    const typed = await browser.submit(page, { identifier: ADELE });
    expect(upstreamOf(typed)).toBe(true);
    const { claims } = await redeem(world, await signInAs(browser, typed, ADELE), request);
    expect(claims.iss).toBe(ISSUER);
    const silent = authorization(world, { prompt: 'none' });
    expect((await browser.open(silent.url, atApplication)).url.searchParams.get('iss')).toBe(ISSUER);
    await browser.submit(await browser.open(`${ISSUER}/oidc/logout`), {}, 'Sign out');
    expect((await browser.open(silent.url, atApplication)).url.searchParams.get('error')).toBe('login_required');

    expect(new Set(setCookies.map((line) => line.split('=')[0]?.replace(/login_.*/, 'login_*')))).toEqual(
      new Set([
        '__Host-portico-last-used',
        '__Host-portico-session',
        '__Host-portico-session.sig',
        '__Host-portico_login_*',
      ]),
    );
    for (const line of setCookies) {
      const attributes = line.toLowerCase().split('; ').slice(1);
      expect([line, attributes]).toEqual([line, expect.arrayContaining(['secure', 'httponly', 'samesite=lax'])]);
      expect(attributes.some((one) => one.startsWith('domain='))).toBe(false);
      expect(line.length).toBeLessThan(4096);
      expect(attributes).toContain('path=/');
    }
  });

  it('a hub on https sends strict headers with every answer of a sign-in', () => {
    const pages = answers.filter(({ path }) => !/^\/(?:\.well-known|api)\//.test(path));
    expect(pages.length).toBeGreaterThan(8);
    for (const { path, headers } of pages) {
      expect([path, headers.get('cache-control')]).toEqual([path, expect.stringContaining('no-store')]);
      const maxAge = /max-age=(\d+)/.exec(headers.get('strict-transport-security') ?? '')?.[1];
      expect([path, Number(maxAge) >= 31_536_000]).toEqual([path, true]);
      expect([path, headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
      expect([path, headers.get('referrer-policy')]).toEqual([path, 'no-referrer']);
      expect([path, headers.get('x-powered-by')]).toEqual([path, null]);
      if (headers.get('content-type')?.includes('html') !== true) continue;
      const policy = headers.get('content-security-policy') ?? '';
      for (const rule of ["default-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"])
        expect(policy).toContain(rule);
      expect(policy).not.toMatch(/unsafe|\*/);
    }
  });

  it('a hub on https keeps every answer of the management API out of caches, the ones that show a secret first', async () => {
    const created = await world.api.call('POST', 'clients', { name: 'Another', app_type: 'non_interactive' });
    expect(created.body).toHaveProperty('client_secret');
    for (const answer of [created, await world.api.call('GET', 'connections'), await world.api.call('GET', 'nope')]) {
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('a hub on https is itself whatever the request says of host and protocol', async () => {
    const hostile = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      'x-forwarded-prefix': '/evil',
      forwarded: 'host=evil.example;proto=http',
      'x-original-url': '/evil',
      'x-rewrite-url': '/evil',
    };
    const { pathname, search } = authorization(world).url;
    const paths = [
      '/.well-known/openid-configuration',
      pathname + search,
      '/authorize',
      '/login/x',
      '/oidc/logout',
      '/nothing',
    ];
    const bodies = [];
    for (const path of paths) {
      const answer = await rawRequest(inside, 'GET', path, hostile);
      const everything = JSON.stringify(answer.headers) + answer.body;
      expect([path, everything.includes('evil')]).toEqual([path, false]);
      bodies.push(answer.body);
    }
    const honest = await rawRequest(inside, 'GET', '/.well-known/openid-configuration');
    expect(bodies[0]).toBe(honest.body);
    expect(JSON.parse(honest.body)).toMatchObject({ issuer: ISSUER, jwks_uri: `${ISSUER}/.well-known/jwks.json` });
  });

  it('a hub on https is driven by openid-client: discovery, code, PKCE, userinfo, refresh, introspection, revocation', async () => {
    const { clientId, clientSecret, redirectUri } = world.application;
    for (const method of [client.ClientSecretBasic(clientSecret), client.ClientSecretPost(clientSecret)]) {
      const hub = await client.discovery(new URL(ISSUER), clientId, undefined, method);
      const pkceCodeVerifier = client.randomPKCECodeVerifier();
      const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
      const url = client.buildAuthorizationUrl(hub, {
        redirect_uri: redirectUri,
        scope: 'openid profile email offline_access',
        code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
        state: expectedState,
        nonce: expectedNonce,
        max_age: '3600',
      });
      const browser = new Browser();
      const end = await signInAs(browser, await browser.open(url), ADELE);
      const checks = { pkceCodeVerifier, expectedState, expectedNonce, maxAge: 3600, idTokenExpected: true };
      const tokens = await client.authorizationCodeGrant(hub, end.url, checks);
      const sub = tokens.claims()?.sub ?? '';
      expect(await client.fetchUserInfo(hub, tokens.access_token, sub)).toMatchObject({ sub, email: ADELE });
      const refreshed = await client.refreshTokenGrant(hub, tokens.refresh_token ?? '');
      expect(refreshed.claims()?.sub).toBe(sub);
      expect((await client.tokenIntrospection(hub, refreshed.access_token)).active).toBe(true);
      await client.tokenRevocation(hub, refreshed.refresh_token ?? '');
      await expect(client.refreshTokenGrant(hub, refreshed.refresh_token ?? '')).rejects.toThrow();
    }
  });

  it('a hub on https is driven by oauth4webapi, as a public client in the browser is', async () => {
    const redirectUri = 'http://localhost:9/spa';
    const { client_id } = await world.api.expect<{ client_id: string }>(201, 'POST', 'clients', {
      name: 'SPA',
      app_type: 'spa',
      callbacks: [redirectUri],
      web_origins: ['http://localhost:9'],
      grant_types: ['authorization_code', 'refresh_token'],
    });
    await world.api.expect(204, 'PATCH', `connections/${world.connectionId}/clients`, [{ client_id, status: true }]);
    const issuer = new URL(ISSUER);
    const hub = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer));
    expect(hub.authorization_response_iss_parameter_supported).toBe(true);
    const spa = { client_id };
    const request = authorization(world, {}, { clientId: client_id, clientSecret: '', redirectUri });
    const browser = new Browser();
    const end = await signInAs(browser, await browser.open(request.url), ADELE);
    const parameters = oauth.validateAuthResponse(hub, spa, end.url, request.state);
    const response = await oauth.authorizationCodeGrantRequest(
      hub,
      spa,
      oauth.None(),
      parameters,
      redirectUri,
      request.verifier,
      {
        headers: new Headers({ origin: 'http://localhost:9' }),
      },
    );
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:9');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    const tokens = await oauth.processAuthorizationCodeResponse(hub, spa, response, { expectedNonce: request.nonce });
    await oauth.validateApplicationLevelSignature(hub, response);
    const userInfo = await oauth.userInfoRequest(hub, spa, tokens.access_token);
    const sub = oauth.getValidatedIdTokenClaims(tokens)?.sub ?? '';
    expect((await oauth.processUserInfoResponse(hub, spa, sub, userInfo)).sub).toBe(sub);
  });
});
