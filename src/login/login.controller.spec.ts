import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../../test/support/browser.js';
import { isUpstream, LoginHub } from '../../test/support/login-hub.js';

describe('the universal login', () => {
  let hub: LoginHub;
  let browser: Browser;

  beforeEach(async () => {
    hub = await LoginHub.start();
    browser = new Browser();
  });
  afterEach(() => hub.close());

  describe('its page', () => {
    // covers AUTH0-23
    it('the login page names the application, and offers a button for each connection, by display name', async () => {
      hub.addConnection('zeta', { displayName: 'Alpine Club' });
      hub.addConnection('alpha', { displayName: 'Zoo', iconUrl: 'https://logos.example/zoo.png' });
      hub.addConnection('no-name');
      const visit = await browser.open(await hub.ask(browser));
      expect(visit.status).toBe(200);
      expect(visit.page.querySelectorAll('h1').map((one) => one.text)).toEqual(['Sign in to Sample App']);
      expect(visit.page.querySelector('html')?.getAttribute('lang')).toBe('en');
      expect(visit.page.querySelectorAll('.connections a').map((one) => one.text)).toEqual([
        'Continue with Alpine Club',
        'Continue with no-name',
        'Continue with Zoo',
      ]);
      expect(visit.page.querySelector('img')?.attributes).toEqual({
        src: 'https://logos.example/zoo.png',
        width: '20',
        height: '20',
        alt: '',
        referrerpolicy: 'no-referrer',
      });
      expect(visit.page.querySelector('form')).toBeNull();
    });

    it('the login page has the e-mail field when some connection has domains', async () => {
      hub.addConnection('contoso', { domain: 'contoso.example' });
      const visit = await browser.open(await hub.ask(browser));
      const field = visit.page.querySelector('input[name=identifier]');
      expect(field?.getAttribute('type')).toBe('email');
      expect(field?.getAttribute('autocomplete')).toBe('username');
      expect(visit.page.querySelector(`label[for=${field?.id}]`)).not.toBeNull();
      expect(visit.page.querySelectorAll('.connections a')).toEqual([]);
    });

    it('the login page is not stored, runs no script, and loads logos from their origins only', async () => {
      hub.addConnection('one', { iconUrl: 'https://logos.example/a.png?x=1' });
      hub.addConnection('two', { iconUrl: 'https://other.example:8443/b.png' });
      hub.addConnection('three', { iconUrl: 'javascript:alert(1)' });
      hub.addConnection('four', { iconUrl: 'http://insecure.example/c.png' });
      const { headers, page } = await browser.open(await hub.ask(browser));
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(/img-src ([^;]*)/.exec(policy)?.[1]?.split(' ').sort()).toEqual([
        "'self'",
        'https://logos.example',
        'https://other.example:8443',
      ]);
      expect(page.querySelectorAll('script')).toEqual([]);
      expect(page.querySelectorAll('img')).toHaveLength(2);
    });

    it('the login page escapes what administrators and applications are called', async () => {
      hub.addConnection('another');
      hub.addConnection('x', { displayName: '<script>alert(1)</script>', iconUrl: 'https://a.example/"><b>' });
      hub.setApplication({ name: '<img src=x onerror=alert(1)>' });
      const { body, page } = await browser.open(await hub.ask(browser));
      expect(page.querySelectorAll('script, b, img[onerror]')).toEqual([]);
      expect(body).toContain('Continue with &lt;script>');
    });

    it('the login page serves its stylesheet from the hub, for ever', async () => {
      hub.addConnection('another');
      hub.addConnection('contoso');
      const visit = await browser.open(await hub.ask(browser));
      const href = visit.page.querySelector('link[rel=stylesheet]')?.getAttribute('href') ?? '';
      const css = await browser.open(new URL(href, visit.url));
      expect(css.status).toBe(200);
      expect(css.headers.get('content-type')).toBe('text/css; charset=utf-8');
      expect(css.headers.get('cache-control')).toContain('immutable');
      expect((await browser.open(`${hub.url}/login/assets/none.css`)).status).toBe(404);
    });
  });

  describe('whose request it is', () => {
    it('whose request it is shows nothing to a browser without the cookie of the request, the same as for a uid that never was', async () => {
      hub.addConnection('another');
      hub.addConnection('contoso', { displayName: 'Contoso' });
      const page = await hub.ask(browser);
      const stranger = new Browser();
      for (const path of ['', '?choose=1', '/connections/contoso']) {
        const foreign = await stranger.open(page + path);
        const unknown = await stranger.open(`${hub.url}/login/never-was${path}`);
        expect(foreign.status).toBe(400);
        expect(foreign.body).toBe(unknown.body);
        expect(foreign.body).not.toMatch(/Contoso|Sample App/);
      }
      expect((await browser.open(page)).status).toBe(200);
    });

    it('whose request it is does not serve a request to the browser that has the handle of another one', async () => {
      hub.addConnection('contoso');
      hub.addConnection('fabrikam');
      const page = await hub.ask(browser);
      const stranger = new Browser();
      const own = await hub.ask(stranger);
      expect((await stranger.open(page)).status).toBe(400);
      expect((await stranger.open(own)).status).toBe(200);
      expect((await browser.open(page)).status).toBe(200);
    });

    it('whose request it is refuses a disabled application', async () => {
      hub.addConnection('another');
      hub.addConnection('contoso');
      const page = await hub.ask(browser);
      hub.setApplication({ isEnabled: false });
      const refused = await browser.open(page);
      expect(refused.status).toBe(403);
      expect(refused.page.querySelector('h1')?.text).toBe('Signing in did not work');
      hub.setApplication({});
      expect((await browser.open(page)).status).toBe(200);
    });

    it('whose request it is answers 4xx to odd paths and parameters', async () => {
      for (const path of ['/login/%00', '/login/a%0d%0ab', '/login/%3Cscript%3E', `/login/${'x'.repeat(300)}`]) {
        const visit = await browser.open(hub.url + path);
        expect(visit.status).toBe(400);
        expect(visit.body).not.toContain('<script>');
      }
    });
  });

  describe('which connection', () => {
    beforeEach(() => {
      hub.addConnection('contoso', { displayName: 'Contoso', domain: 'contoso.example' });
      hub.addConnection('fabrikam', { domain: 'fabrikam.example', domainAliases: ['fabrikam.test'] });
    });

    // covers AUTH0-22
    it('the login goes where the `connection` parameter says', async () => {
      const visit = await browser.open(await hub.ask(browser, { connection: 'fabrikam' }), { stopAt: isUpstream });
      expect(visit.url.searchParams.get('redirect_uri')).toBe(`${hub.url}/login/callback/fabrikam`);
    });

    it.each([
      ['unknown', () => {}],
      ['disabled', () => hub.connections.change('fabrikam', { isEnabled: false })],
      ['of another application', () => hub.addConnection('fabrikam', {}, ['client-2'])],
    ])('the login refuses a `connection` that is %s, and goes to no other', async (kind, arrange) => {
      arrange();
      const connection = kind === 'unknown' ? 'nowhere' : 'fabrikam';
      const loginHint = 'ada@contoso.example';
      const page = await hub.ask(browser, { connection, loginHint });
      for (const path of ['', '?choose=1', `/connections/${connection}`, '/connections/contoso']) {
        const visit = await browser.open(page + path, { stopAt: isUpstream });
        expect(visit.status).toBe(403);
        expect(visit.body).not.toContain('Contoso');
      }
      const page2 = await hub.ask(browser, { connection: 'contoso', loginHint });
      expect(isUpstream((await browser.open(page2, { stopAt: isUpstream })).url)).toBe(true);
    });

    it('the login shows no page that would offer one connection and nothing else', async () => {
      hub.connections.all.delete('fabrikam');
      expect((await browser.open(await hub.ask(browser), { stopAt: isUpstream })).status).toBe(200);
      hub.connections.all.clear();
      hub.addConnection('contoso');
      const only = await browser.open(await hub.ask(browser), { stopAt: isUpstream });
      expect(only.url.searchParams.get('redirect_uri')).toBe(`${hub.url}/login/callback/contoso`);
      expect((await browser.open(`${await hub.ask(browser)}?choose=1`, { stopAt: isUpstream })).status).toBe(200);
      hub.addConnection('fabrikam');
      expect((await browser.open(await hub.ask(browser), { stopAt: isUpstream })).status).toBe(200);
    });

    it('the login refuses an application without any connection', async () => {
      hub.connections.all.clear();
      expect((await browser.open(await hub.ask(browser))).status).toBe(403);
    });

    it('the login goes where the domain of `login_hint` belongs, without asking twice', async () => {
      const page = await hub.ask(browser, { loginHint: 'Ada@Fabrikam.TEST' });
      const visit = await browser.open(page, { stopAt: isUpstream });
      expect(visit.url.searchParams.get('redirect_uri')).toBe(`${hub.url}/login/callback/fabrikam`);
      expect(hub.connections.all.get('fabrikam')?.connector).toMatchObject({
        begun: [{ loginHint: 'Ada@Fabrikam.TEST' }],
      });
    });

    it('the login shows the page for a `login_hint` of no known domain, with the address in the field', async () => {
      const visit = await browser.open(await hub.ask(browser, { loginHint: 'ada@sub.contoso.example' }));
      expect(visit.status).toBe(200);
      expect(visit.page.querySelector('input[name=identifier]')?.getAttribute('value')).toBe('ada@sub.contoso.example');
    });

    it('the login lets a person choose another account although a hint would decide', async () => {
      const page = await hub.ask(browser, { loginHint: 'ada@contoso.example' });
      hub.addConnection('partner', { displayName: 'Partner' });
      const visit = await browser.open(`${page}?choose=1`);
      expect(visit.page.querySelector('h1')?.text).toBe('Choose an account for Sample App');
      expect(visit.page.querySelector('input[name=identifier]')?.getAttribute('value')).toBe('');
      await browser.follow(visit, 'Continue with Partner', { stopAt: isUpstream });
      const begun = hub.connections.all.get('partner')?.connector;
      expect(begun).toMatchObject({ begun: [{ prompt: 'select_account' }] });
      expect(begun).not.toMatchObject({ begun: [{ loginHint: expect.anything() }] });
    });

    it('the login keeps to the demanded connection when a person chooses another account', async () => {
      const page = await hub.ask(browser, { connection: 'contoso' });
      const visit = await browser.open(`${page}?choose=1`);
      expect(visit.page.querySelectorAll('a.button').map((one) => one.text)).toEqual(['Continue with Contoso']);
      expect(visit.page.querySelector('form')).toBeNull();
    });
  });
});
