import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../../test/support/browser.js';
import { isResumed, LoginHub } from '../../test/support/login-hub.js';
import type { TinyConnector } from '../../test/support/tiny-connector.js';

describe('a form_post answer', () => {
  let hub: LoginHub;
  let browser: Browser;
  let contoso: TinyConnector;

  beforeEach(async () => {
    hub = await LoginHub.start();
    browser = new Browser();
    contoso = hub.addConnection('contoso');
  });
  afterEach(() => hub.close());

  const state = (begun: Visit) => begun.url.searchParams.get('state') ?? '';
  const post = async (form: Record<string, string> | URLSearchParams, path = '/login/callback/contoso') =>
    await fetch(hub.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1:9' },
      body: new URLSearchParams(form),
    });

  it('a form_post answer may call the state RelayState, as SAML does, and is nothing without either', async () => {
    const begun = await hub.begin(browser, 'contoso');
    const send = (form: Record<string, string>) =>
      browser.open(`${hub.url}/login/callback/contoso`, { method: 'POST', form, crossSite: true, stopAt: isResumed });
    expect((await send({ Relay: state(begun), answer: 'alice' })).status).toBe(400);
    await send({ RelayState: state(begun), answer: 'alice' });
    expect(contoso.finished[0]?.state).toBe(state(begun));
    expect(hub.users.signIns).toHaveLength(1);
  });

  it('a form_post answer comes without cookies, is kept, and is read by the same-site request that follows', async () => {
    const begun = await hub.begin(browser, 'contoso');
    const visit = await browser.open(`${hub.url}/login/callback/contoso`, {
      method: 'POST',
      form: { state: state(begun), answer: 'alice', code: 'x'.repeat(9000) },
      crossSite: true,
      stopAt: isResumed,
    });
    expect(visit.url.pathname).toBe('/authorize/request-1');
    expect(visit.trail[1]?.search).toBe(`?state=${state(begun)}`);
    expect(contoso.finished[0]?.parameters.get('code')).toHaveLength(9000);
    expect(hub.users.signIns).toHaveLength(1);
  });

  it('decides nothing by itself, and what is kept counts over what the second request says', async () => {
    const begun = await hub.begin(browser, 'contoso');
    const response = await post({ state: state(begun), answer: 'alice' });
    expect(response.status).toBe(303);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(contoso.finished).toEqual([]);
    await browser.open(`${response.headers.get('location')}&answer=mallory`, { stopAt: isResumed });
    expect(hub.requests.outcomes).toMatchObject([{ outcome: { userId: 'usr_alice' } }]);
  });

  it('posted twice counts once, the first time', async () => {
    const begun = await hub.begin(browser, 'contoso');
    const [first, second] = [
      await post({ state: state(begun), answer: 'alice' }),
      await post({ state: state(begun), answer: 'bob' }),
    ];
    expect([first.status, second.status]).toEqual([303, 303]);
    expect(isResumed((await browser.open(first.headers.get('location') ?? '', { stopAt: isResumed })).url)).toBe(true);
    await browser.open(second.headers.get('location') ?? '', { stopAt: isResumed });
    await browser.open((await post({ state: state(begun), answer: 'bob' })).headers.get('location') ?? '', {
      stopAt: isResumed,
    });
    expect(hub.requests.outcomes).toMatchObject([{ outcome: { userId: 'usr_alice' } }]);
    expect(contoso.finished).toHaveLength(1);
  });

  it('a form_post answer cannot be finished by another browser', async () => {
    const begun = await hub.begin(browser, 'contoso');
    const location = (await post({ state: state(begun), answer: 'alice' })).headers.get('location') ?? '';
    expect((await new Browser().open(location, { stopAt: isResumed })).status).toBe(400);
    expect(contoso.finished).toEqual([]);
    expect(isResumed((await browser.open(location, { stopAt: isResumed })).url)).toBe(true);
  });

  it('a form_post answer is refused with an unknown, a missing or a second state, too late, too large, or as no form', async () => {
    const begun = await hub.begin(browser, 'contoso');
    const good = { state: state(begun), answer: 'alice' };
    expect((await post({ answer: 'alice' })).status).toBe(400);
    expect((await post({ ...good, state: 'y'.repeat(43) })).status).toBe(400);
    expect((await post(new URLSearchParams([...Object.entries(good), ['state', 'other']]))).status).toBe(400);
    expect((await post({ ...good, code: 'x'.repeat(70_000) })).status).toBe(400);
    const json = await fetch(`${hub.url}/login/callback/contoso`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(good),
    });
    expect(json.status).toBe(400);
    expect((await post(good)).status).toBe(303);
    hub.clock.advance(601);
    expect((await post(good)).status).toBe(400);
  });

  it('a form_post answer goes on at the configured issuer, wherever the request came in', async () => {
    const deployed = await LoginHub.start({ issuer: 'https://hub.example' });
    try {
      deployed.addConnection('contoso');
      const begun = await deployed.begin(browser, 'contoso');
      const response = await fetch(`${deployed.url}/login/callback/contoso`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'x-forwarded-host': 'evil.example' },
        body: new URLSearchParams({ state: state(begun) }),
      });
      expect(response.headers.get('location')).toBe(`https://hub.example/login/callback/contoso?state=${state(begun)}`);
    } finally {
      await deployed.close();
    }
  });
});
