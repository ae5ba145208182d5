import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { earlierBuilds, unpackBuild } from '../support/earlier-builds.js';
import { Instances } from '../support/instances.js';
import { atApplication, authorization, redeem, signInAs, type Tokens, token } from '../support/sign-in.js';

const [FIRST, SECOND] = [0, 1];

/** Replaces two instances of an earlier build by this one. They have to take turns: sign-ins changed their form. */
describe.each(earlierBuilds)('from %s to this build on one PostgreSQL', (build) => {
  let world: Instances;
  const browser = new Browser();
  /** What was held when the builds changed. */
  let tokens: Tokens;
  let waiting: Visit;
  beforeAll(async () => {
    const command = unpackBuild(build);
    world = await Instances.start({}, [command, command]);
    const request = authorization(world, { connection: 'contoso', scope: 'openid email offline_access' });
    const upstream = await browser.open(request.url);
    tokens = await redeem(world, await signInAs(browser, upstream, 'adele@contoso.com'), request);
    waiting = await browser.open(authorization(world, { connection: 'contoso', prompt: 'login' }).url);
  }, 180_000);
  afterAll(() => world?.close());

  const userInfo = async (accessToken: string) => {
    const answer = await fetch(`${world.issuer}/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });
    await answer.body?.cancel();
    return answer.status;
  };

  it('this build does not start beside an instance of the earlier one, says what to do, and changes nothing', async () => {
    await world.kill(SECOND);
    world.upgrade(SECOND);
    // What it holds at the moment is one of its connections.
    world.balancer.use(FIRST);
    expect(await userInfo(tokens.access_token)).toBe(200);
    const { code, output } = await world.command(['start'], SECOND).finished;
    expect([code, output]).toEqual([1, expect.stringContaining('All instances of the hub must stop')]);
    expect(await userInfo(tokens.access_token)).toBe(200);
  });

  it('this build goes on with what the earlier one gave, once that has stopped: sessions, tokens, keys and connections', async () => {
    const keys = await (await world.at(FIRST, '/.well-known/jwks.json')).json();
    await world.kill(FIRST);
    await world.run(SECOND);
    world.balancer.use(SECOND);
    expect(await (await world.at(SECOND, '/.well-known/jwks.json')).json()).toEqual(keys);
    const path = `connections/${world.connectionId}`;
    expect(await (await world.operator()).expect(200, 'GET', path)).toMatchObject({ name: 'contoso' });

    expect(await userInfo(tokens.access_token)).toBe(200);
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' };
    const renewed = await token(world, form);
    expect(await userInfo(renewed.access_token)).toBe(200);
    const again = authorization(world, { prompt: 'none' });
    const silent = await browser.open(again.url, atApplication);
    expect((await redeem(world, silent, again)).claims.email).toBe('adele@contoso.com');
    expect(await token(world, form)).toMatchObject({ error: 'invalid_grant' });
    expect(await userInfo(renewed.access_token)).toBe(401);
  });

  it('a sign-in that was under way when the builds changed is begun again: nothing ties it to its browser as this build demands', async () => {
    const end = await signInAs(browser, waiting, 'adele@contoso.com');
    expect([end.status, end.page.querySelector('h1')?.text]).toEqual([400, 'Please start again']);
    const request = authorization(world, { connection: 'contoso', prompt: 'login' });
    const fresh = await signInAs(browser, await browser.open(request.url), 'adele@contoso.com');
    expect((await redeem(world, fresh, request)).claims.email).toBe('adele@contoso.com');
  });

  it('the earlier build does not start any more on what this one has changed', async () => {
    const { code, output } = await world.command(['start'], FIRST).finished;
    expect([code, output]).toEqual([1, expect.stringContaining('newer')]);
  });
});
