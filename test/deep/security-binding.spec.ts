import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { atApplication, authorization, redeem, signInAs } from '../support/sign-in.js';
import { World } from '../support/world.js';

/** A login belongs to the browser that began it, and is finished once. Each refusal has its control beside it. */
describe('a login in flight', () => {
  let world: World;
  let owner: Browser;
  let stranger: Browser;

  beforeAll(async () => {
    world = await World.start();
    await world.connect({ name: 'second', options: { domain: 'second.example', domain_aliases: [] } });
  });
  beforeEach(() => {
    owner = new Browser();
    stranger = new Browser();
    world.sandbox.control.clearRequests();
  });
  afterAll(() => world?.close());

  const tokenRequests = () => world.sandbox.control.requests({ method: 'POST', path: '/token' }).length;
  const hasSession = async (browser: Browser) =>
    (await browser.open(authorization(world, { prompt: 'none' }).url, atApplication)).url.searchParams.has('code');

  /** What Contoso would send the browser to, not opened yet. */
  async function answered(browser: Browser, request = authorization(world, { connection: 'contoso' })) {
    const upstream = await browser.open(request.url);
    const visit = await browser.submit(upstream, { user: 'adele@contoso.com' }, undefined, {
      stopAt: (target) => target.pathname.startsWith('/login/callback'),
    });
    return { callback: visit.url, request };
  }

  /** Where the request of a login page waits. */
  const waitingPage = ({ page, url }: Visit) => new URL(page.querySelector('form')?.getAttribute('action') ?? '', url);

  const isRefusal = (visit: Visit) => {
    expect(visit.status).toBeGreaterThanOrEqual(400);
    expect(visit.status).toBeLessThan(500);
    expect(visit.headers.get('content-type')).toContain('text/html');
    expect(visit.headers.get('cache-control')).toContain('no-store');
    expect(visit.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  };

  it('a login in flight is refused to another browser at the callback, and stays its owner’s', async () => {
    const { callback, request } = await answered(owner);
    isRefusal(await stranger.open(callback, atApplication));
    // A stranger in the middle of a login of their own has cookies, but of another login.
    await stranger.open(authorization(world, { connection: 'contoso' }).url);
    isRefusal(await stranger.open(callback, atApplication));
    expect([tokenRequests(), await hasSession(stranger)]).toEqual([0, false]);
    const end = await owner.open(callback, atApplication);
    expect((await redeem(world, end, request)).claims.email).toBe('adele@contoso.com');
  });

  it('a login in flight does not touch the session of a victim who is lured to it', async () => {
    const { callback } = await answered(owner);
    await signInAs(stranger, await stranger.open(authorization(world).url), 'nomail@contoso.com');
    isRefusal(await stranger.open(callback, atApplication));
    const request = authorization(world, { prompt: 'none' });
    const { claims } = await redeem(world, await stranger.open(request.url, atApplication), request);
    expect(claims.preferred_username).toBe('nomail@contoso.com');
  });

  it('a login in flight shows nothing by the id in its address alone', async () => {
    const page = waitingPage(await owner.open(authorization(world).url));
    const made = new URL(`${page.origin}/login/${'x'.repeat(43)}`);
    const nobody = (await stranger.open(made)).body;
    const withoutId = (body: string) => body.replace(/[\w-]{36}/g, '');
    for (const path of ['', '?choose=1', '/connections/contoso', '/connections/unknown']) {
      const visit = await stranger.open(`${page.href}${path}`);
      isRefusal(visit);
      expect(withoutId(visit.body)).toBe(withoutId(nobody));
    }
    isRefusal(await stranger.open(page, { method: 'POST', form: { identifier: 'adele@contoso.com' } }));
    expect((await owner.open(page)).body).toContain('Sample application');
  });

  it('a login in flight is not resumed by another browser, nor twice by its own', async () => {
    const request = authorization(world);
    const page = await owner.open(request.url);
    const resume = waitingPage(page).href.replace('/login/', '/authorize/');
    isRefusal(await stranger.open(resume, atApplication));
    // Not signed in yet: its own browser is asked again.
    expect((await owner.open(resume, atApplication)).body).toContain('Continue with Contoso');
    const other = await owner.open(authorization(world).url);
    const end = await signInAs(owner, other, 'adele@contoso.com');
    expect(end.url.searchParams.has('code')).toBe(true);
    const late = waitingPage(other).href.replace('/login/', '/authorize/');
    isRefusal(await owner.open(late, atApplication));
    isRefusal(await stranger.open(late, atApplication));
    expect(await hasSession(stranger)).toBe(false);
  });

  it('a login in flight is finished by one of fifty parallel callbacks, with one token request', async () => {
    const { callback, request } = await answered(owner);
    const cookie = await owner.cookies.getCookieString(callback.href);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => fetch(callback, { headers: { cookie }, redirect: 'manual' })),
    );
    expect(tokenRequests()).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1);
    const end = await owner.open(callback, atApplication);
    expect(end.url.href).toBe(answers[0]?.headers.get('location'));
    expect((await redeem(world, end, request)).claims.email).toBe('adele@contoso.com');
    expect((await owner.open(callback, atApplication)).body).toContain('You are signed in already');
    expect(tokenRequests()).toBe(1);
  });

  it('a login in flight is refused at another connection’s callback and at the shared one, before the code goes anywhere', async () => {
    for (const path of ['/login/callback/second', '/login/callback/nobody', '/login/callback']) {
      const { callback } = await answered(new Browser());
      isRefusal(await new Browser().open(callback, atApplication));
      const own = new Browser();
      const lured = (await answered(own)).callback;
      isRefusal(await own.open(new URL(`${path}${lured.search}`, lured), atApplication));
    }
    expect(tokenRequests()).toBe(0);
    const { callback } = await answered(owner);
    expect((await owner.open(callback, atApplication)).url.searchParams.has('code')).toBe(true);
  });

  it('a login in flight is refused with an odd state, and none of them ends it', async () => {
    const { callback } = await answered(owner);
    const state = callback.searchParams.get('state') ?? '';
    const code = callback.searchParams.get('code') ?? '';
    const odd = [
      `code=${code}`,
      `code=${code}&state=`,
      `code=${code}&state=${state.slice(0, -1)}`,
      `code=${code}&state=${state}x`,
      `code=${code}&state=${state.toUpperCase()}`,
      `code=${code}&state=${state}%00`,
      `code=${code}&state=+${state}`,
      `code=${code}&state[]=${state}`,
      `code=${code}&state[a]=${state}`,
      `code=${code}&state=${state}&state=${state}`,
      `code=${code}&code=other&state=${state}`,
      `code=${code}&State=${state}`,
      `code=${code}&state=${'x'.repeat(9000)}`,
      'error=access_denied&error_description=forged',
      `error=access_denied&state=${state.slice(1)}`,
      `code=${code};state=${state}`,
      `%ff=%ff&code=${code}`,
    ];
    for (const query of odd) isRefusal(await owner.open(`${callback.origin}${callback.pathname}?${query}`));
    const head = await fetch(callback, {
      method: 'HEAD',
      headers: { cookie: await owner.cookies.getCookieString(callback.href) },
      redirect: 'manual',
    });
    expect([head.status, tokenRequests()]).toEqual([405, 0]);
    expect((await owner.open(callback, atApplication)).url.searchParams.has('code')).toBe(true);
  });

  it('of two tabs is finished in both, although the session changed hands in between', async () => {
    await signInAs(owner, await owner.open(authorization(world).url), 'adele@contoso.com');
    const parameters = { connection: 'contoso', prompt: 'login' };
    const [first, second] = [authorization(world, parameters), authorization(world, parameters)];
    const [firstPage, secondPage] = [await owner.open(first.url), await owner.open(second.url)];
    const ends = [];
    for (const [page, request] of [
      [secondPage, second],
      [firstPage, first],
    ] as const) {
      const end = await signInAs(owner, page, 'nomail@contoso.com');
      ends.push((await redeem(world, end, request)).claims.preferred_username);
    }
    expect(ends).toEqual(['nomail@contoso.com', 'nomail@contoso.com']);
  });

  it('a login in flight goes on after the session it began in was signed out in another tab', async () => {
    await signInAs(owner, await owner.open(authorization(world).url), 'adele@contoso.com');
    const request = authorization(world, { connection: 'contoso', prompt: 'login' });
    const upstream = await owner.open(request.url);
    await owner.submit(await owner.open(`${world.issuer}/oidc/logout`), {}, 'Sign out');
    expect(await hasSession(owner)).toBe(false);
    const end = await signInAs(owner, upstream, 'adele@contoso.com');
    expect((await redeem(world, end, request)).claims.email).toBe('adele@contoso.com');
  });
});
