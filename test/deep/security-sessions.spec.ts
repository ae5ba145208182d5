import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { type Authorization, atApplication, authorization, redeem, signInAs } from '../support/sign-in.js';
import { type TestApplication, World } from '../support/world.js';

const ADELE = 'adele@contoso.com';
const NOMAIL = 'nomail@contoso.com';

/** What a session of the hub answers for, and for whom. */
describe('the hub session', () => {
  let world: World;
  let browser: Browser;
  let limited: TestApplication;

  beforeAll(async () => {
    world = await World.start();
    const client = await world.api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
      name: 'Limited',
      app_type: 'regular_web',
      callbacks: [world.application.redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
    });
    limited = { ...world.application, clientId: client.client_id, clientSecret: client.client_secret };
    await world.connect({
      name: 'second',
      display_name: 'Second',
      enabled_clients: [limited.clientId],
      options: { domain: 'second.example', domain_aliases: [] },
    });
  });
  beforeEach(() => {
    browser = new Browser();
  });
  afterAll(() => world?.close());

  const signIn = async (user: string, parameters: Record<string, string> = {}) => {
    const request = authorization(world, parameters);
    const end = await signInAs(browser, await browser.open(request.url), user);
    return redeem(world, end, request);
  };
  const visit = (request: Authorization) => browser.open(request.url, atApplication);
  const error = async (request: Authorization) => (await visit(request)).url.searchParams.get('error');

  it('made through one connection does not serve an application limited to another', async () => {
    const { claims } = await signIn(ADELE);
    expect(await error(authorization(world, { prompt: 'none' }, limited))).toBe('login_required');
    const request = authorization(world, {}, limited);
    const page = await visit(request);
    expect([page.url.pathname, page.body.includes('Continue with Second')]).toEqual(['/authorize', true]);
    expect(page.body).not.toContain('Continue with Contoso');
    const end = await signInAs(browser, page, ADELE, 'Continue with Second');
    const through = (await redeem(world, end, request, limited)).claims;
    // The same person of the same tenant through another connection is another user: nobody is linked by an address.
    expect(through.sub).not.toBe(claims.sub);
    expect(await error(authorization(world, { prompt: 'none' }, limited))).toBeNull();
    expect(await error(authorization(world, { prompt: 'none' }))).toBe('login_required');
  });

  it('the hub session does not serve a request for a connection that the application may not use', async () => {
    await signIn(ADELE);
    for (const connection of ['second', 'nobody', 'CONTOSO', 'contoso ']) {
      expect(await error(authorization(world, { connection, prompt: 'none' }))).toBe('login_required');
      const page = await visit(authorization(world, { connection }));
      expect([page.status, page.url.pathname]).toEqual([403, '/authorize']);
    }
    expect(await error(authorization(world, { connection: 'contoso', prompt: 'none' }))).toBeNull();
  });

  it('of one person ends when another one signs in by prompt=login, and stays when that is cancelled', async () => {
    const first = await signIn(ADELE, { scope: 'openid profile offline_access' });
    const cancelled = await browser.open(authorization(world, { prompt: 'login', connection: 'contoso' }).url);
    const left = await browser.submit(cancelled, { action: 'cancel' }, /cancel/i, atApplication);
    expect(left.url.searchParams.get('error')).toBe('access_denied');
    const still = authorization(world, { prompt: 'none' });
    expect((await redeem(world, await visit(still), still)).claims.sub).toBe(first.claims.sub);
    const other = await signIn(NOMAIL, { prompt: 'login', connection: 'contoso' });
    expect(other.claims.preferred_username).toBe(NOMAIL);
    const now = authorization(world, { prompt: 'none' });
    expect((await redeem(world, await visit(now), now)).claims.sub).toBe(other.claims.sub);
  });

  it('the hub session is not fresh enough for max_age=0, and is for a long one', async () => {
    await signIn(ADELE);
    expect(await error(authorization(world, { prompt: 'none', max_age: '10000' }))).toBeNull();
    expect(await error(authorization(world, { prompt: 'none', max_age: '0' }))).toBe('login_required');
    for (const max_age of ['-1', 'x', '1.5', '99999999999999999999']) {
      expect(await error(authorization(world, { prompt: 'none', max_age }))).toBe('invalid_request');
    }
    const forced = await visit(authorization(world, { max_age: '0', connection: 'contoso' }));
    expect(forced.url.searchParams.get('prompt') ?? forced.trail.at(-1)?.searchParams.get('prompt')).toBe('login');
  });

  it('the hub session says in auth_time when it was made, and not when it was used', async () => {
    const { claims } = await signIn(ADELE, { max_age: '10000' });
    const again = authorization(world, { prompt: 'none', max_age: '10000' });
    const used = (await redeem(world, await visit(again), again)).claims;
    expect([typeof claims.auth_time, used.auth_time]).toEqual(['number', claims.auth_time]);
  });

  it('the hub session answers an id_token_hint of its own person only, and a hint is no login', async () => {
    const adele = await signIn(ADELE);
    const hint = { id_token_hint: adele.id_token };
    expect(await error(authorization(world, { prompt: 'none', ...hint }))).toBeNull();
    await signIn(NOMAIL, { prompt: 'login', connection: 'contoso' });
    expect(await error(authorization(world, { prompt: 'none', ...hint }))).toBe('login_required');
    browser = new Browser();
    expect(await error(authorization(world, { prompt: 'none', ...hint }))).toBe('login_required');
    const [head, payload, signature] = adele.id_token.split('.');
    for (const forged of [`${head}.${payload}.`, `${head}.${payload}.${signature?.slice(0, -4)}AAAA`, 'x', 'a.b.c'])
      expect(await error(authorization(world, { prompt: 'none', id_token_hint: forged }))).toBe('invalid_request');
  });

  it('the hub session is refused to the application, without a loop, when somebody else than the id_token_hint says signs in', async () => {
    const hint = { id_token_hint: (await signIn(ADELE)).id_token, connection: 'contoso' };
    browser = new Browser();
    const request = authorization(world, hint);
    const end = await signInAs(browser, await browser.open(request.url), NOMAIL);
    expect(Object.fromEntries(end.url.searchParams)).toMatchObject({
      error: 'login_required',
      state: request.state,
      iss: world.issuer,
    });
    browser = new Browser();
    const right = authorization(world, hint);
    const good = await signInAs(browser, await browser.open(right.url), ADELE);
    expect((await redeem(world, good, right)).claims.preferred_username).toBe(ADELE);
  });
});
