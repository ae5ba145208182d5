import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { Instances } from '../support/instances.js';
import { atApplication, authorization, redeem, signInAs } from '../support/sign-in.js';

describe('two instances, when something breaks', () => {
  let world: Instances;
  beforeAll(async () => {
    world = await Instances.start();
  }, 120_000);
  afterAll(() => world?.close());

  it('finish on the other one what began on one that was killed, and lose nothing that was acknowledged', async () => {
    const browser = new Browser();
    const [first, second] = [authorization(world, { connection: 'contoso' }), authorization(world)];
    world.balancer.use(0);
    const upstream = await browser.open(first.url);
    await world.kill(0);
    world.balancer.use();
    const end = await signInAs(browser, upstream, 'adele@contoso.com');
    expect((await redeem(world, end, first)).claims.email).toBe('adele@contoso.com');

    await world.run(0);
    world.balancer.use(0);
    const silent = await browser.open(second.url, atApplication);
    await world.kill(1);
    expect((await redeem(world, silent, second)).claims.email).toBe('adele@contoso.com');

    await Promise.all([world.kill(0), world.run(1)]);
    world.balancer.use(1);
    await expect(redeem(world, silent, second)).rejects.toThrow('invalid_grant');
    await world.run(0);
    world.balancer.use();
  });

  it('two instances, when something breaks answer 503 with Retry-After while the database is away, and serve again without a restart', async () => {
    const api = await world.operator();
    const asks: readonly (readonly [string, string, RequestInit?])[] = [
      ['/health/ready', ''],
      ['/api/v2/clients', 'application/json', { headers: { authorization: `Bearer ${api.token}` } }],
      [authorization(world).url.pathname + authorization(world).url.search, 'text/html'],
      [
        '/oauth/token',
        'application/json',
        { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', client_id: 'x', code: 'y' }) },
      ],
    ];
    await world.way.cut();
    for (const [path, type, init] of asks) {
      const answer = await world.at(1, path, init);
      expect([path, answer.status]).toEqual([path, 503]);
      if (type === '') continue;
      expect([path, Number(answer.headers.get('retry-after'))]).toEqual([path, expect.any(Number)]);
      expect(answer.headers.get('content-type')).toContain(type);
      expect(await answer.text()).not.toMatch(/ECONNREFUSED|postgres|select/i);
    }
    expect((await world.at(1, '/health/live')).status).toBe(200);
    expect((await world.at(1, '/.well-known/jwks.json')).status).toBe(200);

    await world.way.mend();
    for (const index of [0, 1]) expect((await world.at(index, '/health/ready')).status).toBe(200);
    const request = authorization(world, { connection: 'contoso' });
    const browser = new Browser();
    const end = await signInAs(browser, await browser.open(request.url), 'adele@contoso.com');
    expect((await redeem(world, end, request)).claims.email).toBe('adele@contoso.com');
    const password = new URL(world.server.url).password;
    for (const index of [0, 1]) expect(world.output(index)).not.toContain(password);
  });

  it('two instances, when something breaks answer a value that PostgreSQL cannot hold like any other unknown one', async () => {
    const api = await world.operator();
    const strange = ['%00', 'a%00b', '%01', 'x'.repeat(5_000)];
    for (const value of strange) {
      for (const path of [
        `/authorize?response_type=code&client_id=${value}&redirect_uri=http%3A%2F%2Flocalhost`,
        `/login/${value}`,
        `/login/callback/contoso?state=${value}&code=${value}`,
        `/api/v2/users/${value}`,
        `/api/v2/users-by-email?email=${value}`,
        `/api/v2/clients/${value}`,
        `/api/v2/connections/${value}`,
        `/api/v2/connections?name=${value}`,
        `/api/v2/logs/${value}`,
        `/api/v2/logs?from=${value}&take=5`,
      ]) {
        const answer = await world.at(0, path, { headers: { authorization: `Bearer ${api.token}` } });
        expect([path.slice(0, 60), answer.status < 500]).toEqual([path.slice(0, 60), true]);
      }
      const form = { grant_type: 'authorization_code', code: value, redirect_uri: value };
      const credentials = { client_id: decodeURIComponent(value), client_secret: 'x' };
      const body = new URLSearchParams({ ...form, ...credentials });
      expect((await world.at(0, '/oauth/token', { method: 'POST', body })).status).toBeLessThan(500);
    }
  });
});
