import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../../test/support/browser.js';
import { isUpstream, LoginHub } from '../../test/support/login-hub.js';
import type { TinyConnector } from '../../test/support/tiny-connector.js';

describe('an e-mail address typed at the universal login', () => {
  let hub: LoginHub;
  let browser: Browser;
  let contoso: TinyConnector;

  beforeEach(async () => {
    hub = await LoginHub.start();
    browser = new Browser();
    contoso = hub.addConnection('contoso', { displayName: 'Contoso', domain: 'contoso.example' });
    hub.addConnection('hidden', { domain: 'hidden.example' }, ['client-2']);
  });
  afterEach(() => hub.close());

  const type = async (identifier: string, options = {}) =>
    await browser.submit(await browser.open(await hub.ask(browser)), { identifier }, 'Continue', options);

  // covers LOGTO-12
  it('an e-mail address typed at the universal login finds its connection, trimmed and without regard to case', async () => {
    const visit = await type('  Ada@CONTOSO.Example ', { stopAt: isUpstream });
    expect(isUpstream(visit.url)).toBe(true);
    expect(contoso.begun).toMatchObject([{ loginHint: 'Ada@CONTOSO.Example' }]);
  });

  it('an e-mail address typed at the universal login leads off the site by a page with `Refresh` and a link, never by a redirect of the form', async () => {
    const page = await hub.ask(browser);
    const cookie = await browser.cookies.getCookieString(page);
    const response = await fetch(page, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ identifier: 'ada@contoso.example' }),
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('refresh')).toMatch(/^0; url=http:\/\/127\.0\.0\.1:9\/authorize\?state=/);
    const body = await response.text();
    expect(body).toContain('Continue to Contoso');
    expect(body).toMatch(/href="\/login\/request-1\?choose=1"[^>]*>Use another account/);
  });

  it('an e-mail address typed at the universal login gets a helpful sentence for an unknown domain, and the field keeps what was typed, escaped', async () => {
    const visit = await type('"><script>@nowhere.example');
    expect(visit.status).toBe(400);
    expect(visit.page.querySelectorAll('script')).toEqual([]);
    const unknown = await type('ada@nowhere.example');
    expect(unknown.page.querySelector('.problem')?.text).toContain('Check the spelling');
    const field = unknown.page.querySelector('input[name=identifier]');
    expect(field?.getAttribute('value')).toBe('ada@nowhere.example');
    expect(field?.getAttribute('aria-invalid')).toBe('true');
    expect(field?.getAttribute('aria-describedby')?.split(' ')).toContain(unknown.page.querySelector('.problem')?.id);
    expect(contoso.begun).toEqual([]);
  });

  // covers LOGTO-13
  it('an e-mail address typed at the universal login says the same of an unknown domain and of one that this application may not use', async () => {
    const page = await hub.ask(browser);
    const answerTo = async (identifier: string) =>
      (await browser.submit(await browser.open(page), { identifier })).body.replace(identifier, '');
    expect(await answerTo('ada@hidden.example')).toBe(await answerTo('ada@nowhere.example'));
  });

  it.each([
    '',
    'ada',
    '@contoso.example',
    'a@evil.example@contoso.example',
    'a@contoso.example,b@evil.example',
    '"a@evil.example"@contoso.example',
  ])(
    'an e-mail address typed at the universal login refuses %j as no address before any domain decides',
    async (identifier) => {
      const visit = await type(identifier, { stopAt: isUpstream });
      expect(visit.status).toBe(400);
      expect(visit.page.querySelector('.problem')?.text).toContain('Enter one e-mail address');
    },
  );

  it('an e-mail address typed at the universal login does not lead to another connection than the application demanded', async () => {
    const page = await hub.ask(browser, { connection: 'partner' });
    hub.addConnection('partner');
    const post = (identifier: string) =>
      browser.open(page, { method: 'POST', form: { identifier }, stopAt: isUpstream });
    expect((await post('ada@contoso.example')).status).toBe(400);
    expect(contoso.begun).toEqual([]);
  });

  describe('comes from our own page', () => {
    const post = async (headers: Record<string, string>, body: BodyInit) => {
      const page = await hub.ask(browser);
      const cookie = await browser.cookies.getCookieString(page);
      return await fetch(page, { method: 'POST', redirect: 'manual', headers: { cookie, ...headers }, body });
    };
    const form = () => new URLSearchParams({ identifier: 'ada@contoso.example' });

    it.each<[string, () => Record<string, string>, number]>([
      ['says Sec-Fetch-Site', () => ({ 'sec-fetch-site': 'same-origin', origin: 'null' }), 200],
      ['says Origin', () => ({ origin: hub.url }), 200],
      ['says neither', () => ({}), 200],
      ['is cross-site', () => ({ 'sec-fetch-site': 'cross-site' }), 403],
      ['is of a sibling site', () => ({ 'sec-fetch-site': 'same-site', origin: hub.url }), 403],
      ['has another origin', () => ({ origin: 'https://evil.example' }), 403],
      ['has the origin of a sandboxed frame', () => ({ origin: 'null' }), 403],
    ])('or is refused: %s', async (_name, headers, status) => {
      expect((await post(headers(), form())).status).toBe(status);
      expect(contoso.begun).toHaveLength(status === 200 ? 1 : 0);
    });

    it('and is a form: JSON, text and duplicate fields are refused', async () => {
      const json = await post({ 'content-type': 'application/json' }, '{"identifier":"ada@contoso.example"}');
      expect(json.status).toBe(400);
      expect((await post({ 'content-type': 'text/plain' }, 'identifier=ada@contoso.example')).status).toBe(400);
      const twice = new URLSearchParams([...form(), ...form()]);
      expect((await post({}, twice)).status).toBe(400);
      expect((await post({}, form())).status).toBe(200);
    });
  });
});
