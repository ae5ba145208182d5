import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../../test/support/browser.js';
import { isResumed, isUpstream, LoginHub } from '../../test/support/login-hub.js';
import { makeTrial, openTrial, runTrial, trialOf } from '../../test/support/trials.js';

const DAY = 24 * 3600;

describe('the link of a trial', () => {
  let hub: LoginHub;
  let browser: Browser;
  let link: string;

  beforeEach(async () => {
    hub = await LoginHub.start();
    browser = new Browser();
    hub.addConnection('contoso');
    link = await makeTrial(hub, 'contoso');
  });
  afterEach(() => hub.close());

  const isRefused = (visit: Visit) => {
    expect([visit.status, visit.page.querySelector('h1')?.text]).toEqual([404, 'Please start again']);
    expect(visit.body).toMatch(/already used, is more than 24 hours old, or belongs to another browser/);
  };
  const post = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    browser.open(link, { method: 'POST', form, headers, stopAt: isUpstream });
  const ticket = () => new URL(link).searchParams.get('ticket') ?? '';

  // covers AUTH0-33
  it('the link of a trial leads to the upstream, and back to a report', async () => {
    const page = await browser.open(link);
    expect(page.status).toBe(200);
    expect(page.page.querySelector('h1')?.text).toBe('Try signing in with contoso');
    expect(page.headers.get('cache-control')).toBe('no-store');
    const report = await runTrial(hub, browser, link, 'alice');
    expect(report.status).toBe(200);
    expect(report.url.pathname).toBe(new URL(link).pathname);
    expect(report.url.search).toBe('');
    expect(report.page.querySelector('h1')?.text).toBe('Trial sign-in with contoso');
  });

  it('the link of a trial is used up by nobody who only looks, a mail scanner for example', async () => {
    for (const by of [browser, new Browser(), new Browser()]) expect((await by.open(link)).status).toBe(200);
    const head = await fetch(link, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect((await trialOf(hub, link))?.openedAt).toBeUndefined();
    expect(isUpstream((await openTrial(browser, link)).url)).toBe(true);
  });

  // covers AUTH0-32
  it('the link of a trial opens once, for everybody together', async () => {
    const pages = await Promise.all(Array.from({ length: 5 }, () => new Browser().open(link)));
    const opened = await Promise.all(pages.map((page) => post({ ticket: ticket() }, { origin: page.url.origin })));
    expect(opened.filter((visit) => isUpstream(visit.url))).toHaveLength(1);
    for (const visit of opened.filter(({ url }) => !isUpstream(url))) isRefused(visit);
    isRefused(await post({ ticket: ticket() }));
  });

  it('the link of a trial opens with its own ticket only', async () => {
    const other = new URL(await makeTrial(hub, 'contoso')).searchParams.get('ticket') ?? '';
    for (const wrong of ['', 'x', other]) {
      isRefused(await post({ ticket: wrong }));
      isRefused(await browser.open(link.replace(ticket(), wrong)));
    }
    isRefused(await browser.open(`${hub.url}/login/try/try_unknown?ticket=${ticket()}`));
    expect(isUpstream((await post({ ticket: ticket() })).url)).toBe(true);
  });

  it.each([
    [{ origin: 'https://elsewhere.example' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
  ] as const)('the link of a trial is not opened by a form of another site: %j', async (headers, status) => {
    expect((await post({ ticket: ticket() }, headers)).status).toBe(status);
    expect((await trialOf(hub, link))?.openedAt === undefined).toBe(status === 403);
  });

  it('the link of a trial ends after 24 hours', async () => {
    hub.clock.advance(DAY - 1);
    expect((await browser.open(link)).status).toBe(200);
    hub.clock.advance(1);
    isRefused(await browser.open(link));
    isRefused(await post({ ticket: ticket() }));
  });

  it('the link of a trial can be opened in its last second, and then finished', async () => {
    hub.clock.advance(DAY - 1);
    const begun = await openTrial(browser, link);
    hub.clock.advance(300);
    expect((await browser.open(hub.answerTo(begun, 'alice'))).status).toBe(200);
  });

  it('the link of a trial shows the report to the browser that ran it, for 24 hours', async () => {
    const { url } = await runTrial(hub, browser, link, 'alice');
    isRefused(await new Browser().open(url));
    isRefused(await new Browser().open(link));
    hub.clock.advance(DAY - 1);
    expect((await browser.open(url)).status).toBe(200);
    expect((await browser.open(link)).status).toBe(200);
    hub.clock.advance(1);
    isRefused(await browser.open(url));
  });

  it('the link of a trial says in its own browser that the sign-in has not come back', async () => {
    await openTrial(browser, link);
    expect((await browser.open(link)).page.querySelector('h1')?.text).toBe('This trial is not finished yet');
    isRefused(await new Browser().open(link));
  });

  it('the link of a trial takes the answer once, and only in the browser that opened it', async () => {
    const begun = await openTrial(browser, link);
    const answer = hub.answerTo(begun, 'alice');
    expect((await new Browser().open(answer)).status).toBe(400);
    expect((await trialOf(hub, link))?.report).toBeUndefined();
    expect((await browser.open(answer)).status).toBe(200);
    expect((await browser.open(answer)).status).toBe(400);
    expect(hub.events.all.filter(({ type }) => type === 'trial')).toHaveLength(1);
  });

  it('the link of a trial has a cookie of its own, and one until the upstream has answered', async () => {
    const begun = await openTrial(browser, link);
    const [trialCookie, loginCookie] = await browser.cookies.getCookies(link);
    const id = new URL(link).pathname.split('/').at(-1);
    expect([trialCookie?.key, trialCookie?.path, trialCookie?.httpOnly, trialCookie?.sameSite]).toEqual([
      `portico_trial_${id}`,
      '/',
      true,
      'lax',
    ]);
    expect(loginCookie?.key).toMatch(/^portico_login_/);
    await browser.open(hub.answerTo(begun, 'alice'));
    expect((await browser.cookies.getCookies(`${hub.url}/authorize`)).map(({ key }) => key)).toEqual([
      `portico_trial_${id}`,
    ]);
  });

  describe('and a sign-in, side by side in one browser', () => {
    it('each end where they belong', async () => {
      const trial = await openTrial(browser, link);
      const login = await hub.begin(browser, 'contoso');
      const report = await browser.open(hub.answerTo(trial, 'alice'), { stopAt: isResumed });
      expect([report.status, report.url.pathname]).toEqual([200, new URL(link).pathname]);
      expect([hub.requests.outcomes, hub.users.signIns]).toEqual([[], []]);
      const resumed = await browser.open(hub.answerTo(login, 'bob'), { stopAt: isResumed });
      expect(resumed.url.pathname).toBe('/authorize/request-1');
      expect(hub.requests.outcomes).toMatchObject([{ outcome: { kind: 'signed-in', userId: 'usr_bob' } }]);
      expect(hub.events.all.map(({ type }) => type)).toEqual(['trial', 's']);
    });

    it('each have their own Cancel', async () => {
      const trial = await openTrial(browser, link);
      const login = await hub.begin(browser, 'contoso');
      const report = await browser.open(hub.answerTo(trial, 'access_denied/person'), { stopAt: isResumed });
      expect(report.url.pathname).toBe(new URL(link).pathname);
      expect(hub.requests.outcomes).toEqual([]);
      const resumed = await browser.open(hub.answerTo(login, 'access_denied/person'), { stopAt: isResumed });
      expect(resumed.url.pathname).toBe('/authorize/request-1');
    });
  });
});
