import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../../test/support/browser.js';
import { isResumed, isUpstream, LoginHub } from '../../test/support/login-hub.js';
import { connectorError, type TinyConnector } from '../../test/support/tiny-connector.js';
import { InvalidInputError, StorageUnavailableError } from '../common/errors.js';

describe('a login that fails at its connection', () => {
  let hub: LoginHub;
  let browser: Browser;
  let contoso: TinyConnector;

  beforeEach(async () => {
    hub = await LoginHub.start();
    browser = new Browser();
    contoso = hub.addConnection('contoso');
  });
  afterEach(() => hub.close());

  const answer = async (text: string) =>
    await browser.open(hub.answerTo(await hub.begin(browser, 'contoso'), text), { stopAt: isResumed });

  it('by Cancel goes back to the application with access_denied, without a word of the upstream', async () => {
    expect((await answer('access_denied/person')).url.pathname).toBe('/authorize/request-1');
    expect(hub.requests.outcomes).toEqual([
      {
        uid: 'request-1',
        outcome: { kind: 'refused', error: 'access_denied', description: 'The person did not complete the sign-in.' },
      },
    ]);
    expect(hub.events.all).toMatchObject([{ type: 'f', details: { reason: 'access_denied' } }]);
  });

  it.each([
    ['access_denied', 'tenant-administrator', 403, 'An administrator of your organization has to act.'],
    ['login_required', 'person', 400, 'You can fix this yourself.'],
    ['invalid_response', 'operator', 400, 'The people who run this sign-in service have to act.'],
    ['identity_rejected', 'person', 403, 'You can fix this yourself.'],
    ['upstream_unavailable', 'operator', 424, 'The people who run this sign-in service have to act.'],
    ['misconfigured', 'operator', 400, 'The people who run this sign-in service have to act.'],
  ])('as %s (%s) shows a page with %i that says who must act', async (code, actor, status, sentence) => {
    const visit = await answer(`${code}/${actor}`);
    expect(visit.status).toBe(status);
    expect(visit.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(visit.headers.get('cache-control')).toBe('no-store');
    expect(visit.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(visit.body).toContain('The public sentence of the connector.');
    expect(visit.body).toContain(sentence);
    expect(visit.body).toContain('correlation-1');
    expect(visit.body).not.toMatch(/private detail|raw text|TINY42|upstream-correlation/);
    expect(visit.page.querySelectorAll('a.button').map((one) => [one.text, one.getAttribute('href')])).toEqual([
      ['Try again', '/login/request-1'],
      ['Choose another account', '/login/request-1?choose=1'],
    ]);
    expect(hub.requests.outcomes).toEqual([]);
  });

  // covers AUTH0-56
  it('a login that fails at its connection is written down with what the upstream said of itself, for the operator', async () => {
    await answer('misconfigured/operator');
    expect(hub.events.all).toMatchObject([
      {
        type: 'f',
        connection: 'contoso',
        connectionId: 'con_contoso',
        clientId: 'client-1',
        correlationId: 'correlation-1',
        details: {
          reason: 'misconfigured',
          step: 'callback',
          actor: 'operator',
          message_key: 'tiny.failure',
          upstream_code: 'TINY42',
          upstream_correlation_id: 'upstream-correlation',
        },
      },
    ]);
    expect(hub.logger.lines.filter(({ level }) => level !== 'debug')).toMatchObject([
      {
        level: 'warn',
        detail: { reason: 'misconfigured', upstream: { code: 'TINY42' }, detail: 'private detail of the failure' },
      },
    ]);
    expect(hub.logger.lines.at(-1)).toMatchObject({
      level: 'debug',
      message: 'Sign-in: it was refused',
      detail: { reason: 'misconfigured', signIn: expect.stringMatching(/^[0-9a-f]{12}$/) },
    });
  });

  it('a login that fails at its connection lets the person try again, and choose another account, from its page', async () => {
    hub.connections.change('contoso', { displayName: 'Contoso' });
    const visit = await answer('upstream_unavailable/operator');
    const again = await browser.follow(visit, 'Choose another account');
    const begun = await browser.follow(again, 'Continue with Contoso', { stopAt: isUpstream });
    expect(contoso.begun.at(-1)?.prompt).toBe('select_account');
    const done = await browser.open(hub.answerTo(begun, 'alice'), { stopAt: isResumed });
    expect(done.url.pathname).toBe('/authorize/request-1');
  });

  it('by a fault of the connector is a page too, and the fault is logged', async () => {
    contoso.onCallback = async () => {
      throw new TypeError('cannot read properties of undefined, secret=canary');
    };
    const visit = await answer('alice');
    expect(visit.status).toBe(424);
    expect(visit.body).not.toContain('canary');
    expect(hub.logger.lines.filter(({ level }) => level !== 'debug')).toMatchObject([
      { level: 'error', detail: { err: expect.any(TypeError) } },
    ]);
    expect(hub.events.all).toMatchObject([{ type: 'f', details: { reason: 'connector_broken' } }]);
  });

  it('by a profile that cannot be mapped is a page too', async () => {
    contoso.mapProfile = () => {
      throw connectorError('identity_rejected', 'person');
    };
    expect((await answer('alice')).status).toBe(403);
  });

  describe('before the browser is sent away', () => {
    const begin = async () =>
      await browser.open(`${await hub.ask(browser)}/connections/contoso`, { stopAt: isUpstream });

    it('the hub, before the browser is sent away, shows the same kind of page, and leaves no cookie behind', async () => {
      contoso.onAuthorize = async () => {
        throw connectorError('upstream_unavailable', 'operator');
      };
      const visit = await begin();
      expect(visit.status).toBe(424);
      expect(visit.headers.getSetCookie()).toEqual([]);
      expect(hub.events.all).toMatchObject([{ type: 'f', details: { reason: 'upstream_unavailable' } }]);
    });

    it.each(['javascript:alert(1)', 'not a url', 'data:text/html,x'])(
      'the hub, before the browser is sent away, never follows a connector to %s',
      async (url) => {
        contoso.onAuthorize = async () => ({ url, checks: {} });
        const visit = await begin();
        expect(visit.status).toBe(424);
        expect(visit.body).not.toContain(url);
      },
    );

    it('the hub, before the browser is sent away, accepts a state of the connector’s own choice only if nobody can guess it', async () => {
      const url = 'http://127.0.0.1:9/authorize';
      contoso.onAuthorize = async () => ({ url, checks: {}, state: '12345' });
      expect((await begin()).status).toBe(424);
      const state = 'chosen-by-the-connector-itself';
      contoso.onAuthorize = async () => ({ url, checks: { nonce: `nonce of ${state}` }, state });
      expect((await begin()).status).toBe(303);
      // One that it chooses each time: nobody could tell whose answer comes back.
      expect((await begin()).status).toBe(424);
      const done = `${hub.url}/login/callback/contoso?state=${state}&answer=alice`;
      expect(isResumed((await browser.open(done, { stopAt: isResumed })).url)).toBe(true);
    });
  });

  it('because the hub’s own storage is down answers 503 and when to come back', async () => {
    hub.applications.findEnabled = async () => {
      throw new StorageUnavailableError('the disk is full');
    };
    const visit = await browser.open(await hub.ask(browser));
    expect(visit.status).toBe(503);
    expect(visit.headers.get('retry-after')).toBe('10');
    expect(visit.body).toContain('correlation-1');
    expect(visit.body).not.toContain('disk');
  });

  it('because the storage cannot hold what was sent answers 400', async () => {
    hub.applications.findEnabled = async () => {
      throw new InvalidInputError([], 'the value cannot be stored');
    };
    expect((await browser.open(await hub.ask(browser))).status).toBe(400);
  });
});

describe('what the upstream is asked for', () => {
  let hub: LoginHub;
  beforeEach(async () => {
    hub = await LoginHub.start();
  });
  afterEach(() => hub.close());

  it.each([
    [{}, {}],
    [{ prompt: ['login'] }, { prompt: 'login' }],
    [{ prompt: ['select_account'] }, { prompt: 'select_account' }],
    [{ prompt: ['login', 'select_account'] }, { prompt: 'login' }],
    [{ prompt: ['consent'] }, {}],
    [{ maxAge: 300 }, { prompt: 'login', maxAge: 300 }],
    [{ uiLocales: ['de-CH', 'fr'] }, { uiLocales: ['de-CH', 'fr'] }],
    [{ loginHint: 'someone' }, { loginHint: 'someone' }],
    [{ loginHint: `a${'b'.repeat(254)}` }, {}],
    [{ loginHint: 'a\u0000b' }, {}],
  ])('for %j is %j', async (request, expected) => {
    const contoso = hub.addConnection('contoso');
    const browser = new Browser();
    await hub.begin(browser, 'contoso', await hub.ask(browser, request));
    const { state, callbackUrl, ...asked } = contoso.begun[0] ?? { state: '', callbackUrl: '' };
    expect(asked).toEqual(expected);
    expect(state).not.toBe('');
    expect(callbackUrl).toBe(`${hub.url}/login/callback/contoso`);
  });
});
