import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { OidcDriver } from '../support/oidc-driver.js';
import { application, startOpenIdProvider, type TestProvider } from '../support/openid-provider.js';

describe('the session of the hub', () => {
  let hub: TestProvider;
  let driver: OidcDriver;
  let browser: Browser;

  beforeAll(async () => {
    hub = await startOpenIdProvider();
    driver = new OidcDriver(hub);
    hub.applications.add(application({ clientId: 'web' }));
    hub.applications.add(application({ clientId: 'other' }));
  });
  beforeEach(() => {
    hub.connections.refused.clear();
    hub.users.all.clear();
    hub.login.seen.length = 0;
    hub.login.signsIn(hub.users.add('ada'));
    browser = new Browser();
  });
  afterAll(() => hub.close());

  const answer = ({ url }: Visit) => url.searchParams.get('error') ?? (url.searchParams.has('code') ? 'code' : 'page');
  const silently = (parameters: Record<string, string> = {}) =>
    driver.authorize({ prompt: 'none', ...parameters }, browser).then(answer);
  const subjectOf = async (parameters: Record<string, string> = {}) => {
    const { access_token } = (await driver.redeem(await driver.code(parameters, browser))).body;
    const headers = { authorization: `Bearer ${String(access_token)}` };
    const claims = (await (await fetch(`${hub.origin}/userinfo`, { headers })).json()) as { sub: string };
    return claims.sub;
  };
  const sessionCookie = async () =>
    (await browser.cookies.getCookies(hub.origin)).find((cookie) => cookie.key === 'portico-session');

  it('a session serves other applications, and prompt=none, without a page', async () => {
    expect(await silently()).toBe('login_required');
    await driver.code({}, browser);
    expect(hub.login.seen).toHaveLength(1);
    expect(await silently()).toBe('code');
    expect(await silently({ client_id: 'other' })).toBe('code');
    expect(hub.login.seen).toHaveLength(1);
  });

  it.each([
    ['the user is blocked', () => hub.users.add('ada', { blocked: true })],
    ['the user is gone', () => hub.users.all.delete('ada')],
    ['the connection is disabled', () => hub.connections.refused.add('con_1 *')],
  ])('a session serves nobody once %s', async (_, end) => {
    await driver.code({}, browser);
    expect(await silently()).toBe('code');
    end();
    expect(await silently()).toBe('login_required');
  });

  it('a session serves no application that may not use its connection, and none that asks for another', async () => {
    await driver.code({}, browser);
    hub.connections.refused.add('con_1 other');
    expect(await silently({ client_id: 'other' })).toBe('login_required');
    expect(await silently({ client_id: 'web' })).toBe('code');
    expect(await silently({ connection: 'fabrikam' })).toBe('login_required');
    expect(await silently({ connection: 'contoso' })).toBe('code');
  });

  // covers OPENMETADATA-08
  it('the person is asked again for prompt=login, select_account and max_age, and the login is told why', async () => {
    await driver.code({}, browser);
    for (const prompt of ['login', 'select_account', 'login select_account']) {
      expect(answer(await driver.authorize({ prompt }, browser))).toBe('code');
    }
    expect(answer(await driver.authorize({ max_age: '0' }, browser))).toBe('code');
    expect(answer(await driver.authorize({ max_age: '10000' }, browser))).toBe('code');
    expect(answer(await driver.authorize({ prompt: 'consent' }, browser))).toBe('code');
    expect(hub.login.seen.slice(1)).toMatchObject([
      { prompt: ['login'] },
      { prompt: ['select_account'] },
      { prompt: ['login', 'select_account'] },
      { prompt: ['login'] },
    ]);
  });

  it('the login is told what it may know of the request', async () => {
    await driver.code(
      { connection: 'contoso', login_hint: 'a@b.example', max_age: '60', ui_locales: 'de en' },
      browser,
    );
    expect(hub.login.seen).toEqual([
      {
        uid: expect.any(String),
        browserHash: expect.any(String),
        clientId: 'web',
        connection: 'contoso',
        loginHint: 'a@b.example',
        maxAge: 60,
        prompt: [],
        uiLocales: ['de', 'en'],
      },
    ]);
  });

  it('a session gets a new id at every login', async () => {
    await driver.code({}, browser);
    const before = (await sessionCookie())?.value;
    await driver.code({ prompt: 'login' }, browser);
    const after = (await sessionCookie())?.value;
    expect(after).not.toBe(before);
    // The id of before opens nothing any more.
    const thief = new Browser();
    await thief.cookies.setCookie(`portico-session=${before}; path=/`, hub.origin);
    expect(answer(await driver.authorize({ prompt: 'none' }, thief))).toBe('login_required');
  });

  it('the session changes hands without a script when somebody else signs in', async () => {
    expect(await subjectOf()).toBe('ada');
    const tokens = await driver.tokens({}, browser);
    hub.login.signsIn(hub.users.add('bob'));
    expect(await subjectOf({ prompt: 'login' })).toBe('bob');
    expect(await subjectOf()).toBe('bob');
    expect((await driver.refresh(tokens.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('two tabs can be finished in reverse order', async () => {
    const atLogin = (target: URL) => target.pathname.startsWith('/login/');
    const tabs = [
      await browser.open(driver.authorizeUrl({ state: 'one' }), { stopAt: atLogin }),
      await browser.open(driver.authorizeUrl({ state: 'two' }), { stopAt: atLogin }),
    ];
    const stop = { stopAt: (target: URL) => target.origin !== hub.origin };
    for (const tab of tabs.reverse()) {
      const state = (await browser.open(tab.url, stop)).url.searchParams;
      expect([state.has('code'), state.get('state')]).toEqual([true, tab === tabs[0] ? 'two' : 'one']);
    }
  });

  it('a request can be finished only in the browser that began it', async () => {
    const atLogin = (target: URL) => target.pathname.startsWith('/login/');
    const { url } = await browser.open(driver.authorizeUrl(), { stopAt: atLogin });
    const uid = url.pathname.split('/').at(-1) ?? '';
    const stranger = new Browser();
    for (const name of ['interaction', 'interaction.sig', 'resume', 'resume.sig'])
      await stranger.cookies.setCookie(`portico-${name}=${uid}; path=/`, hub.origin);
    expect((await stranger.open(url)).status).toBe(400);
    expect((await stranger.open(`${hub.origin}/authorize/${uid}`)).status).toBe(400);
    // The stranger began a request too, and has its handle.
    await stranger.open(driver.authorizeUrl(), { stopAt: atLogin });
    expect((await stranger.open(url)).status).toBe(400);
    expect((await stranger.open(`${hub.origin}/authorize/${uid}`)).status).toBe(400);
    expect(answer(await browser.open(url, { stopAt: (target) => target.origin !== hub.origin }))).toBe('code');
    expect((await browser.open(url)).status).toBe(400);
    expect((await browser.open(`${hub.origin}/authorize/${uid}`)).status).toBe(400);
  });

  it('a request that nobody has signed in for asks for a person again where its browser resumes it', async () => {
    const atLogin = (target: URL) => target.pathname.startsWith('/login/');
    const begun = await browser.open(driver.authorizeUrl(), { stopAt: atLogin });
    const uid = begun.url.pathname.split('/').at(-1) ?? '';
    const again = await browser.open(`${hub.origin}/authorize/${uid}`, { stopAt: atLogin });
    expect(atLogin(again.url)).toBe(true);
    expect(again.url.href).not.toBe(begun.url.href);
  });

  it('the application is told when the wrong person signs in, instead of that person being asked for ever', async () => {
    const idToken = String((await driver.tokens({}, browser)).id_token);
    expect(answer(await driver.authorize({ id_token_hint: idToken }, browser))).toBe('code');
    hub.login.signsIn(hub.users.add('bob'));
    expect(answer(await driver.authorize({ id_token_hint: idToken, prompt: 'login' }, browser))).toBe('login_required');
    expect(answer(await driver.authorize({ id_token_hint: idToken }, new Browser()))).toBe('login_required');
    hub.login.signsIn(hub.users.add('eve', { blocked: true }));
    expect(answer(await driver.authorize({}, new Browser()))).toBe('access_denied');
  });

  it('a refusal of the login returns to the application, with state and iss', async () => {
    hub.login.outcome = { kind: 'refused', error: 'access_denied', description: 'the person cancelled' };
    const { url } = await driver.authorize({ state: 'mine' }, browser);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'the person cancelled',
      state: 'mine',
      iss: hub.issuer,
    });
    hub.login.outcome = { kind: 'refused', error: 'temporarily_unavailable', description: 'later' };
    expect(answer(await driver.authorize({}, browser))).toBe('temporarily_unavailable');
  });

  it('an error page has no script, and the status and words of its cause', async () => {
    const late = await browser.open(`${hub.origin}/authorize/${'x'.repeat(43)}`);
    expect([late.status, late.page.querySelector('h1')?.text]).toEqual([400, 'This sign-in is no longer waiting']);
    expect(late.page.text).toContain('You can fix this yourself.');
    expect(late.headers.get('content-security-policy')).toContain("form-action 'self'");
    expect(late.headers.get('cache-control')).toBe('no-store');
    expect(late.body).not.toContain('<script');
  });
});
