import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../../../test/support/browser.js';
import { CONTOSO, REGISTRATIONS } from '../../../test/support/sandbox-sign-in.js';
import { type SampleApplication, type Sandbox, startSampleApplication, startSandbox } from '../index.js';

/** The sandbox stands in for the hub: both are OpenID Providers. */
describe('the sample application', () => {
  let provider: Sandbox;
  let application: SampleApplication;
  beforeAll(async () => {
    provider = await startSandbox();
    application = await startSampleApplication({
      issuer: `${provider.url}/${CONTOSO}/v2.0`,
      clientId: REGISTRATIONS.contoso.clientId,
      clientSecret: REGISTRATIONS.contoso.secret,
    });
  });
  beforeEach(() => {
    provider.control.reset();
    provider.control.addRedirectUri(REGISTRATIONS.contoso.clientId, application.callbackUrl);
    provider.control.addRedirectUri(REGISTRATIONS.contoso.clientId, application.signedOutUrl);
  });
  afterAll(() => Promise.all([application.close(), provider.close()]));

  const signIn = async (browser: Browser, user: string): Promise<Visit> => {
    const page = await browser.follow(await browser.open(application.url), 'Sign in');
    return browser.submit(page, { user });
  };
  const claim = (visit: Visit, name: string): string | undefined =>
    visit.page.querySelector(`td[data-claim="${name}"]`)?.text;

  it('the sample application shows the verified claims after a sign-in, and offers to sign out', async () => {
    const browser = new Browser();
    const visit = await signIn(browser, 'adele@contoso.com');
    expect(visit.url.href).toBe(`${application.url}/`);
    expect(visit.page.querySelector('h1')?.text).toBe('Hello, Adele Vance');
    expect(claim(visit, 'email')).toBe('adele@contoso.com');
    const out = await browser.follow(visit, 'Sign out');
    expect(out.trail.some((url) => url.pathname.endsWith('/logout'))).toBe(true);
    expect(out.url.href.startsWith(application.signedOutUrl)).toBe(true);
    expect((await browser.open(application.url)).page.querySelector('h1')?.text).toBe('Welcome');
  });

  it('the sample application escapes what the hub says', async () => {
    const visit = await signIn(new Browser(), 'nina@contoso.com');
    expect(visit.body).not.toContain('<b>');
    expect(visit.body).toContain('&lt;b>');
    expect(claim(visit, 'name')).toContain("Nina O'Neil <b>");
  });

  it('the sample application passes connection and login_hint on, and nothing else', async () => {
    const visit = await new Browser().open(`${application.url}/sign-in?connection=contoso&login_hint=a%40b.c&scope=x`);
    expect(visit.url.searchParams.get('connection')).toBe('contoso');
    expect(visit.url.searchParams.get('login_hint')).toBe('a@b.c');
    expect(visit.url.searchParams.get('scope')).toBe('openid profile email');
  });

  it('the sample application says politely that the person pressed Cancel', async () => {
    const browser = new Browser();
    const page = await browser.open(`${application.url}/sign-in`);
    const visit = await browser.submit(page, { action: 'cancel' });
    expect(visit.status).toBe(400);
    expect(visit.page.querySelector('h1')?.text).toBe('You did not sign in');
    expect(visit.page.querySelector('code')?.text).toBe('access_denied');
  });

  it.each(['wrong-nonce', 'wrong-issuer', 'wrong-audience', 'expired', 'bad-signature'] as const)(
    'the sample application signs nobody in by an ID token with %s',
    async (lie) => {
      provider.control.lie({ lie });
      const browser = new Browser();
      const visit = await signIn(browser, 'adele@contoso.com');
      expect(visit.page.querySelector('h1')?.text).toBe('We could not trust the answer');
      expect((await browser.open(application.url)).page.querySelector('h1')?.text).toBe('Welcome');
    },
  );

  it('the sample application takes an answer only in the browser that asked, and only once', async () => {
    const stopAt = (target: URL): boolean => target.origin === application.url;
    const browser = new Browser();
    const page = await browser.open(`${application.url}/sign-in`);
    const answer = await browser.submit(page, { user: 'adele@contoso.com' }, undefined, { stopAt });
    expect((await new Browser().open(answer.url)).page.querySelector('h1')?.text).toBe('This sign-in is over');
    expect((await browser.open(answer.url)).page.querySelector('h1')?.text).toBe('Hello, Adele Vance');
    expect((await browser.open(answer.url)).page.querySelector('h1')?.text).toBe('This sign-in is over');
  });

  it('the sample application sends a strict content security policy with every page', async () => {
    for (const path of ['/', '/callback', '/nothing']) {
      const { headers } = await new Browser().open(application.url + path);
      expect(headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; style-src 'self'; form-action 'self'/,
      );
    }
  });

  it('the sample application says that the hub cannot be reached, and recovers when it can', async () => {
    provider.control.trouble({ endpoint: 'discovery', kind: 'error', times: 1 });
    const other = await startSampleApplication({ issuer: `${provider.url}/${CONTOSO}/v2.0`, clientId: 'x' });
    try {
      expect((await new Browser().open(`${other.url}/sign-in`)).status).toBe(502);
      expect((await new Browser().open(`${other.url}/sign-in`)).url.origin).toBe(provider.url);
    } finally {
      await other.close();
    }
  });

  it('the sample application does not start on other hosts than loopback', async () => {
    await expect(startSampleApplication({ host: '0.0.0.0', issuer: 'http://x', clientId: 'x' })).rejects.toThrow(
      /loopback/,
    );
  });
});
