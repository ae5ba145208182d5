import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { atApplication, authorization, redeem, signInAs, token } from '../support/sign-in.js';
import { World } from '../support/world.js';

interface WireUser {
  readonly user_id: string;
  readonly email?: string;
  readonly name?: string;
  readonly blocked: boolean;
  readonly logins_count: number;
  readonly last_login: string;
  readonly identities: readonly { readonly connection: string }[];
}

const ADELE = 'adele@contoso.com';

describe('users, as operators see them', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world?.close());

  const users = (query = '') => world.api.expect<WireUser[]>(200, 'GET', `users${query}`);
  const q = (text: string) => `?q=${encodeURIComponent(text)}`;

  async function signIn(user: string, connection = 'contoso', browser = new Browser()) {
    const request = authorization(world, { connection, scope: 'openid profile email offline_access' });
    const end = await signInAs(browser, await browser.open(request.url), user);
    return { browser, request, end };
  }

  async function signedIn(user: string, connection?: string) {
    const { browser, request, end } = await signIn(user, connection);
    return { browser, tokens: await redeem(world, end, request) };
  }

  const refresh = (refreshToken = '') => token(world, { grant_type: 'refresh_token', refresh_token: refreshToken });
  const userInfo = (accessToken: string) =>
    fetch(`${world.issuer}/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });

  // covers AUTH0-54
  it('blocking ends sessions and refresh at once, and refuses the next sign-in; unblocking lets them in again', async () => {
    const { browser, tokens } = await signedIn('nomail@contoso.com');
    const path = `users/${tokens.claims.sub}`;
    const again = () => browser.open(authorization(world, { prompt: 'none' }).url, atApplication);
    expect((await again()).url.searchParams.get('code')).not.toBeNull();
    expect((await userInfo(tokens.access_token)).status).toBe(200);

    await world.api.expect(200, 'PATCH', path, { blocked: true });
    expect((await refresh(tokens.refresh_token)).error).toBe('invalid_grant');
    expect((await userInfo(tokens.access_token)).status).toBe(401);
    expect((await again()).url.searchParams.get('error')).toBe('login_required');
    const { end } = await signIn('nomail@contoso.com');
    expect([end.status, end.url.origin]).toEqual([403, world.issuer]);
    await expectLogged(end, { type: 'f', reason: 'user_blocked', user_id: tokens.claims.sub });

    await world.api.expect(200, 'PATCH', path, { blocked: false });
    expect((await signedIn('nomail@contoso.com')).tokens.claims.sub).toBe(tokens.claims.sub);
    expect((await refresh(tokens.refresh_token)).error).toBe('invalid_grant');
  });

  it('deleting ends their sessions too, and whoever comes back is somebody new', async () => {
    const { tokens } = await signedIn('nomail@contoso.com');
    await world.api.expect(204, 'DELETE', `users/${tokens.claims.sub}`);
    expect((await refresh(tokens.refresh_token)).error).toBe('invalid_grant');
    expect((await userInfo(tokens.access_token)).status).toBe(401);
    expect((await signedIn('nomail@contoso.com')).tokens.claims.sub).not.toBe(tokens.claims.sub);
  });

  it('users, as operators see them are one user under parallel first sign-ins', async () => {
    const ready = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const browser = new Browser();
        return { browser, page: await browser.open(authorization(world, { connection: 'contoso' }).url) };
      }),
    );
    const ends = await Promise.all(ready.map(({ browser, page }) => signInAs(browser, page, ADELE)));
    expect(ends.map((end) => end.url.searchParams.has('code'))).toEqual(ends.map(() => true));
    const found = await users(`?email=${ADELE}`);
    expect(found.map((user) => user.logins_count)).toEqual([10]);
  });

  it('users, as operators see them are found by e-mail in any case, connection and id, and by nothing that is not supported', async () => {
    const id = (await users('?email=ADELE@contoso.com'))[0]?.user_id;
    expect(id).toMatch(/^usr_/);
    for (const query of [
      q(`email:"${ADELE}"`),
      q(`user_id:"${id}"`),
      q(`email:"${ADELE}" AND identities.connection:"contoso"`),
      `?email=${ADELE}&connection=contoso&search_engine=v3&sort=created_at:1`,
    ]) {
      expect([query, (await users(query)).map((user) => user.user_id)]).toEqual([query, [id]]);
    }
    expect(await users(q('identities.connection:"other"'))).toEqual([]);
    expect(await users(q(`email:"${ADELE}" AND identities.connection:"other"`))).toEqual([]);
    for (const query of [
      'email:adele*',
      'name:"Adele"',
      `email:"${ADELE}" OR blocked:true`,
      'adele',
      `${'a'.repeat(999)}`,
    ]) {
      expect([query, (await world.api.call('GET', `users${q(query)}`)).status]).toEqual([query, 400]);
    }
  });

  // covers AUTH0-19
  it.each([
    ['on_each_login', 'New Name'],
    ['on_first_login', 'Old Name'],
  ])('users, as operators see them take their name from the upstream %s', async (set_user_root_attributes, second) => {
    const name = set_user_root_attributes.replaceAll('_', '-');
    const user = { id: crypto.randomUUID(), userPrincipalName: `${name}@contoso.com`, displayName: 'Old Name' };
    const options = { set_user_root_attributes, domain: null, domain_aliases: [] };
    await world.connect({ name, options });
    const put = (displayName: string) => world.sandbox.control.putUser('contoso.com', { ...user, displayName });
    put('Old Name');
    expect((await signedIn(user.userPrincipalName, name)).tokens.claims.name).toBe('Old Name');
    put('New Name');
    const { tokens } = await signedIn(user.userPrincipalName, name);
    expect(tokens.claims.name).toBe(second);
    expect(await users(q(`user_id:"${tokens.claims.sub}"`))).toMatchObject([{ name: second, logins_count: 2 }]);
  });

  it('users, as operators see them are not made where the connection never makes any, while those it has still sign in', async () => {
    const id = await world.connect({ name: 'closed', options: { domain: null, domain_aliases: [] } });
    const known = await signedIn(ADELE, 'closed');
    await world.api.expect(200, 'PATCH', `connections/${id}`, {
      options: { set_user_root_attributes: 'never_on_login' },
    });
    expect((await signedIn(ADELE, 'closed')).tokens.claims.sub).toBe(known.tokens.claims.sub);
    const { end } = await signIn('nomail@contoso.com', 'closed');
    expect(end.url.origin).toBe(world.issuer);
    await expectLogged(end, { type: 'f', reason: 'user_unknown', connection: 'closed' });
    expect(await users('?connection=closed')).toHaveLength(1);
  });

  // covers AUTH0-49, PROXMOX-13
  it('users, as operators see them leave a log of each sign-in with connection, application and the correlation id of the answer', async () => {
    const { end } = await signIn(ADELE);
    const [entry] = await world.api.expect<Record<string, unknown>[]>(200, 'GET', `logs${q('type:"s"')}&per_page=1`);
    expect(entry).toMatchObject({
      type: 's',
      connection: 'contoso',
      connection_id: world.connectionId,
      client_id: world.application.clientId,
      user_id: expect.stringMatching(/^usr_/),
      correlation_id: expect.any(String),
    });
    expect(end.url.searchParams.has('code')).toBe(true);
    expect(await world.api.expect(200, 'GET', `logs/${String(entry?.log_id)}`)).toEqual(entry);
  });

  /** The newest failure, and that its correlation id is the one on the page and in the header. */
  async function expectLogged(end: Visit, expected: Readonly<Record<string, unknown>>) {
    const { reason, ...members } = expected;
    const [entry] = await world.api.expect<Record<string, unknown>[]>(200, 'GET', `logs${q('type:"f"')}&per_page=1`);
    expect(entry).toMatchObject({ client_id: world.application.clientId, ...members, details: { reason } });
    expect(entry?.correlation_id).toBe(end.headers.get('x-correlation-id'));
    expect(end.body).toContain(String(entry?.correlation_id));
  }
});
