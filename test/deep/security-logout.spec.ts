import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { atApplication, authorization, redeem, signInAs, type Tokens, token } from '../support/sign-in.js';
import { type TestApplication, World } from '../support/world.js';

/** Signing out is the person's own act, ends everything, and leads to registered places only. */
describe('signing out', () => {
  let world: World;
  let browser: Browser;
  let tokens: Tokens;
  let other: TestApplication;

  beforeAll(async () => {
    world = await World.start();
    const client = await world.api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
      name: 'Other',
      app_type: 'regular_web',
      callbacks: [world.application.redirectUri],
      allowed_logout_urls: ['http://localhost:9/other'],
      grant_types: ['authorization_code'],
    });
    other = { ...world.application, clientId: client.client_id, clientSecret: client.client_secret };
  });
  beforeEach(async () => {
    browser = new Browser();
    const request = authorization(world, { scope: 'openid offline_access' });
    tokens = await redeem(
      world,
      await signInAs(browser, await browser.open(request.url), 'adele@contoso.com'),
      request,
    );
  });
  afterAll(() => world?.close());

  const open = (parameters: Record<string, string>, by = browser) =>
    by.open(`${world.issuer}/oidc/logout?${new URLSearchParams(parameters)}`, atApplication);
  const isSignedIn = async (by = browser) =>
    (await by.open(authorization(world, { prompt: 'none' }).url, atApplication)).url.searchParams.has('code');
  const press = (page: Visit) => browser.submit(page, {}, 'Sign out', atApplication);
  const hint = () => ({ id_token_hint: tokens.id_token });
  const HOME = { post_logout_redirect_uri: 'http://localhost:9/' };

  it('signing out ends the session, copies of its cookie, refresh and access, and returns with state', async () => {
    const copy = new Browser();
    for (const cookie of await browser.cookies.getCookies(world.issuer)) {
      await copy.cookies.setCookie(cookie.toString(), world.issuer);
    }
    expect(await isSignedIn(copy)).toBe(true);
    const unredeemed = authorization(world);
    const code = (await browser.open(unredeemed.url, atApplication)).url.searchParams.get('code') ?? '';
    const end = await press(await open({ ...hint(), ...HOME, state: 'a b&c' }));
    expect([end.url.pathname, end.url.searchParams.get('state')]).toEqual(['/', 'a b&c']);
    expect([await isSignedIn(), await isSignedIn(copy)]).toEqual([false, false]);
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' };
    const { redirectUri } = world.application;
    const redeemed = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: unredeemed.verifier,
    };
    expect([(await token(world, refresh)).error, (await token(world, redeemed)).error]).toEqual([
      'invalid_grant',
      'invalid_grant',
    ]);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    expect((await fetch(`${world.issuer}/userinfo`, { headers })).status).toBe(401);
    const cookies = await browser.cookies.getCookies(world.issuer);
    expect(cookies.filter(({ key }) => key === 'portico-session').map(({ value }) => value)).not.toContain(
      (await copy.cookies.getCookies(world.issuer)).find(({ key }) => key === 'portico-session')?.value,
    );
  });

  it('by a bare or hinted link, or from another site, ends nothing until the person says so', async () => {
    for (const parameters of [{}, hint(), { ...hint(), ...HOME }, { client_id: world.application.clientId, ...HOME }]) {
      const page = await open(parameters);
      expect([page.status, page.url.pathname, page.headers.get('cache-control')?.includes('no-store')]).toEqual([
        200,
        '/oidc/logout',
        true,
      ]);
      expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      const confirm = `${world.issuer}/oidc/logout/confirm`;
      const xsrf = page.page.querySelector('input[name=xsrf]')?.getAttribute('value') ?? '';
      expect(xsrf.length).toBeGreaterThanOrEqual(22);
      // A form of another site brings no `Lax` cookie, whatever secret it guessed.
      const forged = await browser.open(confirm, { method: 'POST', form: { xsrf, logout: 'yes' }, crossSite: true });
      const guessed = await browser.open(confirm, {
        method: 'POST',
        form: { xsrf: 'x'.repeat(xsrf.length), logout: 'yes' },
      });
      const empty = await browser.open(confirm, { method: 'POST', form: { logout: 'yes' } });
      for (const visit of [forged, guessed, empty])
        expect([visit.status >= 400, visit.status < 500]).toEqual([true, true]);
      expect(await isSignedIn()).toBe(true);
    }
    await press(await open({}));
    expect(await isSignedIn()).toBe(false);
  });

  it('signing out goes nowhere that is not registered for the application of the hint', async () => {
    const [head, payload, signature] = tokens.id_token.split('.');
    const bad: Record<string, string>[] = [
      { ...hint(), post_logout_redirect_uri: 'http://localhost:9/other' },
      { ...hint(), post_logout_redirect_uri: 'http://localhost:9' },
      { ...hint(), post_logout_redirect_uri: 'http://localhost:9/?x' },
      { ...hint(), post_logout_redirect_uri: 'http://localhost:9/#x' },
      { ...hint(), post_logout_redirect_uri: '//evil.example' },
      { ...hint(), post_logout_redirect_uri: 'javascript:alert(1)' },
      { ...hint(), ...HOME, client_id: other.clientId },
      { client_id: other.clientId, ...HOME },
      { client_id: 'nobody', ...HOME },
      { id_token_hint: `${head}.${payload}.${signature?.slice(0, -6)}AAAAAA`, ...HOME },
      { id_token_hint: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`, ...HOME },
      { id_token_hint: tokens.access_token, ...HOME },
      HOME,
    ];
    for (const parameters of bad) {
      for (const by of [browser, new Browser()]) {
        const page = await open(parameters, by);
        const left = page.status === 200 && by === browser && page.body.includes('xsrf') ? await press(page) : page;
        expect([JSON.stringify(parameters).slice(0, 90), left.url.port === '9']).toEqual([
          JSON.stringify(parameters).slice(0, 90),
          false,
        ]);
        expect(left.status).toBeLessThan(500);
        if (by === browser && left !== page) expect(parameters).toBe(HOME);
      }
    }
  });

  it('of one person leaves another one’s session alone', async () => {
    const second = new Browser();
    const request = authorization(world);
    await signInAs(second, await second.open(request.url), 'nomail@contoso.com');
    await press(await open({ ...hint(), ...HOME }));
    expect([await isSignedIn(), await isSignedIn(second)]).toEqual([false, true]);
    // The first person's hint is no key to the second one's session.
    await open({ ...hint(), ...HOME }, second);
    expect(await isSignedIn(second)).toBe(true);
  });
});
