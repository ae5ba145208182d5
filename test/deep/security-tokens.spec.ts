import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { atApplication, authorization, redeem, signInAs, type Tokens, token } from '../support/sign-in.js';
import { type TestApplication, World } from '../support/world.js';

const ADELE = 'adele@contoso.com';

/** Each kind of credential opens its own door and no other one. */
describe('what the hub issues', () => {
  let world: World;
  let browser: Browser;
  let other: TestApplication;
  let tokens: Tokens;
  let credentials: Record<string, string>;

  beforeAll(async () => {
    world = await World.start();
    const { redirectUri } = world.application;
    const client = await world.api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
      name: 'Other',
      app_type: 'regular_web',
      callbacks: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
    });
    other = { clientId: client.client_id, clientSecret: client.client_secret, redirectUri };
    browser = new Browser();
    const request = authorization(world, { scope: 'openid profile email offline_access' });
    const end = await signInAs(browser, await browser.open(request.url), ADELE);
    tokens = await redeem(world, end, request);
    const silent = authorization(world);
    const cookies = await browser.cookies.getCookies(world.issuer);
    credentials = {
      access: tokens.access_token,
      refresh: tokens.refresh_token ?? '',
      id: tokens.id_token,
      management: world.api.token,
      code: (await browser.open(silent.url, atApplication)).url.searchParams.get('code') ?? '',
      session: cookies.find(({ key }) => key === 'portico-session')?.value ?? '',
      secret: world.application.clientSecret,
      nothing: 'x',
      empty: '',
      nul: 'a\u0000b',
      long: 'x'.repeat(7000),
    };
  });
  afterAll(() => world?.close());

  /** The names of the credentials that a door opens to. */
  async function opened(door: (credential: string) => Promise<boolean>): Promise<string[]> {
    const names = [];
    for (const [name, credential] of Object.entries(credentials)) if (await door(credential)) names.push(name);
    return names;
  }

  const get = async (path: string, headers: Record<string, string> = {}) => {
    const { status } = await fetch(`${world.issuer}${path}`, { headers, redirect: 'manual' });
    expect(status).toBeLessThan(500);
    return status === 200;
  };
  const post = async (path: string, form: Record<string, string>) => {
    const answer = await fetch(`${world.issuer}${path}`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: world.application.clientId,
        client_secret: world.application.clientSecret,
        ...form,
      }),
    });
    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get('cache-control')).toContain('no-store');
    return { status: answer.status, body: (await answer.json().catch(() => ({}))) as Record<string, unknown> };
  };
  const bearer = (credential: string) => ({ authorization: `Bearer ${credential.replaceAll('\u0000', '')}` });

  it('what the hub issues opens one door each', async () => {
    expect(await opened((one) => get('/userinfo', bearer(one)))).toEqual(['access']);
    expect(await opened(async (one) => (await post('/userinfo', { access_token: one })).status === 200)).toEqual([
      'access',
    ]);
    expect(await opened((one) => get(`/userinfo?access_token=${encodeURIComponent(one)}`))).toEqual([]);
    expect(await opened((one) => get('/api/v2/connections', bearer(one)))).toEqual(['management']);
    expect(await opened((one) => get(`/api/v2/connections?access_token=${encodeURIComponent(one)}`))).toEqual([]);
    const session = (one: string) => ({ cookie: `portico-session=${encodeURIComponent(one)}` });
    const silently = authorization(world, { prompt: 'none' }).url.href;
    const hasCode = async (one: string) => {
      const answer = await fetch(silently, { headers: session(one), redirect: 'manual' });
      return new URL(answer.headers.get('location') ?? '').searchParams.has('code');
    };
    // Without its signature the session's own value opens nothing either.
    expect(await opened(hasCode)).toEqual([]);
  });

  it('what the hub issues is a hint, a client’s proof or a code only where it is one', async () => {
    const hinted = async (one: string) => {
      const url = authorization(world, { prompt: 'none', ...(one !== '' && { id_token_hint: one }) }).url;
      return (await browser.open(url, atApplication)).url.searchParams.has('code');
    };
    expect(await opened(hinted)).toEqual(['id', 'empty']);
    const asSecret = async (one: string) => {
      const form = { grant_type: 'refresh_token', refresh_token: 'unknown', client_secret: one };
      return (await post('/oauth/token', form)).body.error === 'invalid_grant';
    };
    expect(await opened(asSecret)).toEqual(['secret']);
    const assertion = {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      grant_type: 'refresh_token',
      refresh_token: 'unknown',
      client_secret: '',
    };
    expect(
      await opened(
        async (one) =>
          (await post('/oauth/token', { ...assertion, client_assertion: one })).body.error === 'invalid_grant',
      ),
    ).toEqual([]);
    const asLogout = async (one: string) => (await browser.open(logout(one))).status === 200;
    expect(await opened(asLogout)).toEqual(['id', 'empty']);
  });

  const logout = (hint: string) => `${world.issuer}/oidc/logout?${new URLSearchParams({ id_token_hint: hint })}`;

  it('what the hub issues is revoked and introspected by whom it belongs to', async () => {
    const active = async (one: string) => (await post('/oauth/introspect', { token: one })).body.active === true;
    expect(await opened(active)).toEqual(['access', 'refresh', 'management']);
    const asOther = { client_id: other.clientId, client_secret: other.clientSecret };
    for (const name of ['access', 'refresh', 'management', 'nothing', 'id', 'nul']) {
      expect((await post('/oauth/revoke', { token: credentials[name] ?? '', ...asOther })).status).toBeLessThan(500);
    }
    expect(await opened(active)).toEqual(['access', 'refresh', 'management']);
    for (const wrong of [{ client_secret: '' }, { client_secret: 'x' }, { client_id: 'x' }]) {
      for (const path of ['/oauth/introspect', '/oauth/revoke'])
        expect((await post(path, { token: tokens.access_token, ...wrong })).status).toBe(401);
    }
    expect((await post('/oauth/revoke', { token: tokens.access_token })).status).toBe(200);
    expect(await active(tokens.access_token)).toBe(false);
  });

  it('what the hub issues is redeemed by its own application, at its own redirect URI, with its own verifier, and a mistake burns nothing', async () => {
    const request = authorization(world);
    const end = await signInAs(new Browser(), await new Browser().open(request.url), ADELE).catch(() => undefined);
    expect(end).toBeUndefined(); // Two browsers are not one.
    const visitor = new Browser();
    const visit = await signInAs(visitor, await visitor.open(request.url), ADELE);
    const good = {
      grant_type: 'authorization_code',
      code: visit.url.searchParams.get('code') ?? '',
      redirect_uri: world.application.redirectUri,
      code_verifier: request.verifier,
    };
    const mistakes: [Record<string, string>, TestApplication?][] = [
      [{ ...good }, other],
      [{ ...good, redirect_uri: '' }],
      [{ ...good, redirect_uri: `${good.redirect_uri}/` }],
      [{ ...good, code_verifier: '' }],
      [{ ...good, code_verifier: `${request.verifier}x` }],
      [{ ...good, code_verifier: 'short' }],
      [{ ...good, code_verifier: 'ü'.repeat(50) }],
      [{ ...good, client_secret: 'wrong' }],
      [{ ...good, client_secret: other.clientSecret }],
      [{ ...good, code: `${good.code}x` }],
      [{ ...good, grant_type: 'refresh_token', refresh_token: good.code }],
    ];
    for (const [form, application] of mistakes) {
      const { error, access_token } = await token(world, form, application);
      expect([['invalid_grant', 'invalid_request', 'invalid_client'].includes(error ?? ''), access_token]).toEqual([
        true,
        undefined,
      ]);
    }
    const first = await token(world, good);
    expect(first.error).toBeUndefined();
    // A stranger who holds a used code cannot end what its owner got.
    expect((await token(world, good, other)).error).toBe('invalid_grant');
    expect(await get('/userinfo', bearer(first.access_token))).toBe(true);
    expect((await token(world, good)).error).toBe('invalid_grant');
    expect(await get('/userinfo', bearer(first.access_token))).toBe(false);
  });

  it('what the hub issues is won by one of fifty who redeem or refresh at once', async () => {
    const visitor = new Browser();
    const request = authorization(world, { scope: 'openid offline_access' });
    const visit = await signInAs(visitor, await visitor.open(request.url), ADELE);
    const form = {
      grant_type: 'authorization_code',
      code: visit.url.searchParams.get('code') ?? '',
      redirect_uri: world.application.redirectUri,
      code_verifier: request.verifier,
    };
    const won = (answers: Tokens[]) => answers.filter(({ access_token }) => access_token !== undefined);
    expect(won(await Promise.all(Array.from({ length: 50 }, () => token(world, form))))).toHaveLength(1);
    const next = authorization(world, { scope: 'openid offline_access' });
    const { refresh_token = '' } = await redeem(world, await visitor.open(next.url, atApplication), next);
    const refresh = { grant_type: 'refresh_token', refresh_token };
    const winners = won(await Promise.all(Array.from({ length: 50 }, () => token(world, refresh))));
    expect(winners).toHaveLength(1);
    // Reuse was seen: neither the old one nor what the race gave lives on, so there is no fork.
    expect((await token(world, refresh)).error).toBe('invalid_grant');
    expect((await post('/oauth/introspect', { token: winners[0]?.access_token ?? '' })).body.active).toBe(false);
  });
});
