/** The generic OpenID Connect connector against `oidc-provider` in many configurations, over HTTP, without the hub around it. */
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/connectors/index.js';
import type { LocalOidcProviderOptions } from '../support/local-oidc-provider.js';
import { CALLBACK_URL, OidcTrial, PERSON } from '../support/oidc-sign-in.js';

let trial: OidcTrial | undefined;
afterEach(async () => {
  await trial?.close();
  trial = undefined;
});

async function start(options?: JsonObject, provider?: Partial<LocalOidcProviderOptions>): Promise<OidcTrial> {
  trial = await OidcTrial.start(options, provider);
  return trial;
}

describe('an OpenID Provider that nobody here wrote', () => {
  // covers OPERATOR-07
  it('an OpenID Provider that nobody here wrote signs somebody in with what is usual, and nothing but issuer, id and secret', async () => {
    const { connector, signIn, provider } = bound(await start());
    const identity = await signIn();
    expect(identity).toMatchObject({ issuer: provider.issuer, subject: 'ada' });
    expect(connector.mapProfile(identity)).toEqual({ name: 'Ada Lovelace', email: 'ada@acme.com' });
  });

  it.each(['ES256', 'PS256', 'EdDSA'])(
    'an OpenID Provider that nobody here wrote signs ID tokens with %s',
    async (algorithm) => {
      const { signIn } = bound(await start({ id_token_signed_response_alg: algorithm }, { algorithm }));
      expect((await signIn()).subject).toBe('ada');
    },
  );

  it('an OpenID Provider that nobody here wrote is refused when it signs with another algorithm than the pinned one', async () => {
    const { signIn } = bound(await start({ id_token_signed_response_alg: 'RS256' }, { algorithm: 'ES256' }));
    await expect(signIn()).rejects.toMatchObject({ code: 'invalid_response', step: 'signature' });
  });

  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'an OpenID Provider that nobody here wrote takes the secret by %s, chosen or found',
    async (method) => {
      const provider = {
        client: { token_endpoint_auth_method: method },
        configuration: { clientAuthMethods: [method] },
      };
      const chosen = bound(await start({ token_endpoint_auth_method: method }, provider));
      expect((await chosen.signIn()).subject).toBe('ada');
      await trial?.close();
      const found = bound(await start({}, provider));
      expect((await found.signIn()).subject).toBe('ada');
    },
  );

  it('an OpenID Provider that nobody here wrote refuses a wrong secret, and the hub hears that nothing else was looked at', async () => {
    const { signIn } = bound(await start({ client_secret: 'another-secret-than-the-registered-one' }));
    await expect(signIn()).rejects.toMatchObject({ code: 'misconfigured', step: 'tokens', secretsRefused: true });
  });

  it.each(['rsa', 'ec', 'ed25519'] as const)(
    'an OpenID Provider that nobody here wrote takes an assertion signed with a key (%s) instead of a secret',
    async (kind) => {
      const { pem, jwk } = keyPair(kind);
      const { signIn } = bound(await start({ client_secret: null, private_key: pem }, keyClient(jwk)));
      expect((await signIn()).subject).toBe('ada');
      expect((await signIn()).subject).toBe('ada');
    },
  );

  it('an OpenID Provider that nobody here wrote refuses an assertion signed with another key', async () => {
    const provider = keyClient(keyPair('ec').jwk);
    const { signIn } = bound(await start({ client_secret: null, private_key: keyPair('ec').pem }, provider));
    await expect(signIn()).rejects.toMatchObject({ code: 'misconfigured', step: 'tokens' });
  });

  it('an OpenID Provider that nobody here wrote signs a public client in by PKCE alone', async () => {
    const provider = {
      client: { token_endpoint_auth_method: 'none' as const, client_secret: undefined },
      configuration: { pkce: { required: () => true } },
    };
    const { signIn } = bound(await start({ client_secret: null, token_endpoint_auth_method: 'none' }, provider));
    expect((await signIn()).subject).toBe('ada');
  });

  it('an OpenID Provider that nobody here wrote signs in without PKCE where it is switched off, and refuses that where it demands PKCE', async () => {
    expect((await bound(await start({ pkce: 'off' })).signIn()).subject).toBe('ada');
    await trial?.close();
    const { signIn } = bound(await start({ pkce: 'off' }, { configuration: { pkce: { required: () => true } } }));
    await expect(signIn()).rejects.toMatchObject({ code: 'misconfigured', step: 'callback' });
  });

  it('an OpenID Provider that nobody here wrote gives the profile at the UserInfo endpoint, where the ID token has none of it', async () => {
    const thin = { configuration: { conformIdTokenClaims: true } };
    const without = bound(await start({}, thin));
    expect(without.connector.mapProfile(await without.signIn())).toEqual({});
    await trial?.close();
    const { connector, signIn } = bound(
      await start({ fetch_userinfo: true, trust_email_verified: true }, withVerified(thin)),
    );
    expect(connector.mapProfile(await signIn())).toEqual({
      name: 'Ada Lovelace',
      email: 'ada@acme.com',
      emailEvidence: 'operator',
    });
  });

  it('an OpenID Provider that nobody here wrote signs its UserInfo answers, and the operator is told what to change', async () => {
    const { signIn } = bound(
      await start(
        { fetch_userinfo: true },
        {
          client: { userinfo_signed_response_alg: 'RS256' },
          configuration: { features: { devInteractions: { enabled: false }, jwtUserinfo: { enabled: true } } },
        },
      ),
    );
    await expect(signIn()).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('plain JSON'),
    });
  });

  it('an OpenID Provider that nobody here wrote rotates its keys between two sign-ins', async () => {
    const { signIn, provider } = bound(await start());
    await signIn();
    await provider.rotateKeys();
    expect((await signIn()).subject).toBe('ada');
  });

  it('an OpenID Provider that nobody here wrote gives pairwise subjects, the same each time', async () => {
    const provider = {
      client: { subject_type: 'pairwise' as const },
      configuration: {
        subjectTypes: ['pairwise' as const],
        pairwiseIdentifier: async () => 'pairwise-ada',
      },
    };
    const { signIn } = bound(await start({ fetch_userinfo: true }, provider));
    expect([(await signIn()).subject, (await signIn()).subject]).toEqual(['pairwise-ada', 'pairwise-ada']);
  });

  it('an OpenID Provider that nobody here wrote says when the person signed in, where an application asks for that', async () => {
    const { signIn } = bound(await start());
    const { authentication } = await signIn({ maxAge: 60 });
    expect(Math.abs((authentication?.time?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('an OpenID Provider that nobody here wrote accepts the client in a check, and refuses a wrong secret there', async () => {
    const request = { callbackUrl: CALLBACK_URL, signal: AbortSignal.timeout(10_000) };
    expect(failuresOf(await bound(await start()).check(request))).toEqual([]);
    await trial?.close();
    const { check } = bound(await start({ client_secret: 'another-secret-than-the-registered-one' }));
    expect(failuresOf(await check(request))).toEqual(['credentials']);
  });
});

function withVerified(provider: Partial<LocalOidcProviderOptions>): Partial<LocalOidcProviderOptions> {
  const claims = { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] };
  return { ...provider, configuration: { ...provider.configuration, claims } };
}

function keyPair(kind: 'rsa' | 'ec' | 'ed25519') {
  const { privateKey, publicKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : kind === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519');
  return { pem: String(privateKey.export({ format: 'pem', type: 'pkcs8' })), jwk: publicKey.export({ format: 'jwk' }) };
}

function keyClient(jwk: object): Partial<LocalOidcProviderOptions> {
  return {
    // A copy: the provider knows plain objects of its own realm only, and those of Node are of another one in jest.
    client: {
      token_endpoint_auth_method: 'private_key_jwt',
      client_secret: undefined,
      jwks: { keys: [{ ...jwk } as never] },
    },
  };
}

type Steps = readonly { readonly step: string; readonly outcome: string }[];
const failuresOf = (steps: Steps): string[] =>
  steps.filter(({ outcome }) => outcome === 'failed').map(({ step }) => step);

function bound(one: OidcTrial) {
  const { connector, provider } = one;
  const check = (connector as unknown as { check(request: object): Promise<Steps> }).check.bind(connector);
  return { connector, provider, check, signIn: one.signIn.bind(one), person: PERSON };
}
