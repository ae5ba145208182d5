/** Signing in to an application through GitHub: the whole hub, and a GitHub on a loopback port. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { FakeGitHub, gitHubId } from '../support/fake-github.js';
import { type ServedFetch, serveFetch } from '../support/serve-fetch.js';
import { atApplication, authorization, redeem } from '../support/sign-in.js';
import { World } from '../support/world.js';

const credentials = { client_id: 'Ov23liAbCdEfGhIjKlMn', client_secret: 'canary-client-secret-of-the-oauth-app' };
const ada = { subject: 'ada', email: 'ada@octo.example', name: 'Ada Lovelace', verified: true };

let world: World;
let served: ServedFetch;
let github: FakeGitHub;
beforeAll(async () => {
  served = await serveFetch((origin) => {
    const { client_id: clientId, client_secret: clientSecret } = credentials;
    github = new FakeGitHub({ baseUrl: origin, apiUrl: `${origin}/api/v3`, clientId, clientSecret });
    return github.fetch;
  });
  world = await World.start({
    withoutConnection: true,
    environment: { PORTICO_UPSTREAM_ALLOW: new URL(served.origin).host },
  });
  await world.api.expect(201, 'POST', 'connections', {
    name: 'github',
    strategy: 'github',
    display_name: 'GitHub',
    options: { ...credentials, base_url: served.origin, groups: 'teams', domain_aliases: ['octo.example'] },
    enabled_clients: [world.application.clientId],
  });
});
afterAll(async () => {
  await world?.close();
  await served?.close();
});

describe('signing in through GitHub', () => {
  // covers OPERATOR-08
  it('signing in through GitHub leads from the button through GitHub to the application, and recognises the account by its number', async () => {
    const subjects: unknown[] = [];
    for (const name of ['Ada Lovelace', 'Ada King']) {
      github.atBrowser = { ...ada, name };
      const browser = new Browser();
      const request = authorization(world, { connection: 'github', scope: 'openid profile email groups' });
      const end = await browser.open(request.url, atApplication);
      const { claims } = await redeem(world, end, request);
      expect(claims).toMatchObject({ name, email: 'ada@octo.example', email_verified: true });
      subjects.push(claims.sub);
    }
    expect(subjects[0]).toBe(subjects[1]);
    const user = await world.api.expect<{ identities: readonly object[] }>(200, 'GET', `users/${String(subjects[0])}`);
    expect(user.identities).toMatchObject([{ connection: 'github', user_id: String(gitHubId(ada)) }]);
  });

  it('signing in through GitHub is offered with its name, and refuses what GitHub cannot prove', async () => {
    github.atBrowser = ada;
    const forced = await new Browser().open(authorization(world, { connection: 'github', prompt: 'login' }).url);
    expect(forced.status).toBe(400);
    expect(forced.body).toContain('cannot prove');
  });

  it('signing in through GitHub is described by the management API, without its secret', async () => {
    const all = await world.api.expect<readonly { strategy: string; options_schema: object }[]>(
      200,
      'GET',
      'connectors',
    );
    expect(all.find((one) => one.strategy === 'github')?.options_schema).toMatchObject({
      properties: { client_secret: { writeOnly: true } },
    });
    expect(JSON.stringify(await world.api.expect(200, 'GET', 'connections'))).not.toContain(credentials.client_secret);
  });
});
