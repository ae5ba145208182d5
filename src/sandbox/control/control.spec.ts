import { request as rawRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Browser } from '../../../test/support/browser.js';
import {
  CONTOSO,
  claimsOf,
  codeAtCallback,
  codeOnPage,
  headerOf,
  REGISTRATIONS,
  SandboxClient,
} from '../../../test/support/sandbox-sign-in.js';
import { KNOWN_CODES, type Lie, type Sandbox, startSandbox } from '../index.js';

describe('the control endpoint', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());
  afterEach(() => sandbox.control.reset());

  const call = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  const idToken = async (): Promise<string> =>
    String((await new SandboxClient(sandbox).tokens('adele@contoso.com')).id_token);
  const verified = (token: string): Promise<unknown> =>
    jwtVerify(token, createRemoteJWKSet(new URL(`${sandbox.url}/${CONTOSO}/discovery/v2.0/keys`)), {
      issuer: `${sandbox.url}/${CONTOSO}/v2.0`,
      audience: REGISTRATIONS.contoso.clientId,
      algorithms: ['RS256'],
    });

  it('the control endpoint knows the codes that a sign-in meets', () => {
    expect(KNOWN_CODES.length).toBeGreaterThan(150);
    expect(KNOWN_CODES).toEqual(expect.arrayContaining([50011, 50020, 50105, 65001, 7000215, 7000222, 700016, 90002]));
  });

  it('the control endpoint makes the next sign-in of one user fail with a code, on the page or at the application', async () => {
    const client = new SandboxClient(sandbox);
    expect((await call('POST', '/failures', { code: 53003, at: 'signed-in', user: 'adele@contoso.com' })).status).toBe(
      204,
    );
    expect(codeOnPage(await client.signIn('nina@contoso.com'))).toBeUndefined();
    expect(codeOnPage(await client.signIn('adele@contoso.com'))).toBe(53003);
    expect((await client.signIn('adele@contoso.com')).url.searchParams.has('code')).toBe(true);
    await call('POST', '/failures', { code: 53003, at: 'signed-in', answer: 'redirect' });
    expect(codeAtCallback(await client.signIn('adele@contoso.com'))).toBe(53003);
  });

  it('the control endpoint makes authorize fail before any page, for every code there is', async () => {
    const client = new SandboxClient(sandbox);
    const browser = new Browser();
    for (const code of KNOWN_CODES) {
      sandbox.control.fail({ code, at: 'authorize' });
      const visit = await client.begin(browser);
      expect(codeOnPage(visit) ?? codeAtCallback(visit)).toBe(code);
    }
  });

  it('the control endpoint makes the token endpoint fail, with status, Retry-After, suberror and claims as ordered', async () => {
    const client = new SandboxClient(sandbox);
    const code = await client.code('adele@contoso.com');
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    await call('POST', '/failures', { code: 50079, at: 'token', claims, suberror: 'basic_action' });
    const refused = await client.token({ code });
    expect(await refused.json()).toMatchObject({ error_codes: [50079], claims, suberror: 'basic_action' });
    await call('POST', '/failures', { code: 90055, at: 'token', status: 429, retryAfter: 7 });
    const throttled = await client.token({ code });
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await client.token({ code })).status).toBe(200);
  });

  it('the control endpoint keeps failing until told otherwise', async () => {
    const client = new SandboxClient(sandbox);
    sandbox.control.failAlways({ code: 7000222, at: 'token' });
    for (const _ of [1, 2, 3]) expect((await client.token({ code: 'x' })).status).toBe(401);
    await call('DELETE', '/faults');
    expect((await client.token({ code: await client.code('adele@contoso.com') })).status).toBe(200);
  });

  it('the control endpoint tells the truth without lies', async () => {
    await expect(verified(await idToken())).resolves.toBeDefined();
  });

  it.each<[Lie, (claims: Readonly<Record<string, unknown>>) => unknown]>([
    ['wrong-issuer', (claims) => claims.iss !== `${sandbox.url}/${CONTOSO}/v2.0`],
    ['issuer-template', (claims) => claims.iss === `${sandbox.url}/{tenantid}/v2.0`],
    ['issuer-with-domain', (claims) => claims.iss === `${sandbox.url}/contoso.onmicrosoft.com/v2.0`],
    ['issuer-of-other-version', (claims) => claims.iss === `${sandbox.url}/sts/${CONTOSO}/`],
    ['issuer-slash', (claims) => claims.iss === `${sandbox.url}/${CONTOSO}/v2.0/`],
    ['wrong-audience', (claims) => claims.aud !== REGISTRATIONS.contoso.clientId],
    ['audience-list', (claims) => Array.isArray(claims.aud)],
    ['wrong-nonce', (claims) => claims.nonce !== 'the nonce'],
    ['missing-nonce', (claims) => !('nonce' in claims)],
    ['tenant-mismatch', (claims) => claims.tid !== CONTOSO && String(claims.iss).includes(CONTOSO)],
    ['missing-tenant', (claims) => !('tid' in claims)],
    ['tenant-twice', (claims) => 'TID' in claims && claims.tid === CONTOSO],
    ['missing-object-id', (claims) => !('oid' in claims)],
    ['expired', (claims) => Number(claims.exp) < Date.now() / 1000],
    ['not-yet-valid', (claims) => Number(claims.nbf) > Date.now() / 1000],
  ])('the control endpoint tells the lie %s once', async (lie, isTold) => {
    expect((await call('POST', '/lies', { lie })).status).toBe(204);
    expect(isTold(claimsOf(await idToken()))).toBe(true);
    expect(isTold(claimsOf(await idToken()))).toBe(false);
  });

  it.each<Lie>(['algorithm-none', 'algorithm-hs256', 'bad-signature', 'unknown-key'])(
    'the control endpoint signs wrongly when told %s',
    async (lie) => {
      sandbox.control.lie({ lie });
      await expect(verified(await idToken())).rejects.toThrow();
      await expect(verified(await idToken())).resolves.toBeDefined();
    },
  );

  it.each<[Lie, number]>([
    ['consumers-key', 2],
    ['foreign-cloud-key', 3],
  ])('the control endpoint signs with a real key of somebody else when told %s', async (lie, position) => {
    const { keys } = await (await fetch(`${sandbox.url}/common/discovery/v2.0/keys`)).json().then(Object);
    sandbox.control.lie({ lie });
    const token = await idToken();
    expect(headerOf(token).kid).toBe(keys[position].kid);
    await expect(verified(token)).resolves.toBeDefined();
  });

  it('troubles an endpoint: error, nonsense, too much, redirect, reset, silence', async () => {
    const keys = `${sandbox.url}/common/discovery/v2.0/keys`;
    const next = (kind: string, more: object = {}): Promise<Response> =>
      call('POST', '/troubles', { endpoint: 'keys', kind, times: 1, ...more });
    await next('error', { status: 503, retryAfter: 9 });
    const failed = await fetch(keys);
    expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '9']);
    await next('not-json');
    await expect((await fetch(keys)).json()).rejects.toThrow();
    await next('oversized', { bytes: 3_000_000 });
    expect((await (await fetch(keys)).text()).length).toBeGreaterThan(3_000_000);
    await next('redirect');
    expect((await fetch(keys, { redirect: 'manual' })).status).toBe(302);
    await next('reset');
    await expect(fetch(keys)).rejects.toThrow();
    await next('hang');
    await expect(fetch(keys, { signal: AbortSignal.timeout(100) })).rejects.toThrow(/timeout/i);
    await next('endless');
    const endless = await fetch(keys, { signal: AbortSignal.timeout(100) });
    await expect(endless.text()).rejects.toThrow(/timeout/i);
    await next('slow', { delay: 1 });
    expect((await fetch(keys)).status).toBe(200);
  });

  it('the control endpoint lists the requests it received, credentials masked', async () => {
    await idToken();
    const { count, requests } = await (await call('GET', '/requests?path=/token')).json().then(Object);
    expect(count).toBe(1);
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: `/${CONTOSO}/oauth2/v2.0/token`,
      parameters: { grant_type: 'authorization_code', client_secret: '***', code: '***', code_verifier: '***' },
    });
    expect(JSON.stringify(sandbox.control.requests())).not.toContain(REGISTRATIONS.contoso.secret);
    await call('DELETE', '/requests');
    expect(sandbox.control.requests()).toEqual([]);
  });

  it('the control endpoint adds redirect URIs, secrets, users and applications, and forgets them at reset', async () => {
    const { clientId } = REGISTRATIONS.contoso;
    const redirect = { redirect_uri: 'https://hub.example/callback' };
    await call('POST', `/applications/${clientId}/redirect-uris`, { uri: redirect.redirect_uri });
    await call('POST', `/applications/${clientId}/secrets`, {
      id: 'b0970502-0000-4000-8000-0000000000aa',
      value: 'another~secret_value',
      expires: '2099-01-01T00:00:00Z',
    });
    await call('PUT', '/tenants/contoso.com/users', {
      id: 'c0a70502-0000-4000-8000-0000000000aa',
      userPrincipalName: 'new@contoso.com',
      displayName: 'New Person',
    });
    const client = new SandboxClient(sandbox);
    const page = await client.begin(new Browser(), redirect);
    expect(page.page.structuredText).toContain('new@contoso.com');
    const code = await client.code('new@contoso.com');
    expect((await client.token({ code, client_secret: 'another~secret_value' })).status).toBe(200);
    expect((await call('POST', '/reset', {})).status).toBe(204);
    expect(codeOnPage(await client.begin(new Browser(), redirect))).toBe(50011);
  });

  it.each<[string, string, unknown, number, RegExp]>([
    ['an unknown lie', '/lies', { lie: 'white' }, 400, /lie: lie must be one of/],
    ['a field too many', '/failures', { code: 1, at: 'token', wat: 1 }, 400, /wat: property wat should not exist/],
    ['an unknown application', '/applications/nobody/redirect-uris', { uri: 'x' }, 404, /No app registration/],
    ['an unknown control', '/nothing', {}, 404, /No such control/],
  ])('the control endpoint refuses %s and says why', async (_what, path, body, status, message) => {
    const response = await call('POST', path, body);
    expect(response.status).toBe(status);
    expect((await response.json().then(Object)).error).toMatch(message);
  });

  it('the control endpoint does not listen to web pages: no form bodies, no foreign Host, no cross-site requests', async () => {
    const reset = (headers: Record<string, string>, body: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const made = rawRequest(`${sandbox.url}/_sandbox/reset`, { method: 'POST', headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        made.on('error', reject).end(body);
      });
    const json = { 'content-type': 'application/json' };
    expect(await reset({ 'content-type': 'text/plain' }, '{}')).toBe(415);
    expect(await reset({ ...json, host: 'rebound.example' }, '{}')).toBe(403);
    expect(await reset({ ...json, 'sec-fetch-site': 'cross-site' }, '{}')).toBe(403);
    expect(await reset(json, '{}')).toBe(204);
  });
});
