import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { Browser } from '../support/browser.js';
import { type Authorization, atApplication, authorization, redeem, signInAs, token } from '../support/sign-in.js';
import { type TestApplication, World } from '../support/world.js';

const ADELE = 'adele@contoso.com';

/** Whoever lost a right has lost it on every path at once, whatever they still hold. */
describe('access that was taken away', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world?.close());

  /** Everything somebody can hold, just before the right is taken. */
  async function everythingHeld() {
    const application = await newApplication();
    const name = `c-${application.clientId.toLowerCase().replace(/[^a-z0-9]/g, '')}`.slice(0, 40);
    const connectionId = await world.connect({
      name,
      enabled_clients: [application.clientId],
      options: { domain: `${name}.example`, domain_aliases: [] },
    });
    const begin = () => authorization(world, { connection: name, scope: 'openid profile offline_access' }, application);
    const signedIn = new Browser();
    const complete = async (request: Authorization) => ({
      request,
      visit: await signInAs(signedIn, await signedIn.open(request.url), ADELE),
    });
    const first = await complete(begin());
    const tokens = await redeem(world, first.visit, first.request, application);
    const waiting = begin();
    const code = { request: waiting, visit: await signedIn.open(waiting.url, atApplication) };
    const inFlight = new Browser();
    const upstream = await inFlight.open(begin().url);
    return { application, connectionId, name, begin, signedIn, tokens, code, inFlight, upstream };
  }

  async function newApplication(): Promise<TestApplication> {
    const { redirectUri } = world.application;
    const client = await world.api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
      name: 'Held',
      app_type: 'regular_web',
      callbacks: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
    });
    return { clientId: client.client_id, clientSecret: client.client_secret, redirectUri };
  }

  type Held = Awaited<ReturnType<typeof everythingHeld>>;

  /** What each path answers: `ok`, or the error. */
  async function tryEverything(held: Held): Promise<Record<string, string>> {
    const { application, signedIn, tokens, code } = held;
    const outcome = (url: URL) =>
      url.port !== '9' ? 'page' : url.searchParams.has('code') ? 'ok' : (url.searchParams.get('error') ?? 'neither');
    const silently = authorization(world, { prompt: 'none' }, application);
    const bearer = { authorization: `Bearer ${tokens.access_token}` };
    const introspection = await fetch(`${world.issuer}/oauth/introspect`, {
      method: 'POST',
      body: new URLSearchParams({
        token: tokens.access_token,
        client_id: world.application.clientId,
        client_secret: world.application.clientSecret,
      }),
    });
    const redeemed = await token(
      world,
      {
        grant_type: 'authorization_code',
        code: code.visit.url.searchParams.get('code') ?? '',
        redirect_uri: application.redirectUri,
        code_verifier: code.request.verifier,
      },
      application,
    );
    return {
      introspection: ((await introspection.json()) as { active: boolean }).active ? 'ok' : 'inactive',
      userinfo: (await fetch(`${world.issuer}/userinfo`, { headers: bearer })).ok ? 'ok' : 'refused',
      silent: outcome((await signedIn.open(silently.url, atApplication)).url),
      singleSignOn: outcome((await signedIn.open(authorization(world, {}, application).url, atApplication)).url),
      code: redeemed.error ?? 'ok',
      callback: outcome((await held.inFlight.submit(held.upstream, { user: ADELE }, undefined, atApplication)).url),
      refresh:
        (await token(world, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' }, application))
          .error ?? 'ok',
    };
  }

  const paths = ['introspection', 'userinfo', 'silent', 'singleSignOn', 'code', 'callback', 'refresh'];

  it('access that was taken away is there on every path while nothing was taken', async () => {
    expect(await tryEverything(await everythingHeld())).toEqual(Object.fromEntries(paths.map((path) => [path, 'ok'])));
  });

  const patchUser = (held: Held, body: unknown) =>
    world.api.expect(200, 'PATCH', `users/${String(held.tokens.claims.sub)}`, body);
  const patchConnection = (held: Held, body: unknown) =>
    world.api.expect(200, 'PATCH', `connections/${held.connectionId}`, body);

  it.each<[string, (held: Held) => Promise<unknown>]>([
    ['a blocked user', (held) => patchUser(held, { blocked: true })],
    ['a disabled connection', (held) => patchConnection(held, { is_enabled: false })],
    ['a deleted connection', (held) => world.api.expect(204, 'DELETE', `connections/${held.connectionId}`)],
    [
      'an application that may no longer use the connection',
      (held) =>
        world.api.expect(204, 'PATCH', `connections/${held.connectionId}/clients`, [
          { client_id: held.application.clientId, status: false },
        ]),
    ],
    ['a deleted application', (held) => world.api.expect(204, 'DELETE', `clients/${held.application.clientId}`)],
  ])('access that was taken away is refused on every path: %s', async (_, take) => {
    const held = await everythingHeld();
    await take(held);
    const answers = await tryEverything(held);
    expect(Object.entries(answers).filter(([, answer]) => answer === 'ok')).toEqual([]);
    expect(Object.keys(answers)).toEqual(paths);
  });

  it('access that was taken away does not come back when a blocked user or disabled connection comes back', async () => {
    for (const [patch, off, on] of [
      [patchUser, { blocked: true }, { blocked: false }],
      [patchConnection, { is_enabled: false }, { is_enabled: true }],
    ] as const) {
      const held = await everythingHeld();
      await patch(held, off);
      await patch(held, on);
      const { callback, ...old } = await tryEverything(held);
      expect(Object.values(old)).not.toContain('ok');
      expect(callback).toBe('ok');
    }
  });

  it('of a deleted user is refused with everything held, and the next sign-in makes another user', async () => {
    const held = await everythingHeld();
    const sub = String(held.tokens.claims.sub);
    await world.api.expect(204, 'DELETE', `users/${sub}`);
    const { callback, ...old } = await tryEverything(held);
    expect(Object.values(old)).not.toContain('ok');
    expect(callback).toBe('ok');
    const request = held.begin();
    const browser = new Browser();
    const end = await signInAs(browser, await browser.open(request.url), ADELE);
    expect((await redeem(world, end, request, held.application)).claims.sub).not.toBe(sub);
  });

  it('of a management client ends with its grant, its secret and itself', async () => {
    const client = await world.api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
      name: 'Robot',
      app_type: 'non_interactive',
    });
    const audience = `${world.issuer}/api/v2/`;
    const grant = await world.api.expect<{ id: string }>(201, 'POST', 'client-grants', {
      client_id: client.client_id,
      audience,
      scope: ['read:users'],
    });
    const robot = await Api.withCredentials(world.issuer, client.client_id, client.client_secret);
    const read = () => robot.call('GET', 'users').then(({ status }) => status);
    expect(await read()).toBe(200);
    await world.api.expect(204, 'DELETE', `client-grants/${grant.id}`);
    expect(await read()).toBe(401);
    await world.api.expect(201, 'POST', 'client-grants', {
      client_id: client.client_id,
      audience,
      scope: ['read:users'],
    });
    expect(await read()).toBe(200);
    await world.api.expect(204, 'DELETE', `clients/${client.client_id}`);
    expect(await read()).toBe(401);
  });
});
