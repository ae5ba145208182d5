import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { Instances } from '../support/instances.js';
import { type Authorization, atApplication, authorization, redeem, signInAs, token } from '../support/sign-in.js';

describe('two instances of a hub on one database', () => {
  let world: Instances;
  beforeAll(async () => {
    world = await Instances.start();
  }, 120_000);
  afterAll(() => world?.close());
  afterEach(() => world.balancer.use());

  const signIn = async (browser = new Browser(), parameters: Readonly<Record<string, string>> = {}) => {
    const request = authorization(world, { connection: 'contoso', ...parameters });
    return { request, end: await signInAs(browser, await browser.open(request.url), 'adele@contoso.com') };
  };
  const asking = (request: Authorization, code: string | null) => ({
    grant_type: 'authorization_code',
    code: code ?? '',
    redirect_uri: world.application.redirectUri,
    code_verifier: request.verifier,
  });
  const kidsAt = async (index: number): Promise<readonly string[]> => {
    const { keys } = (await (await world.at(index, '/.well-known/jwks.json')).json()) as { keys: { kid: string }[] };
    return keys.map(({ kid }) => kid).sort();
  };

  it('two instances of a hub on one database agree on keys and on the first management client, though both started at once on an empty database', async () => {
    expect(await kidsAt(0)).toHaveLength(1);
    expect(await kidsAt(1)).toEqual(await kidsAt(0));
    const { clients } = await (await world.operator()).expect<{ clients: readonly { client_id: string }[] }>(
      200,
      'GET',
      'clients?include_totals=true',
    );
    expect(clients.filter(({ client_id }) => client_id === 'operator')).toHaveLength(1);
  });

  // covers OPENMETADATA-19
  it('finish a login whose every step meets the other one', async () => {
    const { request, end } = await signIn();
    expect((await redeem(world, end, request)).claims).toMatchObject({ email: 'adele@contoso.com' });
  });

  it.each([
    [0, 1],
    [1, 0],
  ])('finish on %i/%i what began on the other, and know the session and its tokens there', async (begun, finished) => {
    const browser = new Browser();
    const request = authorization(world, { connection: 'contoso' });
    world.balancer.use(begun);
    const upstream = await browser.open(request.url);
    world.balancer.use(finished);
    const end = await signInAs(browser, upstream, 'adele@contoso.com');
    world.balancer.use(begun);
    const { access_token } = await redeem(world, end, request);
    world.balancer.use(finished);
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await fetch(`${world.issuer}/userinfo`, { headers })).status).toBe(200);
    const again = authorization(world, { prompt: 'none' });
    const silent = await browser.open(again.url, atApplication);
    expect((await redeem(world, silent, again)).claims.email).toBe('adele@contoso.com');
  });

  // covers OPERATOR-04
  it('two instances of a hub on one database redeem a code once, however many ask both of them at once', async () => {
    const { request, end } = await signIn();
    const form = asking(request, end.url.searchParams.get('code'));
    const answers = await Promise.all(Array.from({ length: 50 }, () => token(world, form)));
    expect(answers.filter((answer) => answer.access_token !== undefined)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.error))).toEqual(new Set([undefined, 'invalid_grant']));
  });

  it('two instances of a hub on one database take a refresh token once, however many ask both of them at once', async () => {
    const { request, end } = await signIn(new Browser(), { scope: 'openid offline_access' });
    const { refresh_token = '' } = await redeem(world, end, request);
    const form = { grant_type: 'refresh_token', refresh_token };
    const answers = await Promise.all(Array.from({ length: 50 }, () => token(world, form)));
    expect(answers.filter((answer) => answer.access_token !== undefined)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.error))).toEqual(new Set([undefined, 'invalid_grant']));
  });

  it('two instances of a hub on one database take one of many answers to the same pending login', async () => {
    const browser = new Browser();
    const upstream = await browser.open(authorization(world, { connection: 'contoso' }).url);
    const callback = await browser.submit(upstream, { user: 'adele@contoso.com' }, undefined, {
      stopAt: (target) => target.pathname.startsWith('/login/callback'),
    });
    const ends = await Promise.all(Array.from({ length: 20 }, () => browser.open(callback.url, atApplication)));
    const codes = ends.map((end) => end.url.searchParams.get('code'));
    expect(ends.every((end) => atApplication.stopAt(end.url))).toBe(true);
    expect(new Set(codes).size).toBe(1);
  });

  it('two instances of a hub on one database open the link of a trial once, and finish on the other one what began there', async () => {
    const api = await world.operator();
    const link = await api.expect<{ id: string; url: string }>(201, 'POST', `connections/${world.connectionId}/try`);
    const { pathname, searchParams } = new URL(link.url);
    const page = await new Browser().open(link.url);
    const form = { ticket: searchParams.get('ticket') ?? '' };
    const browsers = Array.from({ length: 10 }, () => new Browser());
    const options = { method: 'POST', form, headers: { origin: page.url.origin } } as const;
    const opened = await Promise.all(browsers.map((browser) => browser.open(page.url, options)));
    const first = opened.findIndex(({ status }) => status === 200);
    expect(opened.map(({ status }) => status)).toEqual(opened.map((_, index) => (index === first ? 200 : 404)));
    const [browser, upstream] = [browsers[first], opened[first]];
    if (browser === undefined || upstream === undefined) throw new Error('Nobody opened the link.');
    world.balancer.use(1);
    const report = await browser.submit(upstream, { user: 'adele@contoso.com' });
    expect([report.status, report.url.pathname]).toEqual([200, pathname]);
    world.balancer.use(0);
    expect((await browser.open(report.url)).status).toBe(200);
    expect(await api.expect(200, 'GET', `connections/trials/${link.id}`)).toMatchObject({ status: 'finished' });
  });

  it('two instances of a hub on one database publish within five seconds a key that a command rotated, both of them', async () => {
    const before = await kidsAt(0);
    expect(await world.command(['keys', 'rotate']).finished).toMatchObject({ code: 0 });
    const deadline = Date.now() + 5_000;
    while ((await kidsAt(0)).length === before.length || (await kidsAt(1)).length === before.length) {
      if (Date.now() > deadline) throw new Error('The new key is not published everywhere.');
    }
    expect(await kidsAt(0)).toHaveLength(before.length + 1);
    expect(await kidsAt(1)).toEqual(await kidsAt(0));
  });

  it('two instances of a hub on one database need their one master key: a third with another one refuses to start', async () => {
    const third = world.command(['start'], 0, { PORTICO_SECRET_KEY: Buffer.alloc(32, 'abc').toString('base64') });
    const { code, output } = await third.finished;
    expect(code).toBe(1);
    expect(output).toContain('The master key is not the one');
    expect(output).not.toContain(new URL(world.server.url).password);
  });
});
