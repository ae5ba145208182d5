/** Signing in through the hub at an OpenID Provider that nobody here wrote. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { type LocalOidcProvider, localOidcProvider } from '../support/local-oidc-provider.js';
import { atApplication, authorization, redeem } from '../support/sign-in.js';
import { World } from '../support/world.js';

const SECRET = 'a-secret-of-more-than-32-characters-for-the-hub';
const person = {
  sub: 'ada',
  name: 'Ada Lovelace',
  email: 'ada@acme.com',
  email_verified: true,
  realm_access: { roles: ['engineers'] },
  work_mail: 'ada@elsewhere.example',
};

describe('signing in through an OpenID Provider', () => {
  let world: World;
  let provider: LocalOidcProvider;
  beforeAll(async () => {
    world = await World.start({ withoutConnection: true, environment: { PORTICO_UPSTREAM_ALLOW: '127.0.0.1' } });
    provider = await localOidcProvider({
      clientId: 'portico',
      clientSecret: SECRET,
      redirectUri: `${world.issuer}/login/callback/acme`,
      person,
      client: { token_endpoint_auth_method: 'client_secret_basic' },
      configuration: {
        claims: { openid: ['sub', 'realm_access', 'work_mail'], profile: ['name'], email: ['email', 'email_verified'] },
      },
    });
  });
  afterAll(async () => {
    await provider?.close();
    await world?.close();
  });

  const options = () => ({ issuer: provider.issuer, client_id: 'portico', client_secret: SECRET, domain: 'acme.com' });

  /** Makes the connection "acme" for the one test, which has it to itself. */
  async function withConnection<T>(more: object, test: (id: string) => Promise<T>): Promise<T> {
    const body = { name: 'acme', strategy: 'oidc', display_name: 'Acme', options: { ...options(), ...more } };
    const enabled_clients = [world.application.clientId];
    const { id } = await world.api.expect<{ id: string }>(201, 'POST', 'connections', { ...body, enabled_clients });
    try {
      return await test(id);
    } finally {
      await world.api.expect(204, 'DELETE', `connections/${id}`);
    }
  }

  async function signIn(parameters: Readonly<Record<string, string>>) {
    const request = authorization(world, { scope: 'openid profile email groups', ...parameters });
    const visit = await new Browser().open(request.url, atApplication);
    return { visit, claims: async () => (await redeem(world, visit, request)).claims };
  }

  // covers OPERATOR-07
  it('signing in through an OpenID Provider leads from an address of the connection’s domain to the application, with a verified profile and groups', async () => {
    const more = { trust_email_verified: true, groups_claim: 'realm_access.roles' };
    await withConnection(more, async () => {
      const { visit, claims } = await signIn({ login_hint: 'ada@acme.com' });
      const sent = visit.trail.find((url) => url.origin === provider.issuer && url.searchParams.has('redirect_uri'));
      expect(sent?.searchParams.get('login_hint')).toBe('ada@acme.com');
      expect(await claims()).toMatchObject({
        name: 'Ada Lovelace',
        email: 'ada@acme.com',
        email_verified: true,
        groups: ['engineers'],
      });
    });
  });

  it.each([
    ['without the operator’s trust', {}],
    ['for a domain that is not the connection’s', { trust_email_verified: true, domain: 'acme.org' }],
    ['for an address of another claim', { trust_email_verified: true, attribute_map: { work_mail: 'email' } }],
  ])('signing in through an OpenID Provider calls no address verified %s', async (_name, more) => {
    await withConnection(more, async () => {
      const { claims } = await signIn({ connection: 'acme' });
      expect((await claims()).email_verified).toBe(false);
    });
  });

  // covers AUTH0-40
  it('signing in through an OpenID Provider takes a pasted discovery URL, and a private key that it never gives back', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const more = {
      issuer: `${provider.issuer}/.well-known/openid-configuration`,
      private_key: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
      token_endpoint_auth_method: 'client_secret_basic',
    };
    await withConnection(more, async (id) => {
      const stored = await world.api.expect<{ options: Record<string, unknown> }>(200, 'GET', `connections/${id}`);
      expect(stored.options.issuer).toBe(provider.issuer);
      expect(JSON.stringify(stored)).not.toMatch(/PRIVATE KEY|more-than-32/);
      expect((await (await signIn({ connection: 'acme' })).claims()).name).toBe('Ada Lovelace');
    });
  });

  it('signing in through an OpenID Provider goes on with the secret that comes next, once the provider refuses the one before', async () => {
    await withConnection({ client_secret: 'a-secret-that-was-withdrawn-yesterday' }, async () => {
      expect((await signIn({ connection: 'acme' })).visit.status).toBe(400);
    });
    const more = { client_secret: 'a-secret-that-was-withdrawn-yesterday', client_secret_next: SECRET };
    await withConnection(more, async () => {
      expect((await (await signIn({ connection: 'acme' })).claims()).name).toBe('Ada Lovelace');
    });
  });

  it('signing in through an OpenID Provider checks a connection that is not saved: accepted, and what is wrong with another issuer or secret', async () => {
    const steps = async (more: object) => {
      const body = { name: 'acme', strategy: 'oidc', options: { ...options(), ...more } };
      const path = 'connections/check';
      const report = await world.api.expect<{ steps: { step: string; outcome: string; expected?: string }[] }>(
        200,
        'POST',
        path,
        body,
      );
      return report.steps.filter(({ outcome }) => outcome === 'failed');
    };
    expect(await steps({})).toEqual([]);
    expect(await steps({ client_secret: 'not-the-secret-that-was-registered' })).toMatchObject([
      { step: 'credentials' },
    ]);
    expect(await steps({ issuer: `${provider.issuer}/realms/none` })).toMatchObject([{ step: 'discovery' }]);
  });

  it('signing in through an OpenID Provider names every bad option, with what to do', async () => {
    const bad = {
      issuer: 'acme',
      scopes: ['a b'],
      id_token_signed_response_alg: 'HS256',
      attribute_map: { upn: 'sub' },
    };
    const body = { name: 'acme', strategy: 'oidc', options: { ...options(), ...bad } };
    const answer = await world.api.expect<{ message: string }>(400, 'POST', 'connections', body);
    for (const name of Object.keys(bad)) expect(JSON.stringify(answer)).toContain(`options.${name}`);
  });

  // covers LOGTO-14
  it('signing in through an OpenID Provider shows the connection’s logo and name on the login page', async () => {
    const other = { name: 'other', strategy: 'oidc', options: { ...options(), domain: undefined } };
    const enabled_clients = [world.application.clientId];
    await world.api.expect(201, 'POST', 'connections', { ...other, enabled_clients });
    await withConnection({ icon_url: 'https://acme.com/logo.png', domain: undefined }, async () => {
      const page = await new Browser().open(authorization(world).url);
      expect(page.body).toContain('Continue with Acme');
      expect(page.body).toContain('https://acme.com/logo.png');
    });
  });
});
