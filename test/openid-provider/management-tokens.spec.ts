import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { OidcDriver } from '../support/oidc-driver.js';
import { application, SECRET, startOpenIdProvider, type TestProvider } from '../support/openid-provider.js';

const granted = ['read:connections', 'create:connections', 'read:users'];

describe('tokens of the management API', () => {
  let hub: TestProvider;
  let driver: OidcDriver;
  let audience: string;
  const machine = application({
    clientId: 'machine',
    appType: 'non_interactive',
    callbacks: [],
    grantTypes: ['client_credentials'],
  });

  beforeAll(async () => {
    hub = await startOpenIdProvider();
    driver = new OidcDriver(hub);
    audience = `${hub.issuer}/api/v2/`;
    hub.applications.add(application({ clientId: 'web' }));
  });
  beforeEach(() => {
    hub.applications.add(machine);
    hub.applications.grants.set(`machine ${audience}`, granted);
  });
  afterAll(() => hub.close());

  const ask = (parameters: Record<string, string | undefined> = {}) =>
    driver.token({ client_id: 'machine', grant_type: 'client_credentials', audience, ...parameters });
  const verify = async (token: unknown) => hub.verifier.verify(String(token));

  it('a management token carries all that was granted without scope, and exactly the subset with it', async () => {
    const all = await ask();
    expect(all.body).toEqual({
      access_token: expect.any(String),
      expires_in: 86_400,
      token_type: 'Bearer',
      scope: granted.join(' '),
    });
    expect(await verify(all.body.access_token)).toEqual({ clientId: 'machine', scopes: new Set(granted) });
    const some = await ask({ scope: 'read:users' });
    expect(await verify(some.body.access_token)).toEqual({ clientId: 'machine', scopes: new Set(['read:users']) });
  });

  it('a management token is issued by HTTP Basic too', async () => {
    const encode = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
    const authorization = `Basic ${Buffer.from(`machine:${encode(SECRET)}`).toString('base64')}`;
    const form = { grant_type: 'client_credentials', audience };
    expect((await driver.post('/oauth/token', form, { authorization })).status).toBe(200);
  });

  it.each([
    ['a scope that was not granted', { scope: 'read:users delete:users' }, 'invalid_scope'],
    ['another audience', { audience: 'https://api.example/' }, 'invalid_target'],
    ['the audience without its slash', { audience: 'x' }, 'invalid_target'],
    ['no audience', { audience: undefined }, 'invalid_request'],
    ['a wrong secret', { client_secret: 'wrong' }, 'invalid_client'],
  ])('a management token is refused for %s', async (_, detail, error) => {
    const { status, body } = await ask(detail);
    expect([status >= 400 && status < 500, body.error]).toEqual([true, error]);
    expect((await ask()).status).toBe(200);
  });

  // covers OPENMETADATA-12
  it('a management token is refused to an application without a grant, and to one without the grant type', async () => {
    hub.applications.grants.clear();
    expect((await ask()).body).toMatchObject({ error: 'unauthorized_client' });
    expect((await ask({ client_id: 'web' })).body).toMatchObject({ error: 'unauthorized_client' });
    expect((await ask({ client_id: 'web', audience: undefined, scope: 'openid' })).status).toBe(400);
  });

  it('a management token permits what is granted now, not what was granted when it was issued', async () => {
    const { access_token } = (await ask()).body;
    hub.applications.grants.set(`machine ${audience}`, ['read:users']);
    expect((await verify(access_token))?.scopes).toEqual(new Set(['read:users']));
    hub.applications.grants.clear();
    expect(await verify(access_token)).toBeUndefined();
  });

  it('a management token ends with its application', async () => {
    const { access_token } = (await ask()).body;
    hub.applications.add({ ...machine, isEnabled: false });
    expect(await verify(access_token)).toBeUndefined();
    hub.applications.add(machine);
    expect(await verify(access_token)).toBeDefined();
    await hub.accessEnded.applicationEnded('machine');
    expect(await verify(access_token)).toBeUndefined();
  });

  it('a management token can be revoked and introspected by its owner', async () => {
    const { access_token } = (await ask()).body;
    const as = { client_id: 'machine', client_secret: SECRET, token: String(access_token) };
    expect((await driver.post('/oauth/introspect', as)).body).toMatchObject({
      active: true,
      client_id: 'machine',
      aud: audience,
    });
    await driver.post('/oauth/revoke', { ...as, client_id: 'web' });
    expect(await verify(access_token)).toBeDefined();
    expect((await driver.post('/oauth/revoke', as)).status).toBe(200);
    expect(await verify(access_token)).toBeUndefined();
    expect((await driver.post('/oauth/introspect', as)).body).toEqual({ active: false });
  });

  it('a management token is told apart from every other kind of token', async () => {
    hub.login.signsIn(hub.users.add('ada'));
    const tokens = await driver.tokens();
    for (const other of [tokens.id_token, tokens.access_token, tokens.refresh_token, '', 'x'.repeat(5000), '\u0000']) {
      expect(await verify(other)).toBeUndefined();
    }
    const { access_token } = (await ask()).body;
    expect(await driver.userInfo(access_token)).toBe(401);
    expect((await driver.refresh(access_token)).body.error).toBe('invalid_grant');
    expect(await driver.userInfo(tokens.id_token)).toBe(401);
    expect(await driver.userInfo(tokens.refresh_token)).toBe(401);
    expect(await driver.userInfo(tokens.access_token)).toBe(200);
    const inQuery = await fetch(`${hub.origin}/userinfo?access_token=${String(tokens.access_token)}`);
    expect(inQuery.status).toBe(400);
  });
});
