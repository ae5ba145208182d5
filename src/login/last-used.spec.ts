import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../../test/support/browser.js';
import { isResumed, LoginHub } from '../../test/support/login-hub.js';

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
  const forge = (value: string) => browser.cookies.setCookie(`${COOKIE}=${value}; Path=/login`, hub.url);

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

  it('the connection that this browser signed in through last is remembered for a year, for the login pages alone, by its id', async () => {
    const visit = await signIn('beta');
    const cookie = visit.headers.getSetCookie().find((one) => one.startsWith(`${COOKIE}=`));
    expect(cookie).toBe(`${COOKIE}=con_beta; Max-Age=31536000; Path=/login; HttpOnly; SameSite=Lax`);
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
});
