import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../../../test/support/browser.js';
import {
  CONTOSO,
  codeAtCallback,
  codeOnPage,
  FABRIKAM,
  REGISTRATIONS,
  SandboxClient,
} from '../../../test/support/sandbox-sign-in.js';
import { type Sandbox, startSandbox } from '../index.js';

describe('signing in at the sandbox', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());
  afterEach(() => sandbox.control.reset());

  it('signing in at the sandbox sends code, state and session_state, and no iss', async () => {
    const visit = await new SandboxClient(sandbox).signIn('adele@contoso.com', { client_info: '1' });
    expect([...visit.url.searchParams.keys()]).toEqual(['code', 'client_info', 'session_state', 'state']);
    const info = Buffer.from(visit.url.searchParams.get('client_info') ?? '', 'base64url').toString();
    expect(JSON.parse(info)).toEqual({ uid: 'c0a70502-0000-4000-8000-000000000001', utid: CONTOSO });
  });

  it('signing in at the sandbox escapes in lower case and takes HTML out of the state', async () => {
    const visit = await new SandboxClient(sandbox).signIn('adele@contoso.com', { state: 'a:b<i>c' });
    expect(visit.url.search).toContain('state=a%3abc');
  });

  it('signing in at the sandbox answers in the fragment or by a form when asked', async () => {
    const client = new SandboxClient(sandbox);
    const fragment = await client.signIn('adele@contoso.com', { response_mode: 'fragment' });
    expect(new URLSearchParams(fragment.url.hash.slice(1)).get('code')).toMatch(/^1\.AX/);
    const page = await client.signIn('adele@contoso.com', { response_mode: 'form_post' });
    const form = page.page.querySelector('form');
    expect(form?.getAttribute('action')).toBe(REGISTRATIONS.contoso.redirectUri);
    expect(form?.querySelector('input[name=state]')?.getAttribute('value')).toBe('the state');
    expect(form?.querySelector('button')?.text.trim()).toBe('Continue');
  });

  it('signing in at the sandbox says access_denied with the subcode cancel, and nothing else, when the person presses Cancel', async () => {
    const browser = new Browser();
    const client = new SandboxClient(sandbox);
    const visit = await client.answer(browser, await client.begin(browser), { action: 'cancel' });
    expect(Object.fromEntries(visit.url.searchParams)).toEqual({
      error: 'access_denied',
      error_subcode: 'cancel',
      state: 'the state',
    });
  });

  it.each<[string, number]>([
    ['disabled@contoso.com', 50057],
    ['expired@contoso.com', 50055],
    ['locked@contoso.com', 50053],
    ['invited@partner.example', 50014],
    ['ceo@fabrikam.com', 50020],
    ['paula.personal@outlook.com', 50020],
  ])('strands %s on the page with AADSTS%s', async (user, code) => {
    const visit = await new SandboxClient(sandbox).signIn(user);
    expect(visit.url.host).toBe(new URL(sandbox.url).host);
    expect(codeOnPage(visit)).toBe(code);
  });

  it('signing in at the sandbox asks again when nobody has the address', async () => {
    const browser = new Browser();
    const client = new SandboxClient(sandbox);
    const again = await client.signIn('nobody@contoso.com', {}, browser);
    expect(codeOnPage(again)).toBe(50034);
    const done = await client.answer(browser, again, { user: 'adele@contoso.com' });
    expect(done.url.searchParams.get('code')).not.toBeNull();
  });

  it('signing in at the sandbox lets in only who is assigned, where assignment is required', async () => {
    const client = new SandboxClient(sandbox, REGISTRATIONS.payroll);
    const scope = { scope: 'openid' };
    sandbox.control.changeApplication(REGISTRATIONS.payroll.clientId, {
      adminConsents: [{ tenant: 'contoso.com', scopes: ['openid'] }],
    });
    expect(codeOnPage(await client.signIn('unassigned@contoso.com', scope))).toBe(50105);
    expect((await client.signIn('adele@contoso.com', scope)).url.searchParams.get('code')).not.toBeNull();
    expect((await client.signIn('nomail@contoso.com', scope)).url.searchParams.get('code')).not.toBeNull();
  });

  it('signing in at the sandbox demands a second factor of those who need one', async () => {
    const browser = new Browser();
    const client = new SandboxClient(sandbox);
    const page = await client.signIn('mfa@contoso.com', {}, browser);
    expect(page.page.querySelector('h1')?.text).toBe('Approve sign-in request');
    expect((await client.answer(browser, page, { action: 'approve' })).url.searchParams.has('code')).toBe(true);
    const other = new Browser();
    const again = await client.signIn('mfa@contoso.com', {}, other);
    expect(codeOnPage(await client.answer(other, again, { action: 'deny' }))).toBe(500121);
  });

  it('signing in at the sandbox signs a person in once: later requests of the same browser need no page', async () => {
    const browser = new Browser();
    const client = new SandboxClient(sandbox);
    await client.signIn('adele@contoso.com', {}, browser);
    expect((await client.begin(browser)).url.searchParams.has('code')).toBe(true);
    expect((await client.begin(browser, { prompt: 'none' })).url.searchParams.has('code')).toBe(true);
    for (const prompt of ['login', 'select_account'])
      expect((await client.begin(browser, { prompt })).page.querySelector('h1')?.text).toBe('Pick an account');
    expect((await client.begin(browser, { login_hint: 'nina@contoso.com' })).page.querySelector('h1')?.text).toBe(
      'Pick an account',
    );
  });

  it('signing in at the sandbox answers prompt=none at the application, whatever stands in the way', async () => {
    const browser = new Browser();
    const client = new SandboxClient(sandbox);
    const silent = await client.begin(browser, { prompt: 'none' });
    expect([codeAtCallback(silent), silent.url.searchParams.get('error')]).toEqual([50058, 'login_required']);
    await client.signIn('adele@contoso.com', {}, browser);
    await client.signIn('nina@contoso.com', { prompt: 'login' }, browser);
    const two = await client.begin(browser, { prompt: 'none' });
    expect([codeAtCallback(two), two.url.searchParams.get('error')]).toEqual([16000, 'interaction_required']);
    const hinted = await client.begin(browser, { prompt: 'none', login_hint: 'nina@contoso.com' });
    expect(hinted.url.searchParams.has('code')).toBe(true);
    sandbox.control.fail({ code: 50105, at: 'signed-in' });
    const refused = await client.begin(browser, { prompt: 'none', login_hint: 'nina@contoso.com' });
    expect([codeAtCallback(refused), refused.url.searchParams.get('error')]).toEqual([50105, 'interaction_required']);
  });

  it('signing in at the sandbox offers the account of a login hint first', async () => {
    const page = await new SandboxClient(sandbox).begin(new Browser(), { login_hint: 'adele@contoso.com' });
    expect(page.page.querySelector('button.primary')?.text.trim()).toBe('Sign in as adele@contoso.com');
  });

  it('signing in at the sandbox offers only accounts of the hinted domain', async () => {
    const client = new SandboxClient(sandbox, REGISTRATIONS.everybody, 'common');
    const addresses = async (domain_hint: string | undefined): Promise<(string | undefined)[]> =>
      (await client.begin(new Browser(), { domain_hint })).page
        .querySelectorAll('button.account')
        .map((button) => button.getAttribute('value'));
    expect(await addresses('fabrikam.com')).toEqual(['frida@fabrikam.com', 'ceo@fabrikam.com']);
    expect(await addresses('consumers')).toEqual(['paula.personal@outlook.com']);
    expect((await addresses(undefined)).length).toBeGreaterThan(5);
  });

  it('signing in at the sandbox sends people home at common, and keeps personal accounts out of organizations', async () => {
    const common = new SandboxClient(sandbox, REGISTRATIONS.everybody, 'common');
    expect(await common.claims('ceo@fabrikam.com')).toMatchObject({ tid: FABRIKAM });
    expect(await common.claims('paula.personal@outlook.com')).toMatchObject({
      iss: `${sandbox.url}/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0`,
    });
    const organizations = new SandboxClient(sandbox, REGISTRATIONS.everybody, 'organizations');
    expect(codeOnPage(await organizations.signIn('paula.personal@outlook.com'))).toBe(50020);
    const consumers = new SandboxClient(sandbox, REGISTRATIONS.everybody, 'consumers');
    expect(codeOnPage(await consumers.signIn('ceo@fabrikam.com'))).toBe(500208);
  });

  it('signing in at the sandbox asks for consent where nobody has given it, once', async () => {
    const browser = new Browser();
    const client = new SandboxClient(sandbox, REGISTRATIONS.organizations, 'organizations');
    const page = await client.signIn('frida@fabrikam.com', {}, browser);
    expect(page.page.querySelectorAll('li').map((item) => item.text)).toEqual(['openid', 'profile', 'email']);
    const refused = await client.answer(browser, page, { action: 'cancel' });
    expect(codeAtCallback(refused)).toBe(65004);
    expect(refused.url.searchParams.get('error_subcode')).toBe('cancel');
    const again = await client.signIn('frida@fabrikam.com', {}, browser);
    const agreed = await client.answer(browser, again, { action: 'accept' });
    expect(agreed.url.searchParams.has('code')).toBe(true);
    expect((await client.signIn('frida@fabrikam.com', {}, new Browser())).url.searchParams.has('code')).toBe(true);
    const silent = await client.begin(browser, { prompt: 'none', scope: 'openid Mail.Read' });
    expect([codeAtCallback(silent), silent.url.searchParams.get('error')]).toEqual([65001, 'consent_required']);
  });

  it('signing in at the sandbox sends people to their administrator for scopes that only one may grant', async () => {
    const browser = new Browser();
    const client = new SandboxClient(sandbox, REGISTRATIONS.organizations, FABRIKAM);
    const scope = 'openid profile email GroupMember.Read.All';
    const page = await client.signIn('frida@fabrikam.com', { scope }, browser);
    expect(codeOnPage(page)).toBe(90094);
    const back = await client.answer(browser, page, { action: 'cancel' });
    expect(back.url.searchParams.get('error')).toBe('access_denied');
    const admin = new Browser();
    const consent = await client.signIn('ceo@fabrikam.com', { scope }, admin);
    expect((await client.answer(admin, consent, { action: 'accept' })).url.searchParams.has('code')).toBe(true);
    expect((await client.signIn('frida@fabrikam.com', { scope })).url.searchParams.has('code')).toBe(true);
  });

  it('signing in at the sandbox leads through the company’s own server on a third host, when switched on', async () => {
    sandbox.control.set({ federated: true });
    const browser = new Browser();
    const client = new SandboxClient(sandbox);
    const page = await client.begin(browser, { login_hint: 'adele@contoso.com' });
    expect(page.url.hostname).toBe('localhost');
    expect(page.url.pathname).toBe('/adfs/ls/');
    const done = await client.answer(browser, page, { user: 'adele@contoso.com' });
    expect(done.trail.map((url) => url.hostname)).toEqual(['localhost', '127.0.0.1', 'localhost']);
    expect(done.url.searchParams.has('code')).toBe(true);
  });

  it('honours max_age only when switched on', async () => {
    sandbox.control.set({ honourMaxAge: true });
    const browser = new Browser();
    const client = new SandboxClient(sandbox);
    await client.signIn('adele@contoso.com', {}, browser);
    expect((await client.begin(browser, { max_age: '3600' })).url.searchParams.has('code')).toBe(true);
    expect((await client.begin(browser, { max_age: '-1' })).page.querySelector('h1')?.text).toBe('Pick an account');
  });
});
