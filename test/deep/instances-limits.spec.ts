import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Instances } from '../support/instances.js';

const from = (address: string) => ({ 'x-forwarded-for': address });

/** Two hub processes and one database: what one has counted holds at the other. */
describe('rate limits of two instances', () => {
  let world: Instances;
  beforeAll(async () => {
    world = await Instances.start({ PORTICO_TRUST_PROXY: 'loopback', PORTICO_RATE_LIMIT_LOGIN: '20' });
  }, 120_000);
  afterAll(() => world?.close());

  const page = (index: number, address: string) => world.at(index, '/login/help', { headers: from(address) });
  const guess = (index: number, address: string, secret = 'wrong') =>
    world.at(index, '/oauth/token', {
      method: 'POST',
      headers: from(address),
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: 'none',
        client_id: world.application.clientId,
        client_secret: secret,
      }),
    });
  const statuses = async (times: number, ask: (index: number) => Promise<Response>) => {
    const seen: number[] = [];
    for (let index = 0; index < times; index += 1) seen.push((await ask(index)).status);
    return seen;
  };

  it('rate limits of two instances are one limit, wherever the load balancer sends a request', async () => {
    const seen = await statuses(22, (index) => page(index % 2, '192.0.2.1'));
    expect(seen.filter((status) => status === 200)).toHaveLength(20);
    expect(seen.slice(20)).toEqual([429, 429]);
    expect((await page(0, '192.0.2.2')).status).toBe(200);
  });

  it('rate limits of two instances survive the end of the instance that counted', async () => {
    await statuses(20, () => page(1, '192.0.2.3'));
    await world.kill(1);
    await world.run(1);
    expect((await page(1, '192.0.2.3')).status).toBe(429);
    expect((await page(1, '192.0.2.4')).status).toBe(200);
  }, 60_000);

  it('rate limits of two instances give a guesser of a secret no second round at the other instance', async () => {
    expect(new Set(await statuses(30, () => guess(0, '192.0.2.5')))).toEqual(new Set([401]));
    // One more for the other to learn of it.
    expect(await statuses(3, () => guess(1, '192.0.2.5'))).toEqual([429, 429, 429]);
    expect((await guess(1, '192.0.2.6')).status).toBe(401);
    // The application itself is let in: 400 is for the refresh token.
    expect((await guess(1, '192.0.2.5', world.application.clientSecret)).status).toBe(400);
  });

  it('rate limits of two instances are counted by each instance alone while the database is away, and the pages that need none are served', async () => {
    await world.way.cut();
    try {
      const seen = await statuses(21, () => page(0, '192.0.2.7'));
      expect(seen.filter((status) => status === 200)).toHaveLength(20);
      expect(seen[20]).toBe(429);
    } finally {
      await world.way.mend();
    }
  }, 60_000);
});
