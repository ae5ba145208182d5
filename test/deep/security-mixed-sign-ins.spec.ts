import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { type Authorization, atApplication, authorization, redeem } from '../support/sign-in.js';
import { World } from '../support/world.js';

const ADELE = 'adele@contoso.com';
const NINA = 'nina@contoso.com';
const HANDLE = 'portico_login_';

/** Several conversations of one browser, with handles, answers and moments mixed up. */
describe('sign-ins mixed up', () => {
  let world: World;
  let browser: Browser;

  beforeAll(async () => {
    world = await World.start({ environment: { PORTICO_RATE_LIMIT_LOGIN: '10000' } });
  });
  beforeEach(() => {
    browser = new Browser();
    world.sandbox.control.reset();
  });
  afterAll(() => world?.close());

  const atCallback = { stopAt: (target: URL) => target.pathname.startsWith('/login/callback') };
  const atUpstream = { stopAt: (target: URL) => target.origin === world.sandbox.url };
  const ask = (parameters: Readonly<Record<string, string>> = {}) =>
    authorization(world, { connection: 'contoso', ...parameters });
  const cookiesOf = () => browser.cookies.getCookieString(world.issuer);

  /** Somebody's answer to what the hub asks at this URL of the upstream: everybody comes with an upstream session of their own. */
  async function answerOf(user: string, upstream: URL): Promise<URL> {
    const person = new Browser();
    return (await person.submit(await person.open(upstream), { user }, undefined, atCallback)).url;
  }
  async function begin(request: Authorization, user = ADELE): Promise<URL> {
    return answerOf(user, (await browser.open(request.url, atUpstream)).url);
  }
  /** Asks with these cookies; no browser gets the answer. */
  async function send(url: URL | string, cookie: string) {
    const { status, headers } = await discarded(await fetch(url, { headers: { cookie }, redirect: 'manual' }));
    return { status, location: headers.get('location') ?? '', cookies: headers.getSetCookie() };
  }
  async function session(): Promise<unknown> {
    const silent = authorization(world, { prompt: 'none' });
    const visit = await browser.open(silent.url, atApplication);
    return visit.url.searchParams.has('code') ? (await redeem(world, visit, silent)).claims.preferred_username : 'none';
  }

  /** Two answers to one request, which was gone on with twice. */
  async function twoAnswers(people: readonly [string, string]): Promise<readonly [URL, URL]> {
    const page = await browser.open(authorization(world).url);
    const href = page.page.querySelectorAll('a[href]').find((link) => link.text.includes('Contoso'));
    const button = new URL(href?.getAttribute('href') ?? '', page.url);
    const [one, other] = [await browser.open(button, atUpstream), await browser.open(button, atUpstream)];
    return [await answerOf(people[0], one.url), await answerOf(people[1], other.url)];
  }

  it('an authorization request that was answered takes no second answer of somebody else', async () => {
    const [adeles, ninas] = await twoAnswers([ADELE, NINA]);
    expect(atApplication.stopAt((await browser.open(adeles, atApplication)).url)).toBe(true);
    const late = await browser.open(ninas, atApplication);
    expect([late.status, late.url.pathname]).toEqual([400, '/login/callback/contoso']);
    expect(await session()).toBe(ADELE);
  });

  it('an authorization request gives one code, although two people answer it at the same moment', async () => {
    for (let round = 0; round < 8; round += 1) {
      browser = new Browser();
      const answers = await twoAnswers([ADELE, NINA]);
      const cookie = await cookiesOf();
      // Both wait for the upstream, and go on together.
      world.sandbox.control.trouble({ endpoint: 'token', kind: 'slow', delay: 150, times: 2 });
      const given = await Promise.all(answers.map((answer) => send(answer, cookie)));
      expect(given.filter(({ location }) => location.includes('code='))).toHaveLength(1);
    }
  });

  it('a handle of a trial is none of a sign-in, nor the other way round', async () => {
    const path = `connections/${world.connectionId}/try`;
    const { url: link } = await world.api.expect<{ url: string }>(201, 'POST', path, {});
    const button = 'Sign in and see the report';
    const upstream = await browser.submit(await browser.open(link), {}, button, atUpstream);
    const trial = await answerOf(ADELE, upstream.url);
    const [trialName, trialHandle] = await onlyHandle();
    const request = ask();
    const login = await begin(request);
    const [loginName, loginHandle] = await onlyHandle(trialName);
    for (const [answer, handle] of [
      [login, trialHandle],
      [trial, loginHandle],
    ] as const)
      expect(await send(answer, `${loginName}=${handle}; ${trialName}=${handle}`)).toMatchObject({
        status: 400,
        location: '',
      });
    expect((await browser.open(trial)).url.pathname).toBe(new URL(link).pathname);
    expect((await redeem(world, await browser.open(login, atApplication), request)).claims.email).toBe(ADELE);
  });

  async function onlyHandle(except = 'none'): Promise<readonly [name: string, handle: string]> {
    const pairs = (await cookiesOf()).split('; ').filter((pair) => pair.startsWith(HANDLE) && !pair.startsWith(except));
    const [name = '', handle = ''] = pairs[0]?.split('=') ?? [];
    expect(pairs).toHaveLength(1);
    return [name, handle];
  }

  it('an answer given again at the callback leads nobody back into a session that somebody else has ended', async () => {
    const adeles = await begin(ask());
    await browser.open(adeles, atApplication);
    await browser.open(await begin(ask({ prompt: 'login' }), NINA), atApplication);
    expect(await session()).toBe(NINA);
    await browser.open(adeles, atApplication);
    expect(await session()).toBe(NINA);
    await browser.submit(await browser.open(`${world.issuer}/oidc/logout`), {}, 'Sign out');
    await browser.open(adeles, atApplication);
    expect(await session()).toBe('none');
  });

  it('an answer given again at the callback leaves a newer session of the same person alone', async () => {
    const first = await begin(ask());
    await browser.open(first, atApplication);
    await browser.open(await begin(ask({ prompt: 'login' })), atApplication);
    expect(await session()).toBe(ADELE);
    await browser.open(first, atApplication);
    expect(await session()).toBe(ADELE);
  });

  it('a sign-in is finished in each of fifteen tabs that were opened at once', async () => {
    const opened = Array.from({ length: 15 }, () => ask());
    const redirects = await Promise.all(opened.map(({ url }) => send(url, '')));
    for (const line of redirects.flatMap(({ cookies }) => cookies)) await browser.cookies.setCookie(line, world.issuer);
    const ends: Visit[] = [];
    for (const { location } of redirects)
      ends.push(await browser.open(await answerOf(ADELE, new URL(location)), atApplication));
    expect(ends.map(({ url }) => atApplication.stopAt(url))).not.toContain(false);
  });

  it('a sign-in that waits for a person outlives ten others of its browser that are over', async () => {
    const slow = await begin(ask());
    for (let count = 0; count < 10; count += 1)
      await browser.open(await begin(ask({ prompt: 'login' })), atApplication);
    expect(atApplication.stopAt((await browser.open(slow, atApplication)).url)).toBe(true);
  });

  it.each(['é', 'a b', '\u0080'])(
    'a sign-in begins beside many foreign cookies, named like handles and %j',
    async (odd) => {
      const foreign = (name: string) => Array.from({ length: 12 }, (_, at) => `${HANDLE}${name}${at}=x`).join('; ');
      const beside = async (name: string) =>
        (await send(ask().url, Buffer.from(foreign(name)).toString('latin1'))).status;
      expect([await beside('plain'), await beside(odd)]).toEqual([303, 303]);
    },
  );

  it.each(['connection', 'application'])(
    'a sign-in whose %s is switched off while the upstream is asked gets no code',
    async (what) => {
      const { clientId } = world.application;
      const change = (isOn: boolean) =>
        what === 'connection'
          ? world.api.expect(204, 'PATCH', `connections/${world.connectionId}/clients`, [
              { client_id: clientId, status: isOn },
            ])
          : world.api.expect(200, 'PATCH', `clients/${clientId}`, { is_enabled: isOn });
      const answer = await begin(ask());
      const cookie = await cookiesOf();
      world.sandbox.control.trouble({ endpoint: 'token', kind: 'slow', delay: 500, times: 1 });
      const given = send(answer, cookie);
      while (world.sandbox.control.requests({ method: 'POST', path: '/token' }).length === 0)
        await new Promise((resolve) => setImmediate(resolve));
      await change(false);
      const { location } = await given;
      await change(true);
      expect((await send(await begin(ask()), await cookiesOf())).location).toContain('code=');
      expect(location).not.toContain('code=');
    },
  );
});

/** A body that nobody reads holds its connection. */
async function discarded(answer: Response): Promise<Response> {
  await answer.arrayBuffer();
  return answer;
}
