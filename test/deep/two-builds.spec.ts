import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { earlierBuilds, unpackBuild } from '../support/earlier-builds.js';
import { Instances } from '../support/instances.js';
import { atApplication, authorization, redeem, signInAs, token } from '../support/sign-in.js';

const [EARLIER, PRESENT] = [0, 1];

describe.each(earlierBuilds)('%s and this build on one PostgreSQL', (build) => {
  let world: Instances;
  beforeAll(async () => {
    world = await Instances.start({}, [unpackBuild(build)]);
  }, 120_000);
  afterAll(() => world?.close());
  afterEach(() => world.balancer.use());

  const userInfo = (accessToken: string) =>
    fetch(`${world.issuer}/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });

  it('two builds on one database share their keys, and the connection that one of them made', async () => {
    const keys = await Promise.all(
      [EARLIER, PRESENT].map(async (index) => (await world.at(index, '/.well-known/jwks.json')).json()),
    );
    expect(keys[0]).toEqual(keys[1]);
    for (const index of [EARLIER, PRESENT]) {
      world.balancer.use(index);
      const path = `connections/${world.connectionId}`;
      expect(await (await world.operator()).expect(200, 'GET', path)).toMatchObject({ name: 'contoso' });
    }
  });

  it.each([
    ['the earlier', 'this', EARLIER, PRESENT],
    ['this', 'the earlier', PRESENT, EARLIER],
  ])(
    'two builds on one database carry a sign-in that begins on %s build and ends on %s one, and its tokens after that',
    async (_from, _to, begun, finished) => {
      const browser = new Browser();
      const request = authorization(world, { connection: 'contoso', scope: 'openid email offline_access' });
      world.balancer.use(begun);
      const upstream = await browser.open(request.url);
      world.balancer.use(finished);
      const end = await signInAs(browser, upstream, 'adele@contoso.com');
      world.balancer.use(begun);
      const tokens = await redeem(world, end, request);
      expect(tokens.claims).toMatchObject({ email: 'adele@contoso.com' });

      world.balancer.use(finished);
      expect((await userInfo(tokens.access_token)).status).toBe(200);
      const renewed = await token(world, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' });
      world.balancer.use(begun);
      expect((await userInfo(renewed.access_token ?? '')).status).toBe(200);
      const used = await token(world, { grant_type: 'refresh_token', refresh_token: renewed.refresh_token ?? '' });
      expect(used.access_token).toEqual(expect.any(String));

      world.balancer.use(finished);
      const again = authorization(world, { prompt: 'none' });
      const silent = await browser.open(again.url, atApplication);
      expect((await redeem(world, silent, again)).claims.email).toBe('adele@contoso.com');
    },
  );

  it.each([
    ['the earlier', EARLIER],
    ['this', PRESENT],
  ])(
    'two builds on one database redeem a code once, though it is shown to %s build and then to the other',
    async (_which, first) => {
      const browser = new Browser();
      const request = authorization(world, { connection: 'contoso' });
      const end = await signInAs(browser, await browser.open(request.url), 'adele@contoso.com');
      const form = {
        grant_type: 'authorization_code',
        code: end.url.searchParams.get('code') ?? '',
        redirect_uri: world.application.redirectUri,
        code_verifier: request.verifier,
      };
      world.balancer.use(first);
      expect(await token(world, form)).toMatchObject({ access_token: expect.any(String) });
      world.balancer.use(1 - first);
      expect(await token(world, form)).toMatchObject({ error: 'invalid_grant' });
    },
  );

  it.each([
    ['the earlier build refuses with a page, since it knows no such purpose', EARLIER, 404, []],
    ['this build records', PRESENT, 200, ['claimed']],
  ])('a consent that began on this build is one that %s', async (_what, finished, status, consents) => {
    interface Wire {
      readonly provisioning_ticket_url: string;
      readonly admin_consent?: readonly { readonly status: string }[];
    }
    const path = `connections/${world.connectionId}`;
    world.balancer.use(PRESENT);
    const api = await world.operator();
    const browser = new Browser();
    const page = await browser.open((await api.expect<Wire>(200, 'GET', path)).provisioning_ticket_url);
    const upstream = await browser.submit(page, {});
    world.balancer.use(finished);
    const answered = await browser.submit(upstream, { user: 'admin@contoso.onmicrosoft.com' });
    expect([answered.status, answered.url.origin]).toEqual([status, world.issuer]);
    world.balancer.use(PRESENT);
    const { admin_consent = [] } = await api.expect<Wire>(200, 'GET', path);
    expect(admin_consent.map((one) => one.status)).toEqual(consents);
  });

  it('two builds on one database let the earlier build start again after this one has brought the database up to date', async () => {
    await world.kill(EARLIER);
    await world.run(EARLIER);
    expect((await world.at(EARLIER, '/health/ready')).status).toBe(200);
    expect((await world.at(PRESENT, '/health/ready')).status).toBe(200);
  });
});
