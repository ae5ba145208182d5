import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { OidcDriver } from '../support/oidc-driver.js';
import { application, publicApplication, startOpenIdProvider, type TestProvider } from '../support/openid-provider.js';

describe('the token endpoint', () => {
  let hub: TestProvider;
  let driver: OidcDriver;

  beforeAll(async () => {
    hub = await startOpenIdProvider();
    driver = new OidcDriver(hub);
    hub.applications.add(application({ clientId: 'web' }));
    hub.applications.add(application({ clientId: 'other' }));
    hub.applications.add(publicApplication({ clientId: 'spa' }));
  });
  beforeEach(() => {
    hub.connections.refused.clear();
    hub.login.signsIn(hub.users.add('ada'));
  });
  afterAll(() => hub.close());

  it('the token endpoint answers with JSON that nobody may store', async () => {
    const { status, headers, body } = await driver.redeem(await driver.code());
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-type')).toContain('application/json');
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'openid email' });
    expect(body.refresh_token).toBeUndefined();
  });

  // RFC 6749, section 4.1.3; RFC 7636, section 4.6. Each refusal leaves the code usable: its redemption is the control.
  // covers CODER-11
  it.each([
    ['a wrong verifier', { code_verifier: 'w'.repeat(43) }],
    ['no verifier', { code_verifier: undefined }],
    ['a short verifier', { code_verifier: 'v'.repeat(42) }],
    ['another redirect URI', { redirect_uri: 'https://app.example/cb2' }],
    ['an empty redirect URI', { redirect_uri: '' }],
    ['no redirect URI', { redirect_uri: undefined }],
    ['another application', { client_id: 'other' }],
    ['a wrong secret', { client_secret: 'wrong' }],
    ['no secret', { client_secret: undefined }],
    ['a grant type of its own', { grant_type: 'password' }],
  ])('a code with %s is refused, and not burnt', async (_, detail) => {
    const code = await driver.code();
    const refused = await driver.redeem(code, detail);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.status).toBeLessThan(500);
    expect(refused.body.access_token).toBeUndefined();
    expect((await driver.redeem(code)).status).toBe(200);
  });

  it('a verifier for a request that had no challenge is refused', async () => {
    const bare = { code_challenge: undefined, code_challenge_method: undefined };
    expect((await driver.redeem(await driver.code(bare))).body.error).toBe('invalid_grant');
    expect((await driver.redeem(await driver.code(bare), { code_verifier: undefined })).status).toBe(200);
  });

  it('a code gives nothing the second time, and ends what the first time gave', async () => {
    const code = await driver.code({ scope: 'openid offline_access' });
    const first = await driver.redeem(code);
    expect(await driver.userInfo(first.body.access_token)).toBe(200);
    expect((await driver.redeem(code)).body.error).toBe('invalid_grant');
    expect(await driver.userInfo(first.body.access_token)).toBe(401);
    expect((await driver.refresh(first.body.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('a code is redeemed for exactly one of fifty at once', async () => {
    const code = await driver.code({ scope: 'openid offline_access' });
    // All of them have found the code unused before the first one uses it.
    const find = hub.artifacts.find.bind(hub.artifacts);
    let found = 0;
    let open = () => {};
    const everybodyFoundIt = new Promise<void>((resolve) => {
      open = resolve;
    });
    const spy = jest.spyOn(hub.artifacts, 'find').mockImplementation(async (model, id, now) => {
      const artifact = await find(model, id, now);
      if (model !== 'AuthorizationCode') return artifact;
      found += 1;
      if (found === 50) open();
      await everybodyFoundIt;
      return artifact;
    });
    const answers = await Promise.all(Array.from({ length: 50 }, () => driver.redeem(code)));
    spy.mockRestore();
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    const others = answers.filter((answer) => answer.status !== 200);
    expect(others.map((answer) => answer.body.error)).toEqual(others.map(() => 'invalid_grant'));
    // Somebody had the code who should not: what the first one got ends as well.
    const winner = answers.find((answer) => answer.status === 200)?.body;
    expect(await driver.userInfo(winner?.access_token)).toBe(401);
    expect((await driver.refresh(winner?.refresh_token)).body.error).toBe('invalid_grant');
  });

  // covers OPENMETADATA-16
  it('a refresh rotates the refresh token, and brings a new ID token each time', async () => {
    const first = await driver.tokens();
    const second = await driver.refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.id_token).toEqual(expect.any(String));
    const third = await driver.refresh(second.body.refresh_token);
    expect(third.status).toBe(200);
    expect(await driver.userInfo(third.body.access_token)).toBe(200);
  });

  it('a refresh token that is used twice ends its whole family', async () => {
    const first = await driver.tokens();
    const second = await driver.refresh(first.refresh_token);
    expect((await driver.refresh(first.refresh_token)).body.error).toBe('invalid_grant');
    expect((await driver.refresh(second.body.refresh_token)).body.error).toBe('invalid_grant');
    expect(await driver.userInfo(second.body.access_token)).toBe(401);
  });

  it('a refresh token refreshes for exactly one of twenty at once', async () => {
    const { refresh_token } = await driver.tokens();
    const answers = await Promise.all(Array.from({ length: 20 }, () => driver.refresh(refresh_token)));
    expect(answers.filter((answer) => answer.status === 200).length).toBe(1);
  });

  it('a refresh token is bound to its application and scope', async () => {
    const { refresh_token } = await driver.tokens();
    expect((await driver.refresh(refresh_token, { client_id: 'other' })).body.error).toBe('invalid_grant');
    expect((await driver.refresh(refresh_token, { scope: 'openid groups' })).body.error).toBe('invalid_scope');
    expect((await driver.refresh(refresh_token, { scope: 'openid' })).body.scope).toBe('openid');
  });

  // covers CODER-09
  it('a refresh token goes only to an application that has the grant, without asking for consent', async () => {
    hub.applications.add(application({ clientId: 'norefresh', grantTypes: ['authorization_code'] }));
    const as = { client_id: 'norefresh' };
    const code = await driver.code({ ...as, scope: 'openid offline_access' });
    const answer = await driver.redeem(code, as);
    expect([answer.status, answer.body.refresh_token]).toEqual([200, undefined]);
    expect((await driver.tokens()).refresh_token).toEqual(expect.any(String));
  });

  it.each([
    ['the user is blocked', () => hub.users.add('ada', { blocked: true })],
    ['the user is gone', () => hub.users.all.delete('ada')],
    ['the connection is disabled', () => hub.connections.refused.add('con_1 *')],
    ['the application may no longer use the connection', () => hub.connections.refused.add('con_1 web')],
  ])('code, refresh and userinfo are refused once %s', async (_, end) => {
    const tokens = await driver.tokens();
    const code = await driver.code();
    end();
    expect((await driver.redeem(code)).body.error).toBe('invalid_grant');
    expect((await driver.refresh(tokens.refresh_token)).body.error).toBe('invalid_grant');
    expect(await driver.userInfo(tokens.access_token)).toBe(401);
  });

  it('everything is refused to a disabled application', async () => {
    const web = application({ clientId: 'web' });
    const tokens = await driver.tokens();
    hub.applications.add({ ...web, isEnabled: false });
    expect((await driver.refresh(tokens.refresh_token)).status).toBe(401);
    expect(await driver.userInfo(tokens.access_token)).toBe(401);
    hub.applications.add(web);
    expect((await driver.refresh(tokens.refresh_token)).status).toBe(200);
  });

  it.each([
    ['userEnded', 'ada'],
    ['connectionEnded', 'con_1'],
    ['applicationEnded', 'web'],
  ] as const)('the token endpoint ends tokens at once by %s', async (how, id) => {
    await hub.storage.database
      .insertInto('users')
      .values({ id: 'ada', blocked: 0, profile: '{}', logins_count: 0, created_at: 0, updated_at: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await hub.storage.database
      .insertInto('identities')
      .values({
        connection_id: 'con_1',
        issuer: 'i',
        subject: 's',
        user_id: 'ada',
        connection_name: 'contoso',
        strategy: 'fake',
        claims: '{}',
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const tokens = await driver.tokens();
    await hub.accessEnded[how]('somebody-else');
    expect(await driver.userInfo(tokens.access_token)).toBe(200);
    await hub.accessEnded[how](id);
    expect(await driver.userInfo(tokens.access_token)).toBe(401);
    expect((await driver.refresh(tokens.refresh_token)).body.error).toBe('invalid_grant');
  });

  // covers PROXMOX-13
  it('the token endpoint records exchanges for operators, without a token', async () => {
    hub.events.length = 0;
    const tokens = await driver.tokens();
    await driver.refresh(tokens.refresh_token);
    await driver.redeem('nonsense');
    expect(hub.events.map((event) => [event.type, event.clientId, event.userId])).toEqual([
      ['seacft', 'web', 'ada'],
      ['sertft', 'web', 'ada'],
      ['feacft', 'web', undefined],
    ]);
    expect(hub.events.at(-1)?.description).toContain('authorization code not found');
    expect(JSON.stringify(hub.events)).not.toContain(String(tokens.refresh_token));
  });
});
