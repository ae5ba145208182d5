/** Profiles and groups from Microsoft Graph: the hub and the sandbox Entra as real servers. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { REGISTRATIONS } from '../support/sandbox-sign-in.js';
import { type Authorization, atApplication, authorization, redeem } from '../support/sign-in.js';
import { World } from '../support/world.js';

type Options = Readonly<Record<string, unknown>>;

interface Attempt {
  /** Where the browser was sent. */
  readonly upstream: URL;
  readonly end: Visit;
  readonly request: Authorization;
}

const idOf = (last: number): string => `c0a70501-0000-4000-8000-00000000000${last}`;
const [everyone, engineering, lunch] = [idOf(1), idOf(2), idOf(4)];

describe('a connection that reads Microsoft Graph', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world?.close());
  afterEach(() => {
    world.sandbox.control.clearFaults();
    world.sandbox.control.set({ graphPageSize: 999 });
  });

  /** One sign-in through the connection "contoso" with these options, up to the application or the hub's own page. */
  async function visit(options: Options, user: string): Promise<Attempt> {
    const off = { ext_groups: false, ext_profile: false, ext_nested_groups: false, groups_format: 'ids' };
    await world.api.expect(200, 'PATCH', `connections/${world.connectionId}`, {
      options: { ...off, app_roles_as_groups: false, max_groups_to_retrieve: null, ...options },
    });
    const request = authorization(world, { connection: 'contoso', scope: 'openid profile email groups' });
    world.sandbox.control.clearRequests();
    const browser = new Browser();
    const page = await browser.open(request.url);
    const end = await browser.submit(page, { user }, undefined, atApplication);
    return { upstream: page.url, end, request };
  }

  async function signIn(options: Options, user: string) {
    const { end, request } = await visit(options, user);
    const { claims, access_token: token } = await redeem(world, end, request);
    const userInfo = await fetch(`${world.issuer}/userinfo`, { headers: { authorization: `Bearer ${token}` } });
    return { claims, userInfo: (await userInfo.json()) as Options };
  }

  async function groups(options: Options, user = 'adele@contoso.com'): Promise<unknown> {
    const { claims, userInfo } = await signIn({ ext_groups: true, ...options }, user);
    expect(userInfo.groups).toEqual(claims.groups);
    return claims.groups;
  }

  // covers AUTH0-15, PROXMOX-05
  it('a connection that reads Microsoft Graph gives the application the direct groups, or the nested ones, as ids', async () => {
    expect(await groups({})).toEqual([engineering, lunch]);
    expect(await groups({ ext_nested_groups: true })).toEqual([everyone, engineering, lunch]);
  });

  // covers AUTH0-15, MISTAKE-14
  it('a connection that reads Microsoft Graph gives names where the operator prefers them', async () => {
    const options = { groups_format: 'names', ext_nested_groups: true };
    expect(await groups(options)).toEqual(['Engineering', 'Everyone', 'Lunch talk']);
  });

  it('a connection that reads Microsoft Graph says that there are no groups only where there are none', async () => {
    expect(await groups({}, 'mallory@contoso.com')).toEqual([]);
  });

  // covers MISTAKE-13
  it.each(['ids', 'names'])(
    'a connection that reads Microsoft Graph has all %s of somebody with too many groups for a token, page by page',
    async (format) => {
      world.sandbox.control.set({ graphPageSize: 100 });
      const all = (await groups(
        { groups_format: format, ext_nested_groups: true },
        'manygroups@contoso.com',
      )) as string[];
      expect(new Set(all).size).toBe(222);
      expect(all.every((one) => /^[0-9a-f-]{36}$/.test(one))).toBe(format === 'ids');
      expect(world.sandbox.control.requests({ path: '/v1.0' })).toHaveLength(3);
    },
  );

  it('without ext_groups asks nothing, and leaves too many groups unknown', async () => {
    const { claims } = await signIn({}, 'manygroups@contoso.com');
    expect(claims).not.toHaveProperty('groups');
    expect(world.sandbox.control.requests({ path: '/v1.0' })).toEqual([]);
  });

  // covers AUTH0-15
  it('a connection that reads Microsoft Graph gives no more groups than the operator allows', async () => {
    expect(await groups({ max_groups_to_retrieve: '7' }, 'manygroups@contoso.com')).toHaveLength(7);
  });

  // covers AUTH0-18
  it('a connection that reads Microsoft Graph adds app roles where asked to', async () => {
    const admin = 'admin@contoso.onmicrosoft.com';
    expect(await groups({ app_roles_as_groups: true }, admin)).toEqual([everyone, 'role:Portico.Administrator']);
    expect(await groups({}, admin)).toEqual([everyone]);
  });

  it('a connection that reads Microsoft Graph waits as long as a throttling Graph asks, and lets the person in', async () => {
    world.sandbox.control.trouble({ endpoint: 'graph', kind: 'error', status: 429, retryAfter: 0.05, times: 2 });
    expect(await groups({})).toEqual([engineering, lunch]);
  });

  // covers MISTAKE-13
  it.each<[string, Parameters<World['sandbox']['control']['trouble']>[0], string]>([
    ['throttles for too long', { endpoint: 'graph', kind: 'error', status: 429, retryAfter: 60 }, 'in time'],
    ['has no permission', { endpoint: 'graph', kind: 'error', status: 403 }, 'An administrator|an administrator'],
    ['fails on the second page', { endpoint: 'graph', kind: 'error', status: 500, url: 'skiptoken' }, 'in time'],
    ['is reset', { endpoint: 'graph', kind: 'reset' }, 'in time'],
    ['answers with no JSON', { endpoint: 'graph', kind: 'not-json' }, 'in time'],
    ['sends elsewhere', { endpoint: 'graph', kind: 'redirect' }, 'in time'],
  ])(
    'a connection that reads Microsoft Graph lets nobody in when Graph %s, and says who must act',
    async (_name, trouble, sentence) => {
      world.sandbox.control.set({ graphPageSize: 1 });
      world.sandbox.control.trouble(trouble);
      const { end } = await visit({ ext_groups: true }, 'adele@contoso.com');
      expect(end.url.origin).toBe(world.issuer);
      expect(end.status).toBeGreaterThanOrEqual(400);
      expect(end.status).toBeLessThan(500);
      expect(end.body).toMatch(new RegExp(sentence));
      expect(end.body).not.toMatch(/Ordered|Authorization_RequestDenied/);
      world.sandbox.control.clearFaults();
      expect(await groups({})).toEqual([engineering, lunch]);
    },
  );

  it('a connection that reads Microsoft Graph lets nobody in, within the callback’s ten seconds, when Graph hangs', async () => {
    world.sandbox.control.trouble({ endpoint: 'graph', kind: 'hang' });
    const began = Date.now();
    const { end } = await visit({ ext_groups: true }, 'adele@contoso.com');
    expect(end.status).toBeGreaterThanOrEqual(400);
    expect(Date.now() - began).toBeLessThan(12_000);
  }, 20_000);

  it('a connection that reads Microsoft Graph asks a permission that only an administrator grants for names, and for nothing else', async () => {
    const scopeOf = async (options: Options): Promise<string> =>
      (await visit(options, 'adele@contoso.com')).upstream.searchParams.get('scope') ?? '';
    expect((await scopeOf({ ext_groups: true })).split(' ')).toEqual(['openid', 'profile', 'email', 'User.Read']);
    expect(await scopeOf({ ext_groups: true, groups_format: 'names' })).toContain('GroupMember.Read.All');
    expect(await scopeOf({})).toBe('openid profile email');
  });

  // covers AUTH0-14
  it('a connection that reads Microsoft Graph completes a profile, and keeps the attributes that were chosen for administrators to see', async () => {
    const { clientId } = REGISTRATIONS.contoso;
    world.sandbox.control.changeApplication(clientId, { optionalClaims: [] });
    const { claims } = await signIn({ ext_profile: true, kept_attributes: ['givenName', 'city'] }, 'adele@contoso.com');
    expect(claims).toMatchObject({ given_name: 'Adele' });
    const user = await world.api.expect<{ identities: readonly Options[] }>(200, 'GET', `users/${claims.sub}`);
    expect(user.identities[0]?.profileData).toEqual({ givenName: 'Adele' });
    const [request] = world.sandbox.control.requests({ path: '/v1.0/me' });
    expect(request?.path).toBe('/v1.0/me');
    const without = await signIn({}, 'adele@contoso.com');
    expect(without.claims).not.toHaveProperty('given_name');
  });
});
