import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../../test/support/browser.js';
import { isResumed, isUpstream, LoginHub } from '../../test/support/login-hub.js';
import type { AuthorizationRequest } from './authorization-requests.js';

const COOKIE = 'portico-last-used';

describe('the connection that this browser signed in through last', () => {
  let hub: LoginHub;
  let browser: Browser;

  beforeAll(async () => {
    hub = await LoginHub.start();
    for (const name of ['alpha', 'beta', 'gamma']) hub.addConnection(name);
  });
  afterAll(() => hub.close());
  beforeEach(() => {
    for (const name of ['alpha', 'beta', 'gamma']) hub.connections.change(name, { isEnabled: true });
    browser = new Browser();
  });

  const signIn = async (connection: string, answer = 'adele') =>
    await browser.open(hub.answerTo(await hub.begin(browser, connection), answer), { stopAt: isResumed });
  const order = (visit: Visit) => visit.page.querySelectorAll('.connections a').map((one) => one.text.slice(14));
  const marked = (visit: Visit) => visit.page.querySelectorAll('.last-used').map((one) => one.structuredText);
  const page = async () => await browser.open(await hub.ask(browser));
  const forge = (value: string) => browser.cookies.setCookie(`${COOKIE}=${value}; Path=/`, hub.url);

  // covers OPERATOR-06
  it('the connection that this browser signed in through last is offered first and marked; in a browser that never signed in, none is', async () => {
    expect([order(await page()), marked(await page())]).toEqual([['alpha', 'beta', 'gamma'], []]);
    await signIn('gamma');
    const visit = await page();
    expect(order(visit)).toEqual(['gamma', 'alpha', 'beta']);
    expect(marked(visit)).toEqual(['Continue with gamma\nUsed last time']);
    expect(visit.page.querySelector('.last-used a')?.getAttribute('aria-describedby')).toBe('last-used');
  });

  it('the connection that this browser signed in through last stands before the e-mail field, and "choose another account" still leads to all of them', async () => {
    hub.connections.change('alpha', { domain: 'alpha.example', showAsButton: true });
    await signIn('beta');
    const visit = await browser.open(`${await hub.ask(browser)}?choose=1`);
    expect(order(visit)).toEqual(['beta', 'alpha', 'gamma']);
    expect(visit.body.indexOf('Continue with beta')).toBeLessThan(visit.body.indexOf('name="identifier"'));
    expect(visit.page.querySelector('.last-used a')?.getAttribute('href')).toMatch(/\/beta\?choose=1$/);
  });

  it('the connection that this browser signed in through last is remembered for a year, by its id', async () => {
    const visit = await signIn('beta');
    const cookie = visit.headers.getSetCookie().find((one) => one.startsWith(`${COOKIE}=`));
    expect(cookie).toBe(`${COOKIE}=con_beta; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax`);
  });

  it.each([
    ['a Cancel', 'access_denied/person'],
    ['a failure', 'misconfigured/operator'],
  ])('the connection that this browser signed in through last is not one that ended with %s', async (_name, answer) => {
    await signIn('alpha');
    await signIn('gamma', answer);
    expect(order(await page())).toEqual(['alpha', 'beta', 'gamma']);
  });

  it('the connection that this browser signed in through last gives way to the one before it where it is not offered', async () => {
    await signIn('beta');
    await signIn('gamma');
    hub.connections.change('gamma', { isEnabled: false });
    expect([order(await page()), marked(await page())]).toEqual([
      ['beta', 'alpha'],
      ['Continue with beta\nUsed last time'],
    ]);
    hub.connections.change('beta', { isEnabled: false });
    expect([order(await page()), marked(await page())]).toEqual([['alpha'], []]);
  });

  it('the connection that this browser signed in through last keeps no more than five', async () => {
    await forge('con_1.con_2.con_3.con_4.con_5');
    await signIn('alpha');
    const kept = (await browser.cookies.getCookies(`${hub.url}/login`)).find((one) => one.key === COOKIE);
    expect(kept?.value).toBe('con_alpha.con_1.con_2.con_3.con_4');
  });

  it('the connection that this browser signed in through last changes the order of a page and nothing else, when somebody forges it', async () => {
    await forge('con_gamma.con_gamma.con_other');
    expect(order(await page())).toEqual(['gamma', 'alpha', 'beta']);
    for (const value of ['"><script>', 'con_gamma;', '__proto__', 'x'.repeat(4_000), 'con_1.'.repeat(6), '%00', '']) {
      await forge(encodeURIComponent(value));
      const visit = await page();
      expect([visit.status, visit.page.querySelectorAll('script').length]).toEqual([200, 0]);
      expect([value, order(visit)]).toEqual([value, ['alpha', 'beta', 'gamma']]);
    }
  });

  describe('where the operator lets browsers go straight to it', () => {
    beforeEach(async () => {
      await hub.close();
      hub = await LoginHub.start({ rememberConnection: true });
      for (const name of ['alpha', 'beta']) hub.addConnection(name);
    });

    const goesTo = async (change: Partial<AuthorizationRequest> = {}, query = '') => {
      const { url } = await browser.open((await hub.ask(browser, change)) + query, { stopAt: isUpstream });
      return isUpstream(url) ? new URL(url.searchParams.get('redirect_uri') ?? '').pathname.split('/').at(-1) : 'page';
    };

    it('the connection that this browser signed in through last is where it goes without a page', async () => {
      expect(await goesTo()).toBe('page');
      await forge('con_beta');
      expect(await goesTo()).toBe('beta');
      expect(await goesTo({ connection: 'alpha' })).toBe('alpha');
    });

    it('the connection that this browser signed in through last is not gone to by who wants another account, or where it cannot be used', async () => {
      await forge('con_beta');
      expect(await goesTo({ prompt: ['select_account'] })).toBe('page');
      expect(await goesTo({}, '?choose=1')).toBe('page');
      hub.addConnection('gamma');
      hub.connections.change('beta', { isEnabled: false });
      expect(await goesTo()).toBe('page');
    });
  });
});
