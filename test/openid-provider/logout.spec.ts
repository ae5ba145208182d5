import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { OidcDriver } from '../support/oidc-driver.js';
import { application, startOpenIdProvider, type TestProvider } from '../support/openid-provider.js';

const bye = 'https://app.example/bye';

describe('signing out', () => {
  let hub: TestProvider;
  let driver: OidcDriver;
  let browser: Browser;
  let idToken: string;
  let refreshToken: unknown;

  beforeAll(async () => {
    hub = await startOpenIdProvider();
    driver = new OidcDriver(hub);
    hub.applications.add(application({ clientId: 'web' }));
    hub.login.signsIn(hub.users.add('ada'));
  });
  beforeEach(async () => {
    browser = new Browser();
    const tokens = await driver.tokens({}, browser);
    idToken = String(tokens.id_token);
    refreshToken = tokens.refresh_token;
  });
  afterAll(() => hub.close());

  const open = (parameters: Record<string, string>) => {
    const url = new URL('/oidc/logout', hub.origin);
    url.search = new URLSearchParams(parameters).toString();
    return browser.open(url, { stopAt: (target) => target.origin !== hub.origin });
  };
  const isSignedIn = async () =>
    (await driver.authorize({ prompt: 'none' }, browser)).url.searchParams.get('error') === null;

  // covers OPENMETADATA-14
  it('a sign-out asks first, names the application, and then ends session and refresh', async () => {
    const page = await open({ id_token_hint: idToken, post_logout_redirect_uri: bye, state: 'a&b' });
    expect(page.status).toBe(200);
    expect(page.page.text).toContain('Application web');
    expect(await isSignedIn()).toBe(true);

    const cookies = await browser.cookies.getCookieString(hub.origin);
    const left = await browser.submit(page, {}, 'Sign out', { stopAt: (target) => target.origin !== hub.origin });
    // A form never leads off-site by redirect: a page with `Refresh` does.
    expect(left.status).toBe(200);
    expect(left.url.href).toBe(`${bye}?state=a%26b`);
    expect(left.page.querySelector('a[href]')?.getAttribute('href')).toBe(`${bye}?state=a%26b`);
    expect(await isSignedIn()).toBe(false);
    expect(hub.events.at(-1)).toMatchObject({ type: 'slo', userId: 'ada', clientId: 'web' });
    expect((await driver.refresh(refreshToken)).body.error).toBe('invalid_grant');

    const copied = await fetch(driver.authorizeUrl({ prompt: 'none' }), {
      headers: { cookie: cookies },
      redirect: 'manual',
    });
    expect(copied.headers.get('location')).toContain('error=login_required');
  });

  it('a sign-out ends nothing when the person stays', async () => {
    const page = await open({});
    await browser.submit(page, {}, 'Stay signed in');
    expect(await isSignedIn()).toBe(true);
  });

  it('a sign-out ends nothing without the secret of its page', async () => {
    const page = await open({});
    const forged = await browser.submit(page, { xsrf: 'guess' }, 'Sign out');
    expect(forged.status).toBe(400);
    expect(await isSignedIn()).toBe(true);
    const signedOut = await browser.submit(await open({}), {}, 'Sign out');
    expect([signedOut.status, signedOut.url.pathname]).toEqual([200, '/oidc/logout/success']);
    expect(await isSignedIn()).toBe(false);
  });

  it.each([
    ['an unregistered address', () => ({ id_token_hint: idToken, post_logout_redirect_uri: `${bye}/x` })],
    ['a changed hint', () => ({ id_token_hint: `${idToken.slice(0, -4)}AAAA` })],
    ['nonsense as hint', () => ({ id_token_hint: 'nonsense' })],
    ['an unknown application', () => ({ client_id: 'nobody' })],
    ['a hint of another application', () => ({ id_token_hint: idToken, client_id: 'nobody' })],
  ])('a sign-out with %s is refused with a page, and the person stays signed in', async (_, parameters) => {
    const { status, url } = await open(parameters());
    expect([status, url.pathname]).toEqual([400, '/oidc/logout']);
    expect(await isSignedIn()).toBe(true);
  });

  it('a sign-out without an application leads nowhere', async () => {
    const page = await open({ post_logout_redirect_uri: bye });
    const end = await browser.submit(page, {}, 'Sign out', { stopAt: (target) => target.origin !== hub.origin });
    expect(end.url.pathname).toBe('/oidc/logout/success');
  });

  it('a sign-out asks nothing of somebody who is not signed in', async () => {
    browser = new Browser();
    expect((await open({})).page.querySelector('h1')?.text).toMatch(/signed out/i);
    expect((await open({ client_id: 'web', post_logout_redirect_uri: bye, state: 's' })).url.href).toBe(
      `${bye}?state=s`,
    );
  });

  it('a sign-out may be posted', async () => {
    const form = { id_token_hint: idToken };
    const page = await browser.open(`${hub.origin}/oidc/logout`, { method: 'POST', form });
    expect(page.page.querySelectorAll('form')).toHaveLength(1);
  });
});
