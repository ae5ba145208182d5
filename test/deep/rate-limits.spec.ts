import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { World } from '../support/world.js';

/** Reads the whole answer at once: one whose body nobody reads holds its connection. */
async function fetchWhole(url: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, init);
  const body = await answer.arrayBuffer();
  return new Response(body.byteLength === 0 ? null : body, answer);
}

/** Requests that seem to come from one address each: the proxy in front is this machine, and trusted. */
const from = (address: string) => ({ 'x-forwarded-for': address });

describe('rate limits', () => {
  let world: World;
  let clock = Date.now();
  beforeAll(async () => {
    world = await World.start({
      withoutConnection: true,
      hub: { clock: { now: () => new Date(clock) } },
      environment: {
        PORTICO_TRUST_PROXY: 'loopback',
        PORTICO_RATE_LIMIT_LOGIN: '8',
        PORTICO_RATE_LIMIT_TOKEN: '70',
        PORTICO_RATE_LIMIT_MANAGEMENT: '30',
      },
    });
  });
  afterAll(() => world?.close());

  const page = (path: string, address: string, init: RequestInit = {}) =>
    fetchWhole(`${world.issuer}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...from(address), ...init.headers },
    });
  const token = (address: string, secret: string, clientId = world.application.clientId) =>
    fetchWhole(`${world.issuer}/oauth/token`, {
      method: 'POST',
      headers: from(address),
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: 'none',
        client_id: clientId,
        client_secret: secret,
      }),
    });
  const api = (address: string, bearer: string) =>
    page('/api/v2/connectors', address, { headers: { authorization: `Bearer ${bearer}` } });
  const statuses = async (times: number, ask: (index: number) => Promise<Response>) => {
    const seen: number[] = [];
    for (let index = 0; index < times; index += 1) seen.push((await ask(index)).status);
    return seen;
  };

  // covers OPERATOR-02
  it('rate limits stop an address at the pages of a sign-in, with a page that says when to try again', async () => {
    const paths = ['/authorize?client_id=x', '/login/help', '/login/callback/x?state=y', '/oidc/logout'];
    const answers = await statuses(8, (index) => page(paths[index % paths.length] ?? '', '192.0.2.1'));
    expect(answers).not.toContain(429);
    for (const path of paths) {
      const refused = await page(path, '192.0.2.1', { headers: { 'accept-language': 'de' } });
      expect([refused.status, refused.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
      expect(await refused.text()).toContain('lang="de"');
    }
    expect((await page('/login/help', '192.0.2.2')).status).toBe(200);
    expect((await page('/login/assets/x', '192.0.2.1')).status).toBe(404);
    clock += 61_000;
    expect((await page('/login/help', '192.0.2.1')).status).toBe(200);
  });

  it('rate limits count an IPv6 network as one, and its neighbour as another', async () => {
    await statuses(8, (index) => page('/login/help', `2001:db8:1:2::${index + 1}`));
    expect((await page('/login/help', '2001:db8:1:2:ffff::1')).status).toBe(429);
    expect((await page('/login/help', '2001:db8:1:3::1')).status).toBe(200);
  });

  it('rate limits believe the hop that the trusted proxy wrote, and nothing before it', async () => {
    await statuses(8, (index) => page('/login/help', `198.51.100.${index}, 203.0.113.7`));
    expect((await page('/login/help', '198.51.100.99, 203.0.113.7')).status).toBe(429);
    expect((await page('/login/help', '198.51.100.99')).status).toBe(200);
  });

  it('rate limits stop who gives too many wrong secrets of an application, and let nobody lock it out, from its own address either', async () => {
    const { clientSecret } = world.application;
    const wrong = await statuses(30, () => token('192.0.2.10', 'wrong'));
    expect(new Set(wrong)).toEqual(new Set([401]));
    await token('192.0.2.10', 'wrong');
    const refused = await token('192.0.2.10', 'wrong');
    expect([refused.status, await refused.json()]).toMatchObject([429, { error: 'too_many_requests' }]);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    // The right secret gets past authentication: 400 is for the refresh token.
    expect((await token('192.0.2.10', clientSecret)).status).toBe(400);
    expect((await token('192.0.2.11', 'wrong')).status).toBe(401);
    clock += 61_000;
    expect((await token('192.0.2.10', 'wrong')).status).toBe(401);
  });

  it('rate limits stop an application that authenticates too often, wherever it asks from', async () => {
    clock += 61_000;
    const { clientSecret } = world.application;
    const answers = await statuses(71, (index) => token(`192.0.2.${100 + (index % 50)}`, clientSecret));
    expect(answers.slice(0, 70)).not.toContain(429);
    expect(answers[70]).toBe(429);
  });

  it('rate limits stop an address at the token endpoint and userinfo in the dialect of OAuth, but never at discovery', async () => {
    const answers = await statuses(71, () => page('/userinfo', '192.0.2.20'));
    expect([answers[69], answers[70]]).toEqual([401, 429]);
    const refused = await token('192.0.2.20', 'any', 'nobody');
    expect([refused.status, refused.headers.get('content-type')]).toEqual([429, 'application/json; charset=utf-8']);
    expect(await refused.json()).toEqual({
      error: 'too_many_requests',
      error_description: expect.stringContaining('try again in'),
    });
    expect((await page('/.well-known/openid-configuration', '192.0.2.20')).status).toBe(200);
  });

  it('rate limits stop calls without a token that holds by address, and leave tokens that hold alone', async () => {
    clock += 61_000;
    const guesses = await statuses(61, (index) => api('192.0.2.30', `guess-${index}`));
    expect([guesses[59], guesses[60]]).toEqual([401, 429]);
    expect((await page('/api/v2/connectors', '192.0.2.30')).status).toBe(429);
    expect((await api('192.0.2.30', world.api.token)).status).toBe(200);
    expect((await api('192.0.2.31', 'guess')).status).toBe(401);
  });

  // covers AUTH0-51
  it('rate limits stop a management client, all its addresses together, and say so in the dialect of its tools', async () => {
    clock += 61_000;
    const answers = await statuses(30, (index) => api(`192.0.2.${40 + index}`, world.api.token));
    expect(new Set(answers)).toEqual(new Set([200]));
    const refused = await api('192.0.2.99', world.api.token);
    expect([refused.status, await refused.json()]).toMatchObject([
      429,
      { statusCode: 429, error: 'Too Many Requests', errorCode: 'too_many_requests' },
    ]);
    expect(refused.headers.get('x-ratelimit-limit')).toBe('30');
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    const reset = Number(refused.headers.get('x-ratelimit-reset')) - clock / 1000;
    expect(Math.abs(reset - Number(refused.headers.get('retry-after')))).toBeLessThanOrEqual(1);
  });
});

describe('without a trusted proxy', () => {
  it('a forwarded address counts for nothing: the socket does', async () => {
    const world = await World.start({ withoutConnection: true, environment: { PORTICO_RATE_LIMIT_LOGIN: '3' } });
    try {
      const seen: number[] = [];
      for (let index = 0; index < 4; index += 1) {
        seen.push((await fetchWhole(`${world.issuer}/login/help`, { headers: from(`192.0.2.${index}`) })).status);
      }
      expect(seen).toEqual([200, 200, 200, 429]);
    } finally {
      await world.close();
    }
  });
});
