import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { CALLBACK, OidcDriver } from '../support/oidc-driver.js';
import { application, publicApplication, startOpenIdProvider, type TestProvider } from '../support/openid-provider.js';

describe('where the authorization endpoint sends the browser', () => {
  let hub: TestProvider;
  let driver: OidcDriver;

  beforeAll(async () => {
    hub = await startOpenIdProvider();
    driver = new OidcDriver(hub);
    hub.applications.add(application({ clientId: 'web' }));
    hub.applications.add(application({ clientId: 'disabled', isEnabled: false }));
    hub.applications.add(application({ clientId: 'pve', callbacks: ['https://pve1.example.com:8006'] }));
    hub.applications.add(
      publicApplication({
        clientId: 'cli',
        appType: 'native',
        callbacks: ['http://127.0.0.1/cb', 'com.example.app:/cb'],
      }),
    );
  });
  beforeEach(() => hub.login.signsIn(hub.users.add('ada')));
  afterAll(() => hub.close());

  it('the browser goes to the registered redirect URI', async () => {
    const { url } = await driver.authorize({ redirect_uri: CALLBACK });
    expect(`${url.origin}${url.pathname}`).toBe(CALLBACK);
  });

  // RFC 9700, section 4.1.3: exact comparison. The control is the test above.
  it.each([
    'https://APP.example/cb',
    'https://app.example/CB',
    'https://app.example:444/cb',
    'https://app.example:443/cb',
    'https://app.example/cb/',
    'https://app.example/cb/../x',
    'https://app.example/%2e%2e/cb',
    'https://app.example/cb%2f..%2fx',
    'https://app.example/cb?x',
    'https://app.example/cb#x',
    'https://app.example//cb',
    '//app.example/cb',
    'https:\\\\app.example\\cb',
    'https://app.example\\@evil.example/cb',
    'https://app.example@evil.example/cb',
    'https://user@app.example/cb',
    'https://app.example.evil/cb',
    'https://appXexample/cb',
    'http://app.example/cb',
    'https://аpp.example/cb',
    'https://app.example/c\tb',
    'https://app.example/c\nb',
    ' https://app.example/cb',
    'javascript:alert(1)',
    'data:text/html,x',
    `https://app.example/${'x'.repeat(9000)}`,
    '<script>alert(1)</script>',
    'null',
  ])('the browser goes nowhere for the redirect URI %j', async (redirectUri) => {
    const visit = await driver.authorize({ redirect_uri: redirectUri });
    expect([visit.status, visit.url.pathname]).toEqual([400, '/authorize']);
    expect(visit.headers.get('content-type')).toContain('text/html');
    expect(visit.headers.get('refresh')).toBeNull();
    expect(visit.body).not.toContain('<script');
  });

  // covers CODER-13, OPENMETADATA-12
  it('the page names the redirect URI that the hub received and what to do, escaped', async () => {
    const { page, body } = await driver.authorize({ redirect_uri: 'https://app.example/"><img src=x>' });
    expect(page.text).toContain('https://app.example/');
    expect(page.text).toContain('Application web');
    expect(page.text).toMatch(/register .* as a callback URL/);
    expect(body).not.toContain('<img src=x>');
  });

  it('the browser goes nowhere when redirect_uri is missing or empty', async () => {
    for (const redirect_uri of [undefined, '']) expect((await driver.authorize({ redirect_uri })).status).toBe(400);
  });

  it('the browser goes nowhere for an unknown or disabled application, with the same words for both', async () => {
    const pages = await Promise.all(
      ['nobody', 'disabled', 'x'.repeat(5000), 'we\u0000b'].map((client_id) => driver.authorize({ client_id })),
    );
    expect(pages.map((visit) => visit.status)).toEqual([400, 400, 400, 400]);
    expect(new Set(pages.map((visit) => visit.page.querySelector('.lead')?.text)).size).toBe(1);
  });

  // covers PROXMOX-03
  it('the browser goes to an origin without a path, port included', async () => {
    const { url } = await driver.authorize({ client_id: 'pve', redirect_uri: 'https://pve1.example.com:8006' });
    expect(url.origin).toBe('https://pve1.example.com:8006');
    expect(url.searchParams.get('code')).not.toBeNull();
  });

  it('a native application may choose its port on loopback, and nothing else', async () => {
    const to = (redirect_uri: string) => driver.authorize({ client_id: 'cli', redirect_uri });
    expect((await to('http://127.0.0.1:49152/cb')).url.port).toBe('49152');
    expect((await to('com.example.app:/cb')).url.protocol).toBe('com.example.app:');
    expect((await to('http://127.0.0.1:49152/other')).status).toBe(400);
    expect((await to('http://localhost:49152/cb')).status).toBe(400);
  });

  // covers OPENMETADATA-15
  it('every other error goes back to the application, with state and iss', async () => {
    const cases: readonly [Record<string, string | undefined>, string][] = [
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ response_type: 'id_token' }, 'unsupported_response_type'],
      [{ response_type: 'code id_token' }, 'unsupported_response_type'],
      [{ response_type: undefined }, 'invalid_request'],
      [{ response_mode: 'fragment' }, 'unsupported_response_mode'],
      [{ response_mode: 'form_post' }, 'unsupported_response_mode'],
      [{ response_mode: 'web_message' }, 'unsupported_response_mode'],
      [{ request: 'e30.e30.' }, 'request_not_supported'],
      [{ request_uri: 'https://sink.example/r' }, 'request_uri_not_supported'],
      [{ prompt: 'none' }, 'login_required'],
      [{ prompt: 'none login' }, 'invalid_request'],
      [{ prompt: 'dance' }, 'invalid_request'],
      [{ max_age: '-1' }, 'invalid_request'],
      [{ code_challenge_method: 'plain' }, 'invalid_request'],
      [{ code_challenge_method: 's256' }, 'invalid_request'],
      [{ code_challenge_method: undefined }, 'invalid_request'],
      [{ nonce: 'n'.repeat(5000) }, 'invalid_request'],
      [{ connection: 'c'.repeat(200) }, 'invalid_request'],
    ];
    for (const [parameters, error] of cases) {
      const { url } = await driver.authorize({ state: 'a b&c', ...parameters });
      // Errors of the implicit response types belong into the fragment (OAuth 2.0 Multiple Response Types, section 5).
      const searchParams = new URLSearchParams(url.hash === '' ? url.search : url.hash.slice(1));
      expect([parameters, url.origin, searchParams.get('error')]).toEqual([parameters, 'https://app.example', error]);
      expect([searchParams.get('state'), searchParams.get('iss')]).toEqual(['a b&c', hub.issuer]);
    }
  });

  it('no page has a script, not even for an error before the response mode is checked', async () => {
    const visit = await driver.authorize({ request: 'e30.e30.', response_mode: 'form_post' });
    expect([visit.status, visit.body.includes('<script')]).toEqual([400, false]);
  });

  // covers AUTH0-12, CODER-06
  it('a repeated parameter is refused and an unknown one ignored', async () => {
    const twice = driver.authorizeUrl();
    twice.searchParams.append('nonce', 'a');
    twice.searchParams.append('nonce', 'b');
    const stop = { stopAt: (target: URL) => target.origin !== hub.origin };
    const refused = await new Browser().open(twice, stop);
    expect(refused.url.searchParams.get('error')).toBe('invalid_request');
    const { url } = await driver.authorize({ audience: 'https://api.example', unheard_of: '1' });
    expect(url.searchParams.get('code')).not.toBeNull();
  });

  it('PKCE is demanded of every public application', async () => {
    const bare = { code_challenge: undefined, code_challenge_method: undefined };
    const native = { client_id: 'cli', redirect_uri: 'http://127.0.0.1:5000/cb' };
    expect((await driver.authorize({ ...native, ...bare })).url.searchParams.get('error')).toBe('invalid_request');
    expect((await driver.authorize(native)).url.searchParams.get('code')).not.toBeNull();
    expect((await driver.authorize(bare)).url.searchParams.get('code')).not.toBeNull();
    hub.applications.add(application({ clientId: 'strict', requirePkce: true }));
    const strict = await driver.authorize({ client_id: 'strict', ...bare });
    expect(strict.url.searchParams.get('error')).toBe('invalid_request');
  });

  it('a posted request is answered like one by GET', async () => {
    const form = driver.authorizeUrl().searchParams;
    const stop = { stopAt: (target: URL) => target.origin !== hub.origin };
    const { url } = await new Browser().open(`${hub.origin}/authorize`, { method: 'POST', form, ...stop });
    expect(url.searchParams.get('code')).not.toBeNull();
    const json = await fetch(`${hub.origin}/authorize`, { method: 'POST', body: '{}' });
    expect([json.status, json.headers.get('content-type')]).toEqual([415, 'text/html; charset=utf-8']);
    const huge = await fetch(`${hub.origin}/authorize`, {
      method: 'POST',
      body: new URLSearchParams({ state: 'x'.repeat(60_000) }),
    });
    expect(huge.status).toBe(413);
  });
});
