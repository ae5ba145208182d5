/** A client secret is replaced while people sign in: hub and sandbox as real servers. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { REGISTRATIONS } from '../support/sandbox-sign-in.js';
import { atApplication, authorization } from '../support/sign-in.js';
import { World } from '../support/world.js';

interface Report {
  readonly outcome: string;
  readonly steps: readonly { readonly step: string; readonly outcome: string }[];
}

const { contoso } = REGISTRATIONS;
const WRONG = 'wrong-secret-value-1234567890';
let world: World;
let path: string;

beforeAll(async () => {
  world = await World.start();
  path = `connections/${world.connectionId}`;
});
afterAll(() => world?.close());
beforeEach(() => patch({ client_secret: contoso.secret, client_secret_next: null }));
afterEach(() => world.sandbox.control.clearFaults());

const patch = (options: object) => world.api.expect(200, 'PATCH', path, { options });
const begin = async () => {
  const browser = new Browser();
  return { browser, page: await browser.open(authorization(world, { connection: 'contoso' }).url, atApplication) };
};
const choose = ({ browser, page }: Awaited<ReturnType<typeof begin>>): Promise<Visit> =>
  browser.submit(page, { user: 'adele@contoso.com' }, undefined, atApplication);
const hasSignedIn = ({ url }: Visit) => url.port === '9' && url.searchParams.has('code');
const outcomes = async () => {
  const { steps } = await world.api.expect<Report>(200, 'POST', `${path}/check`);
  return Object.fromEntries(steps.map(({ step, outcome }) => [step, outcome]));
};
const warnings = async () =>
  (await world.api.expect<{ type: string; details: { reason: string } }[]>(200, 'GET', 'logs'))
    .filter(({ type }) => type === 'w')
    .map(({ details }) => details.reason);

describe('the next client secret', () => {
  it('the next client secret is looked at by a check, beside the one in use', async () => {
    await patch({ client_secret_next: WRONG });
    expect(await outcomes()).toMatchObject({ client_secret: 'ok', client_secret_next: 'failed' });
    await patch({ client_secret: contoso.expiredSecret, client_secret_next: contoso.secret });
    expect(await outcomes()).toMatchObject({ client_secret: 'failed', client_secret_next: 'ok' });
  });

  // covers AUTH0-36
  it('the next client secret is switched to only when Microsoft accepts it, and a login under way goes on', async () => {
    await patch({ client_secret_next: WRONG });
    await world.api.expect(400, 'POST', `${path}/rotate-secret`);
    await patch({ client_secret: contoso.expiredSecret, client_secret_next: contoso.secret });
    const underWay = await begin();
    await world.api.expect(200, 'POST', `${path}/rotate-secret`);
    expect(hasSignedIn(await choose(underWay))).toBe(true);
    expect(await outcomes()).not.toHaveProperty('client_secret_next');
  });

  // covers AUTH0-36
  it('the next client secret is switched to by the sign-in that meets an expired one, with the same code', async () => {
    await patch({ client_secret: contoso.expiredSecret, client_secret_next: contoso.secret });
    world.sandbox.control.clearRequests();
    expect(hasSignedIn(await choose(await begin()))).toBe(true);
    expect(await warnings()).toEqual(['client_secret_switched']);
    expect(hasSignedIn(await choose(await begin()))).toBe(true);
    const tokens = world.sandbox.control.requests({ method: 'POST' }).filter(({ path: at }) => at.endsWith('/token'));
    expect(tokens).toHaveLength(3);
    expect(await warnings()).toHaveLength(1);
  });

  it('the next client secret saves no sign-in when it is refused, too', async () => {
    await patch({ client_secret: contoso.expiredSecret, client_secret_next: WRONG });
    const refused = await choose(await begin());
    expect([refused.url.origin, hasSignedIn(refused)]).toEqual([world.issuer, false]);
    expect(await outcomes()).toMatchObject({ client_secret: 'failed', client_secret_next: 'failed' });
  });
});
