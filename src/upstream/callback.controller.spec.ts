import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../../test/support/browser.js';
import { isResumed, LoginHub } from '../../test/support/login-hub.js';
import type { TinyConnector } from '../../test/support/tiny-connector.js';

describe('the callback', () => {
  let hub: LoginHub;
  let browser: Browser;
  let contoso: TinyConnector;

  beforeEach(async () => {
    hub = await LoginHub.start();
    browser = new Browser();
    contoso = hub.addConnection('contoso');
  });
  afterEach(() => hub.close());

  const open = (url: string, by = browser) => by.open(url, { stopAt: isResumed });
  const signIn = async (answer = 'alice', by = browser) =>
    await open(hub.answerTo(await hub.begin(by, 'contoso'), answer), by);

  it('the callback signs in who came back, and goes on with the request', async () => {
    const visit = await signIn();
    expect(visit.url.href).toBe(`${hub.url}/authorize/request-1`);
    expect(visit.status).toBe(303);
    expect(visit.headers.get('cache-control')).toBe('no-store');
    expect(hub.requests.outcomes).toEqual([
      {
        uid: 'request-1',
        outcome: {
          kind: 'signed-in',
          userId: 'usr_alice',
          connectionId: 'con_contoso',
          authenticatedAt: hub.clock.now(),
        },
      },
    ]);
    expect(hub.events.all).toMatchObject([
      { type: 's', connection: 'contoso', clientId: 'client-1', userId: 'usr_alice', correlationId: 'correlation-1' },
    ]);
  });

  it('the callback asks the upstream with fresh unguessable state, and its own checks come back', async () => {
    await signIn();
    await signIn();
    const states = contoso.begun.map((request) => request.state);
    expect(new Set(states).size).toBe(2);
    for (const state of states) expect(Buffer.from(state, 'base64url')).toHaveLength(32);
    expect(contoso.finished.map((response) => response.checks.nonce)).toEqual(
      states.map((state) => `nonce of ${state}`),
    );
    expect(contoso.finished[0]?.callbackUrl).toBe(contoso.begun[0]?.callbackUrl);
  });

  it('the callback passes on when and how the person authenticated, but no time to come', async () => {
    const time = new Date(hub.clock.now().getTime() - 60_000);
    contoso.identity = { authentication: { time, acr: 'high', amr: ['pwd', 'mfa'] } };
    await signIn();
    contoso.identity = { authentication: { time: new Date(hub.clock.now().getTime() + 60_000) } };
    await signIn();
    expect(hub.requests.outcomes).toMatchObject([
      { outcome: { authenticatedAt: time, acr: 'high', amr: ['pwd', 'mfa'] } },
      { outcome: { authenticatedAt: hub.clock.now() } },
    ]);
  });

  describe('refuses before anything is asked of the upstream', () => {
    it.each<[string, (url: URL) => void]>([
      ['no state', (url) => url.searchParams.delete('state')],
      ['an empty state', (url) => url.searchParams.set('state', '')],
      ['an unknown state', (url) => url.searchParams.set('state', 'x'.repeat(43))],
      ['an endless state', (url) => url.searchParams.set('state', 'x'.repeat(4000))],
      ['two states', (url) => url.searchParams.append('state', url.searchParams.get('state') ?? '')],
      [
        'an array of states',
        (url) => {
          url.searchParams.set('state[]', url.searchParams.get('state') ?? '');
          url.searchParams.delete('state');
        },
      ],
      ['a duplicate parameter', (url) => url.searchParams.append('answer', 'mallory')],
    ])('%s; the login stays usable', async (_name, tamper) => {
      const good = hub.answerTo(await hub.begin(browser, 'contoso'), 'alice');
      const bad = new URL(good);
      tamper(bad);
      const refused = await open(bad.href);
      expect(refused.status).toBe(400);
      expect(refused.page.querySelector('h1')?.text).toBe('Please start again');
      expect(refused.body).toContain('correlation-1');
      expect(contoso.finished).toEqual([]);
      expect(isResumed((await open(good)).url)).toBe(true);
    });

    it('the answer of another browser’s login; its owner can still finish', async () => {
      const answer = hub.answerTo(await hub.begin(browser, 'contoso'), 'alice');
      const other = new Browser();
      await hub.begin(other, 'contoso');
      expect((await open(answer, other)).status).toBe(400);
      expect(contoso.finished).toEqual([]);
      expect(isResumed((await open(answer)).url)).toBe(true);
    });

    it('an answer used before, by a trial or after half a minute', async () => {
      const answer = hub.answerTo(await hub.begin(browser, 'contoso'), 'alice');
      expect(isResumed((await open(answer)).url)).toBe(true);
      hub.clock.advance(30);
      expect((await open(answer)).status).toBe(400);
      expect(contoso.finished).toHaveLength(1);
    });

    it('an answer after ten minutes, but none before', async () => {
      const late = hub.answerTo(await hub.begin(browser, 'contoso'), 'alice');
      hub.clock.advance(600);
      expect((await open(late)).status).toBe(400);
      expect(contoso.finished).toEqual([]);
      const inTime = hub.answerTo(await hub.begin(browser, 'contoso'), 'alice');
      hub.clock.advance(599);
      expect(isResumed((await open(inTime)).url)).toBe(true);
    });

    it('HEAD, which a link preview sends', async () => {
      const answer = hub.answerTo(await hub.begin(browser, 'contoso'), 'alice');
      const cookie = await browser.cookies.getCookieString(answer);
      expect((await fetch(answer, { method: 'HEAD', headers: { cookie } })).status).toBe(405);
      expect(isResumed((await open(answer)).url)).toBe(true);
    });
  });

  describe('asked again', () => {
    it('the callback gives the same browser the same redirect again for half a minute, and asks the upstream once', async () => {
      const answer = hub.answerTo(await hub.begin(browser, 'contoso'), 'alice');
      const first = await open(answer);
      hub.clock.advance(29);
      const second = await open(answer);
      expect([second.status, second.url.href]).toEqual([303, first.url.href]);
      expect(contoso.finished).toHaveLength(1);
      expect(hub.users.signIns).toHaveLength(1);
      expect(hub.events.all.map(({ type }) => type)).toEqual(['s']);
    });

    it('the callback leads on to the application, without the code, once that was redeemed', async () => {
      const answer = hub.answerTo(await hub.begin(browser, 'contoso'), 'alice');
      await open(answer);
      hub.requests.redeemed.add('request-1');
      const visit = await open(answer);
      expect([visit.status, visit.page.querySelector('h1')?.text]).toEqual([200, 'You are signed in already']);
      const link = visit.page.querySelector('a.button');
      expect([link?.text.trim(), link?.getAttribute('href')]).toEqual(['Continue to Sample App', `${hub.url}/`]);
      expect(visit.body).not.toContain('request-1');
    });

    it('the callback gives another browser nothing, whatever handle that has', async () => {
      const answer = hub.answerTo(await hub.begin(browser, 'contoso'), 'alice');
      const stranger = new Browser();
      await hub.begin(stranger, 'contoso');
      expect((await open(answer, stranger)).status).toBe(400);
      await open(answer);
      expect((await open(answer, stranger)).status).toBe(400);
      expect((await open(answer, new Browser())).status).toBe(400);
      expect(isResumed((await open(answer)).url)).toBe(true);
    });

    it('the callback keeps what it answered sealed by the handle of the browser, which the hub does not keep', async () => {
      const answer = hub.answerTo(await hub.begin(browser, 'contoso'), 'alice');
      await open(answer);
      const kept = await hub.keptAnswer(answer);
      expect(kept).toMatch(/^[\w-]{60,}$/);
      expect(Buffer.from(kept ?? '', 'base64url').toString('latin1')).not.toContain('request-1');
    });

    it('the callback keeps no refusal to be asked for again', async () => {
      const answer = hub.answerTo(await hub.begin(browser, 'contoso'), 'invalid_response/operator');
      expect((await open(answer)).page.querySelector('h1')?.text).toBe('Signing in did not work');
      expect((await open(answer)).page.querySelector('h1')?.text).toBe('Please start again');
      expect(contoso.finished).toHaveLength(1);
    });
  });

  it('the callback gives fifty parallel answers one login', async () => {
    const answer = hub.answerTo(await hub.begin(browser, 'contoso'), 'alice');
    const cookie = await browser.cookies.getCookieString(answer);
    const responses = await Promise.all(
      Array.from({ length: 50 }, () => fetch(answer, { redirect: 'manual', headers: { cookie } })),
    );
    expect(new Set(responses.map((one) => one.headers.get('location')))).toEqual(
      new Set([`${hub.url}/authorize/request-1`]),
    );
    expect(contoso.finished).toHaveLength(1);
    expect(hub.users.signIns).toHaveLength(1);
  });

  it('the callback lets two tabs finish in reverse, each its own login', async () => {
    const first = await hub.begin(browser, 'contoso');
    const second = await hub.begin(browser, 'contoso');
    expect((await open(hub.answerTo(second, 'bob'))).url.pathname).toBe('/authorize/request-2');
    expect((await open(hub.answerTo(first, 'alice'))).url.pathname).toBe('/authorize/request-1');
    expect(hub.requests.outcomes.map(({ outcome }) => outcome)).toMatchObject([
      { userId: 'usr_bob' },
      { userId: 'usr_alice' },
    ]);
  });

  it('the callback says so when the application’s request no longer waits', async () => {
    const begun = await hub.begin(browser, 'contoso');
    hub.requests.waiting.clear();
    const visit = await open(hub.answerTo(begun, 'alice'));
    expect(visit.status).toBe(400);
    expect(visit.page.querySelectorAll('a.button')).toEqual([]);
    expect(hub.events.all.map((event) => event.type)).toEqual(['f']);
  });

  describe('at its URL', () => {
    const at = (url: string, path: string) => url.replace(/\/login\/callback[^?]*/, path);

    beforeEach(() => {
      hub.addConnection('fabrikam');
      hub.addConnection('moved', { callbackKind: 'shared' });
    });

    it.each([
      ['contoso', '/login/callback/contoso', true],
      ['contoso', '/login/callback/fabrikam', false],
      ['contoso', '/login/callback/nowhere', false],
      ['contoso', '/login/callback', false],
      ['moved', '/login/callback', true],
      ['moved', '/login/callback/moved', false],
    ])('an answer for %s at %s is accepted: %s', async (connection, path, accepted) => {
      const visit = await open(at(hub.answerTo(await hub.begin(browser, connection), 'alice'), path));
      expect(isResumed(visit.url)).toBe(accepted);
      expect(visit.status).toBe(accepted ? 303 : 400);
      const connector = hub.connections.all.get(connection)?.connector;
      expect(connector).toMatchObject({ finished: { length: accepted ? 1 : 0 } });
    });
  });
});
