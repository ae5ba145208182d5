/** A client secret that expires although nobody entered when: operators are told by the first login that meets it. */
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

interface Log {
  readonly type: string;
  readonly details: { readonly reason: string };
}
const warnings = async () =>
  (await world.api.expect<Log[]>(200, 'GET', 'logs'))
    .filter(({ type }) => type === 'w')
    .map(({ details }) => details.reason);

describe('a login that Microsoft refuses for an expired secret', () => {
  // covers AUTH0-35
  it('a login that Microsoft refuses for an expired secret tells operators once, and one for a wrong secret does not', async () => {
    world.sandbox.control.failAlways({ code: 7000215, at: 'token' });
    await signIn();
    expect(await warnings()).toEqual([]);
    world.sandbox.control.clearFaults();
    world.sandbox.control.failAlways({ code: 7000222, at: 'token' });
    await signIn();
    await signIn();
    expect(await warnings()).toEqual(['client_secret_expired']);
  });
});
