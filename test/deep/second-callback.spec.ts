import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { atApplication, authorization, redeem, token } from '../support/sign-in.js';
import { World } from '../support/world.js';

const ADELE = 'adele@contoso.com';
const SECOND = 1_000;

/** What one browser was answered at the callback, raw: whether it read the answer is another matter. */
interface Answer {
  readonly status: number;
  readonly location: string;
  readonly cookies: readonly string[];
  readonly body: string;
}

/** The first answer got lost: a phone changed networks, a browser prefetched, somebody reloaded. */
describe('a callback that is asked for a second time', () => {
  let world: World;
  let elapsed = 0;
  let owner: Browser;

  beforeAll(async () => {
    world = await World.start({ hub: { clock: { now: () => new Date(Date.now() + elapsed) } } });
  });
  beforeEach(() => {
    elapsed = 0;
    owner = new Browser();
    world.sandbox.control.clearRequests();
  });
  afterAll(() => world?.close());

  /** What Contoso would send the browser to, not opened yet. */
  async function begin(browser = owner, parameters: Readonly<Record<string, string>> = {}) {
    const request = authorization(world, { connection: 'contoso', ...parameters });
    const upstream = await browser.open(request.url);
    const stopAt = (target: URL) => target.pathname.startsWith('/login/callback');
    const { url: callback } = await browser.submit(upstream, { user: ADELE }, undefined, { stopAt });
    return { request, callback };
  }

  /** Asks with these cookies; no browser gets the answer. */
  async function ask(callback: URL, cookie: string, method = 'GET'): Promise<Answer> {
    const answer = await fetch(callback, { method, headers: { cookie }, redirect: 'manual' });
    return {
      status: answer.status,
      location: answer.headers.get('location') ?? '',
      cookies: answer.headers.getSetCookie(),
      body: await answer.text(),
    };
  }
  const cookiesOf = (browser: Browser) => browser.cookies.getCookieString(world.issuer);
  const tokenRequests = () => world.sandbox.control.requests({ method: 'POST', path: '/token' }).length;
  const sessionIn = ({ cookies }: Answer) => cookies.filter((line) => /^(?:__Host-)?portico-session=[^;]/.test(line));
  const visitTo = (location: string) => ({ url: new URL(location), trail: [], body: '' }) as unknown as Visit;
  const hasSession = async (browser: Browser) =>
    (await browser.open(authorization(world, { prompt: 'none' }).url, atApplication)).url.searchParams.has('code');
  const expectNothing = (answer: Answer) => {
    expect([answer.status, answer.location, sessionIn(answer)]).toEqual([400, '', []]);
    expect(answer.body).not.toMatch(/code=|localhost:9/);
  };

  it.each([0, 29])(
    'a callback asked for again after %i seconds is answered with the same redirect and the session',
    async (seconds) => {
      const { request, callback } = await begin();
      const lost = await ask(callback, await cookiesOf(owner));
      elapsed = seconds * SECOND;
      const answer = await ask(callback, await cookiesOf(owner));
      expect(new URL(lost.location).searchParams.get('state')).toBe(request.state);
      expect([answer.status, answer.location]).toEqual([lost.status, lost.location]);
      expect(sessionIn(answer)).toEqual(sessionIn(lost));
      expect(sessionIn(answer)).toHaveLength(1);
      const end = await owner.open(callback, atApplication);
      expect((await redeem(world, end, request)).claims.email).toBe(ADELE);
      expect([await hasSession(owner), tokenRequests()]).toEqual([true, 1]);
    },
  );

  it('a callback that a browser reloads is answered with the same redirect, although the first answer came', async () => {
    const { request, callback } = await begin();
    const first = await owner.open(callback, atApplication);
    const again = await owner.open(callback, atApplication);
    expect(again.url.href).toBe(first.url.href);
    expect((await redeem(world, again, request)).claims.email).toBe(ADELE);
  });

  it('a callback whose answer half a minute ago got lost asks to start again', async () => {
    const { callback } = await begin();
    await ask(callback, await cookiesOf(owner));
    elapsed = 30 * SECOND;
    const late = await owner.open(callback, atApplication);
    expect([late.status, late.page.querySelector('h1')?.text]).toEqual([400, 'Please start again']);
    expect(late.body).not.toMatch(/code=|localhost:9/);
    expect([await hasSession(owner), tokenRequests()]).toEqual([false, 1]);
  });

  it('a callback whose code was redeemed leads on to the application without that code, and ends nothing', async () => {
    const { request, callback } = await begin(owner, { scope: 'openid email offline_access' });
    const first = await owner.open(callback, atApplication);
    const tokens = await redeem(world, first, request);
    for (const seconds of [0, 29]) {
      elapsed = seconds * SECOND;
      const answer = await ask(callback, await cookiesOf(owner));
      expect([answer.status, answer.location, sessionIn(answer)]).toEqual([200, '', []]);
      expect(answer.body).not.toContain(first.url.searchParams.get('code') ?? '');
      expect(answer.body).not.toContain(request.state);
      const links = (await owner.open(callback, atApplication)).page.querySelectorAll('a[href]');
      expect(links.map((link) => link.getAttribute('href'))).toContain('http://localhost:9/');
    }
    expect(tokenRequests()).toBe(1);
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    expect(await (await fetch(`${world.issuer}/userinfo`, { headers })).json()).toMatchObject({ email: ADELE });
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? 'none' };
    expect(await token(world, refresh)).toHaveProperty('access_token');
    expect(await hasSession(owner)).toBe(true);
  });

  it('a callback gives a code that is redeemed once, however often the browser was sent to the application with it', async () => {
    const { request, callback } = await begin();
    const first = await owner.open(callback, atApplication);
    const again = await owner.open(callback, atApplication);
    await redeem(world, first, request);
    await expect(redeem(world, again, request)).rejects.toThrow('invalid_grant');
  });

  it('a callback gives another browser nothing, before, between and after', async () => {
    const { request, callback } = await begin();
    const inFlight = new Browser();
    await begin(inFlight);
    const signedIn = new Browser();
    await signedIn.open((await begin(signedIn)).callback, atApplication);
    const strangers = ['', await cookiesOf(inFlight), await cookiesOf(signedIn)];
    const theirs = tokenRequests();
    const expectNothingForStrangers = async () => {
      for (const cookie of strangers) expectNothing(await ask(callback, cookie));
    };
    await expectNothingForStrangers();
    const first = await owner.open(callback, atApplication);
    await expectNothingForStrangers();
    expect((await owner.open(callback, atApplication)).url.href).toBe(first.url.href);
    await redeem(world, first, request);
    await expectNothingForStrangers();
    elapsed = 30 * SECOND;
    await expectNothingForStrangers();
    expect(tokenRequests() - theirs).toBe(1);
  });

  it('a callback that the same browser asks for twice at once gives one code, in both answers', async () => {
    const { request, callback } = await begin();
    const cookie = await cookiesOf(owner);
    const [prefetched, opened] = await Promise.all([ask(callback, cookie), ask(callback, cookie)]);
    expect(opened.location).toBe(prefetched.location);
    expect([sessionIn(opened), tokenRequests()]).toEqual([sessionIn(prefetched), 1]);
    expect((await redeem(world, visitTo(opened.location), request)).claims.email).toBe(ADELE);
  });

  it('a callback that a stranger asks for at the same moment is answered to its owner alone', async () => {
    const { request, callback } = await begin();
    const stranger = new Browser();
    await begin(stranger);
    const theirs = tokenRequests();
    const cookies = [await cookiesOf(stranger), '', await cookiesOf(owner), await cookiesOf(stranger)];
    const answers = await Promise.all(cookies.map((cookie) => ask(callback, cookie)));
    const [owners] = answers.splice(2, 1);
    for (const answer of answers) expectNothing(answer);
    expect(tokenRequests() - theirs).toBe(1);
    expect((await redeem(world, visitTo(owners?.location ?? ''), request)).claims.email).toBe(ADELE);
  });

  it('a callback that was cancelled upstream is answered again with the same refusal, and no code', async () => {
    const request = authorization(world, { connection: 'contoso' });
    const upstream = await owner.open(request.url);
    const stopAt = (target: URL) => target.pathname.startsWith('/login/callback');
    const { url: callback } = await owner.submit(upstream, { action: 'cancel' }, undefined, { stopAt });
    const first = await owner.open(callback, atApplication);
    expect(first.url.searchParams.get('error')).toBe('access_denied');
    expect((await owner.open(callback, atApplication)).url.href).toBe(first.url.href);
    expectNothing(await ask(callback, ''));
    expect([await hasSession(owner), tokenRequests()]).toEqual([false, 0]);
  });

  it('a callback that is asked for by HEAD, as link previews do, is neither answered nor used up', async () => {
    const { request, callback } = await begin();
    expect((await ask(callback, await cookiesOf(owner), 'HEAD')).status).toBe(405);
    const end = await owner.open(callback, atApplication);
    expect((await ask(callback, await cookiesOf(owner), 'HEAD')).status).toBe(405);
    expect((await redeem(world, end, request)).claims.email).toBe(ADELE);
  });
});
