import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { OidcDriver } from '../support/oidc-driver.js';
import { application, startOpenIdProvider, type TestProvider } from '../support/openid-provider.js';

const SECOND = 1000;
const DAY = 86_400 * SECOND;

describe('the absolute end', () => {
  let hub: TestProvider;
  let driver: OidcDriver;
  let begun: number;

  beforeEach(async () => {
    hub = await startOpenIdProvider();
    driver = new OidcDriver(hub);
    hub.applications.add(application({ clientId: 'web' }));
    hub.login.signsIn(hub.users.add('ada'));
    begun = Date.now();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await hub.close();
  });

  /** Moves the clock only: everything that waits goes on. */
  const goTo = (sinceBegun: number) =>
    jest.useFakeTimers({
      now: begun + sinceBegun,
      doNotFake: ['setTimeout', 'setInterval', 'setImmediate', 'nextTick', 'queueMicrotask'],
    });
  const silently = async (browser: Browser) =>
    (await driver.authorize({ prompt: 'none' }, browser)).url.searchParams.has('code');
  /** Every half second from two seconds before to three after. */
  const around = (end: number) => Array.from({ length: 11 }, (_, step) => end - 2 * SECOND + (step * SECOND) / 2);

  it('a refresh token reaches its absolute end, however often it is used', async () => {
    let token = (await driver.tokens()).refresh_token;
    const use = async () => {
      const { status, body } = await driver.refresh(token);
      if (status === 200) token = body.refresh_token;
      return status;
    };
    for (const days of [25, 50, 75, 89]) {
      goTo(days * DAY);
      expect(await use()).toBe(200);
    }
    for (const moment of around(90 * DAY)) {
      goTo(moment);
      await use();
    }
    expect(await use()).toBe(400);
  });

  it('a session reaches its absolute end, however often it is used', async () => {
    const browser = new Browser();
    await driver.code({}, browser);
    // The browser keeps its cookie as long as a thief would.
    const cookie = await browser.cookies.getCookieString(hub.origin);
    const thief = async () => {
      const answer = await fetch(driver.authorizeUrl({ prompt: 'none' }), { headers: { cookie }, redirect: 'manual' });
      return new URL(answer.headers.get('location') ?? '').searchParams.has('code');
    };
    for (const days of [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 29.5]) {
      goTo(days * DAY);
      expect(await thief()).toBe(true);
    }
    for (const moment of around(30 * DAY)) {
      goTo(moment);
      await thief();
    }
    expect(await thief()).toBe(false);
  });

  it('the absolute end counts from the sign-in at the hub, not from when the person authenticated upstream', async () => {
    const { outcome } = hub.login;
    if (outcome?.kind !== 'signed-in') throw new Error('Nobody signs in.');
    hub.login.outcome = { ...outcome, authenticatedAt: new Date(begun - 40 * DAY) };
    const browser = new Browser();
    const { access_token } = await driver.tokens({ scope: 'openid' }, browser);
    goTo(2 * DAY);
    expect(await silently(browser)).toBe(true);
    goTo(1800 * SECOND);
    expect(await driver.userInfo(access_token)).toBe(200);
  });
});
