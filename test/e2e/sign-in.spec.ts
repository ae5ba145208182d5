import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { atApplication, authorization, redeem, signInAs } from '../support/sign-in.js';
import { World } from '../support/world.js';

describe('signing in through Azure AD', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world?.close());

  // covers OPENMETADATA-15
  it('signing in through Azure AD leads from the button through the upstream to the application, with a verified profile', async () => {
    const browser = new Browser();
    const request = authorization(world);
    const page = await browser.open(request.url);
    expect(page.status).toBe(200);
    expect(page.body).toContain('Sample application');
    const end = await signInAs(browser, page, 'adele@contoso.com');
    expect(end.url.searchParams.get('state')).toBe(request.state);
    expect(end.url.searchParams.get('iss')).toBe(world.issuer);
    const { claims } = await redeem(world, end, request);
    expect(claims).toMatchObject({
      email: 'adele@contoso.com',
      email_verified: true,
      name: 'Adele Vance',
      given_name: 'Adele',
      family_name: 'Vance',
    });
    expect(claims.sub).toMatch(/^[A-Za-z0-9._-]{1,40}$/);
  });

  // covers AUTH0-21
  it('signing in through Azure AD leads from an address of a domain alias to the upstream, with the address as login hint', async () => {
    const browser = new Browser();
    const request = authorization(world);
    const page = await browser.open(request.url);
    const upstream = await browser.submit(page, { identifier: ' Adele@CONTOSO.example ' });
    expect(upstream.url.hostname).toBe('127.0.0.1');
    const sent = upstream.trail.find((url) => url.pathname.endsWith('/authorize') && url.hostname === '127.0.0.1');
    expect(sent?.searchParams.get('login_hint')?.toLowerCase()).toBe('adele@contoso.example');
    expect(sent?.searchParams.get('code_challenge_method')).toBe('S256');
  });

  it('signing in through Azure AD goes straight to the connection that login_hint or connection names', async () => {
    for (const parameters of [{ login_hint: 'adele@contoso.com' }, { connection: 'contoso' }]) {
      const visit = await new Browser().open(authorization(world, parameters).url);
      expect(visit.url.hostname).toBe('127.0.0.1');
    }
  });

  // covers AUTH0-58
  it('signing in through Azure AD knows a returning person by their object id, and counts their sign-ins', async () => {
    const subjects = [];
    for (let round = 0; round < 2; round += 1) {
      const browser = new Browser();
      const request = authorization(world);
      const end = await signInAs(browser, await browser.open(request.url), 'nomail@contoso.com');
      subjects.push((await redeem(world, end, request)).claims.sub);
    }
    expect(subjects[0]).toBe(subjects[1]);
    const user = await world.api.expect<{ logins_count: number }>(200, 'GET', `users/${subjects[0]}`);
    expect(user.logins_count).toBe(2);
  });

  it('finishes two tabs of one browser, in reverse order', async () => {
    const browser = new Browser();
    const [first, second] = [authorization(world), authorization(world)];
    const firstUpstream = await browser.open(`${first.url}&connection=contoso`);
    const secondUpstream = await browser.open(`${second.url}&connection=contoso`);
    const secondEnd = await signInAs(browser, secondUpstream, 'adele@contoso.com');
    const firstEnd = await signInAs(browser, firstUpstream, 'adele@contoso.com');
    expect((await redeem(world, secondEnd, second)).claims.email).toBe('adele@contoso.com');
    expect((await redeem(world, firstEnd, first)).claims.email).toBe('adele@contoso.com');
  });

  // covers PROXMOX-06
  it('signing in through Azure AD lets a session sign in to the application again without a page, and asks upstream again with prompt=login', async () => {
    const browser = new Browser();
    await signInAs(browser, await browser.open(authorization(world).url), 'adele@contoso.com');
    const again = authorization(world);
    const silent = await browser.open(again.url, atApplication);
    expect((await redeem(world, silent, again)).claims.email).toBe('adele@contoso.com');
    const forced = await browser.open(
      authorization(world, { prompt: 'login', connection: 'contoso' }).url,
      atApplication,
    );
    expect(forced.url.hostname).toBe('127.0.0.1');
    expect(forced.trail.find((url) => url.hostname === '127.0.0.1')?.searchParams.get('prompt')).toBe('login');
  });

  // covers LOGTO-17
  it('signing in through Azure AD returns access_denied to the application when the person cancels upstream', async () => {
    const browser = new Browser();
    const request = authorization(world, { connection: 'contoso' });
    const upstream = await browser.open(request.url);
    const end = await browser.submit(upstream, { action: 'cancel' }, /cancel/i, atApplication);
    expect(Object.fromEntries(end.url.searchParams)).toMatchObject({
      error: 'access_denied',
      state: request.state,
      iss: world.issuer,
    });
  });
});
