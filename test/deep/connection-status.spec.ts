/** The status of a connection: what the hub knows of it without asking anybody. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { atApplication, authorization } from '../support/sign-in.js';
import { World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world?.close());
afterEach(() => world.sandbox.control.clearFaults());

async function signIn() {
  const browser = new Browser();
  const page = await browser.open(authorization(world, { connection: 'contoso' }).url, atApplication);
  return browser.submit(page, { user: 'adele@contoso.com' }, undefined, atApplication);
}
const status = () => world.api.expect(200, 'GET', `connections/${world.connectionId}/status`);

describe('the status of a connection', () => {
  it('of which nothing is known yet is empty, and asks nobody', async () => {
    world.sandbox.control.clearRequests();
    expect(await status()).toEqual({
      id: world.connectionId,
      name: 'contoso',
      is_enabled: true,
      last_success: null,
      last_failure: null,
      failures_24h: { total: 0, by_step: {} },
      documents: {},
      days_to_expiry: null,
    });
    expect(world.sandbox.control.requests()).toEqual([]);
  });

  // covers AUTH0-37
  it('the status of a connection tells of the last success and of failures by step, and how old the documents are', async () => {
    await signIn();
    world.sandbox.control.fail({ code: 7000215, at: 'token', times: 1 });
    await signIn();
    world.sandbox.control.lie({ lie: 'wrong-nonce', times: 1 });
    await signIn();
    world.sandbox.control.clearRequests();
    expect(await status()).toMatchObject({
      last_success: expect.stringMatching(/^20.*Z$/),
      last_failure: { log_id: expect.any(String), reason: 'invalid_response', step: 'claims' },
      failures_24h: { total: 2, by_step: { tokens: 1, claims: 1 } },
      documents: {
        discovery: { loaded_at: expect.any(String), age_seconds: expect.any(Number) },
        keys: { loaded_at: expect.any(String), age_seconds: expect.any(Number) },
      },
    });
    expect(world.sandbox.control.requests()).toEqual([]);
  });

  it('the status of a connection says when the secret expires, and that the connection is disabled', async () => {
    const in10Days = new Date(Date.now() + 10.5 * 86_400_000).toISOString();
    await world.api.expect(200, 'PATCH', `connections/${world.connectionId}`, {
      is_enabled: false,
      options: { client_secret_expires_at: in10Days },
    });
    expect(await status()).toMatchObject({ is_enabled: false, days_to_expiry: 10 });
  });

  it('the status of a connection is a 404 where there is no such connection', async () => {
    expect((await world.api.call('GET', 'connections/con_none/status')).status).toBe(404);
  });
});
