import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { Browser } from '../support/browser.js';
import { Instances } from '../support/instances.js';
import { atApplication, authorization, redeem, signInAs, type Tokens, token } from '../support/sign-in.js';

/** What an operator takes away at one instance is gone at the other: the design allows five seconds, this takes none. */
describe('of two instances, the one that did not hear it', () => {
  let world: Instances;
  let there: Api;
  let browser: Browser;
  let tokens: Tokens & { readonly claims: { readonly sub?: string } };
  beforeAll(async () => {
    world = await Instances.start();
    const { token: managementToken } = await world.operator();
    there = new Api(`http://localhost:${world.ports[1]}`, managementToken);
  }, 120_000);
  afterAll(() => world?.close());
  beforeEach(async () => {
    world.balancer.use(0);
    browser = new Browser();
    const request = authorization(world, { connection: 'contoso', scope: 'openid offline_access' });
    const end = await signInAs(browser, await browser.open(request.url), 'adele@contoso.com');
    tokens = await redeem(world, end, request);
  });

  const userinfo = async () =>
    (await fetch(`${world.issuer}/userinfo`, { headers: { authorization: `Bearer ${tokens.access_token}` } })).status;
  const refreshed = async () => {
    const answer = await token(world, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' });
    return answer.error ?? 'refreshed';
  };
  const silently = async () => {
    const end = await browser.open(authorization(world, { prompt: 'none' }).url, atApplication);
    return end.url.searchParams.get('error') ?? 'signed in';
  };

  it('the instance that did not hear of a change serves the person while nothing was taken away', async () => {
    expect([await userinfo(), await silently(), await refreshed()]).toEqual([200, 'signed in', 'refreshed']);
  });

  it('the instance that did not hear of a change knows that the user is blocked', async () => {
    const path = `users/${tokens.claims.sub}`;
    await there.expect(200, 'PATCH', path, { blocked: true });
    expect([await userinfo(), await silently(), await refreshed()]).toEqual([401, 'login_required', 'invalid_grant']);
    const signIn = async () => {
      const another = new Browser();
      const upstream = await another.open(authorization(world, { connection: 'contoso' }).url);
      return atApplication.stopAt((await signInAs(another, upstream, 'adele@contoso.com')).url);
    };
    expect(await signIn()).toBe(false);
    await there.expect(200, 'PATCH', path, { blocked: false });
    expect(await signIn()).toBe(true);
  });

  it('the instance that did not hear of a change knows that the connection is disabled, and when it is enabled again', async () => {
    const connection = `connections/${world.connectionId}`;
    await there.expect(200, 'PATCH', connection, { is_enabled: false });
    expect([await userinfo(), await silently(), await refreshed()]).toEqual([401, 'login_required', 'invalid_grant']);
    const begin = async () =>
      (await new Browser().open(authorization(world, { connection: 'contoso' }).url)).url.hostname;
    expect(await begin()).toBe('localhost');
    await there.expect(200, 'PATCH', connection, { is_enabled: true });
    expect(await begin()).toBe('127.0.0.1');
  });

  it('the instance that did not hear of a change knows that the connection’s options changed, in the next login', async () => {
    const connection = `connections/${world.connectionId}`;
    const { options } = await there.expect<{ options: Record<string, unknown> }>(200, 'GET', connection);
    const asked = async () => {
      const visit = await new Browser().open(authorization(world, { connection: 'contoso' }).url);
      return visit.trail.find((url) => url.hostname === '127.0.0.1')?.searchParams.get('client_id');
    };
    expect(await asked()).toBe(options.client_id);
    const clientId = 'b0970501-0000-4000-8000-000000000005';
    await there.expect(200, 'PATCH', connection, {
      options: { ...options, client_id: clientId, client_secret: 'sandbox~secret.of_payroll~contoso-000001' },
    });
    expect(await asked()).toBe(clientId);
    await there.expect(200, 'PATCH', connection, {
      options: { ...options, client_secret: 'sandbox~secret.of_portico~for.contoso-01' },
    });
    expect(await asked()).toBe(options.client_id);
  });

  it('the instance that did not hear of a change knows that the application is deleted', async () => {
    const other = await world.addApplication();
    const open = () => new Browser().open(authorization(world, {}, other).url);
    const before = await open();
    await there.expect(204, 'DELETE', `clients/${other.clientId}`);
    const after = await open();
    expect(before.body).not.toBe(after.body);
    expect(after.status).toBe(400);
    expect((await token(world, { grant_type: 'refresh_token', refresh_token: 'x' }, other)).error).toBe(
      'invalid_client',
    );
  });
});
