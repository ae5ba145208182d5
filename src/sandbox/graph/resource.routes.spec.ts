import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../../../test/support/browser.js';
import { CONTOSO, codeOnPage, FABRIKAM, REGISTRATIONS, SandboxClient } from '../../../test/support/sandbox-sign-in.js';
import { type Sandbox, startSandbox } from '../index.js';

type Json = Readonly<Record<string, unknown>>;

describe('beyond the sign-in', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());
  afterEach(() => sandbox.control.reset());

  const get = async (path: string, token?: unknown): Promise<{ status: number; body: Json }> => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${String(token)}` };
    const response = await fetch(sandbox.url + path, { headers });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };

  it('userinfo says what the scopes allow, with the sub of the ID token', async () => {
    const client = new SandboxClient(sandbox);
    const { sub } = await client.claims('adele@contoso.com');
    const { access_token } = await client.tokens('adele@contoso.com');
    expect((await get('/oidc/userinfo', access_token)).body).toEqual({
      sub,
      name: 'Adele Vance',
      family_name: 'Vance',
      given_name: 'Adele',
      picture: `${sandbox.url}/v1.0/me/photo/$value`,
      email: 'adele@contoso.com',
    });
    const bare = await client.tokens('adele@contoso.com', { scope: 'openid' });
    expect((await get(`/${CONTOSO}/openid/userinfo`, bare.access_token)).body).toEqual({ sub });
  });

  it('Graph shows the default properties, null where there is nothing, and others when selected', async () => {
    const client = new SandboxClient(sandbox);
    const { access_token } = await client.tokens('nomail@contoso.com', { scope: 'openid User.Read' });
    const { body } = await get('/v1.0/me', access_token);
    expect(body).toMatchObject({
      '@odata.context': `${sandbox.url}/v1.0/$metadata#users/$entity`,
      id: 'c0a70502-0000-4000-8000-000000000003',
      mail: null,
      businessPhones: [],
    });
    expect(Object.keys(body)).toHaveLength(12);
    expect((await get('/v1.0/me?$select=id,userType,department', access_token)).body).toMatchObject({
      userType: 'Member',
      department: null,
    });
  });

  it('Graph refuses without a token, with a wrong one, and without User.Read', async () => {
    expect(await get('/v1.0/me')).toMatchObject({
      status: 401,
      body: { error: { code: 'InvalidAuthenticationToken' } },
    });
    expect((await get('/v1.0/me', 'nonsense')).status).toBe(401);
    const { access_token } = await new SandboxClient(sandbox).tokens('adele@contoso.com', { scope: 'openid' });
    expect(await get('/v1.0/me', access_token)).toMatchObject({
      status: 403,
      body: { error: { code: 'Authorization_RequestDenied', innerError: { 'request-id': expect.any(String) } } },
    });
  });

  it('Graph has nobody’s photo', async () => {
    const { access_token } = await new SandboxClient(sandbox).tokens('adele@contoso.com', {
      scope: 'openid User.Read',
    });
    for (const path of ['/v1.0/me/photo', '/v1.0/me/photo/$value', '/v1.0/me/photos/48x48/$value'])
      expect(await get(path, access_token)).toMatchObject({ status: 404, body: { error: { code: 'ImageNotFound' } } });
  });

  it('logout ends the session and leads back to a registered URI only', async () => {
    const browser = new Browser();
    const client = new SandboxClient(sandbox);
    const logout = (uri: string): Promise<{ url: URL }> =>
      browser.open(
        `${sandbox.url}/${CONTOSO}/oauth2/v2.0/logout?state=s&post_logout_redirect_uri=${encodeURIComponent(uri)}`,
        { stopAt: (target) => target.host === 'localhost:3000' },
      );
    await client.signIn('adele@contoso.com', {}, browser);
    expect((await logout(REGISTRATIONS.contoso.redirectUri)).url.href).toBe(
      `${REGISTRATIONS.contoso.redirectUri}?state=s`,
    );
    expect((await client.begin(browser)).page.querySelector('h1')?.text).toBe('Pick an account');
    await client.signIn('adele@contoso.com', {}, browser);
    expect((await logout('https://evil.example/')).url.host).toBe(new URL(sandbox.url).host);
  });

  it('logout calls the front-channel URL of every application of the session with the sid, and no iss', async () => {
    const browser = new Browser();
    const client = new SandboxClient(sandbox);
    sandbox.control.changeApplication(REGISTRATIONS.contoso.clientId, { logoutUrl: 'https://hub.example/logout' });
    const { sid } = await client.claims('adele@contoso.com');
    expect(sid).toMatch(/^[0-9a-f-]{36}$/);
    await client.signIn('adele@contoso.com', {}, browser);
    const page = await browser.open(`${sandbox.url}/${CONTOSO}/oauth2/v2.0/logout`);
    const frame = new URL(page.page.querySelector('iframe')?.getAttribute('src') ?? '');
    expect(frame.origin + frame.pathname).toBe('https://hub.example/logout');
    expect([...frame.searchParams.keys()]).toEqual(['sid']);
    expect(page.headers.get('content-security-policy')).toContain('frame-src https://hub.example;');
  });

  it('an administrator consents for a tenant, and the answer says so', async () => {
    const { clientId, redirectUri } = REGISTRATIONS.organizations;
    const url = new URL(`${sandbox.url}/fabrikam.com/v2.0/adminconsent`);
    for (const [name, value] of Object.entries({
      client_id: clientId,
      redirect_uri: redirectUri,
      state: 's',
      scope: 'https://graph.microsoft.com/.default',
    }))
      url.searchParams.set(name, value);
    const stopAt = (target: URL): boolean => target.host === 'localhost:3000';
    const browser = new Browser();
    const page = await browser.open(url);
    const cancelled = await browser.submit(page, { action: 'cancel' }, undefined, { stopAt });
    expect(cancelled.url.searchParams.get('error_subcode')).toBe('cancel');
    const granted = await browser.submit(page, { user: 'ceo@fabrikam.com' }, undefined, { stopAt });
    expect(Object.fromEntries(granted.url.searchParams)).toMatchObject({
      admin_consent: 'True',
      tenant: FABRIKAM,
      state: 's',
    });
    const client = new SandboxClient(sandbox, REGISTRATIONS.organizations, 'organizations');
    expect((await client.signIn('frida@fabrikam.com')).url.searchParams.has('code')).toBe(true);
    const person = await browser.submit(page, { user: 'frida@fabrikam.com' }, undefined, { stopAt });
    expect(codeOnPage(person)).toBe(90094);
    url.searchParams.set('redirect_uri', 'https://evil.example/');
    expect(codeOnPage(await browser.open(url))).toBe(50011);
  });

  it('beyond the sign-in has a front page, a page for each code, and 404 for the rest', async () => {
    const browser = new Browser();
    expect((await browser.open(sandbox.url)).page.structuredText).toContain('Fabrikam');
    expect((await browser.open(`${sandbox.url}/error?code=50105`)).page.querySelector('h1')?.text).toBe('AADSTS50105');
    expect((await browser.open(`${sandbox.url}/error?code=<b>`)).status).toBe(200);
    expect((await browser.open(`${sandbox.url}/no/such/thing`)).status).toBe(404);
  });
});
