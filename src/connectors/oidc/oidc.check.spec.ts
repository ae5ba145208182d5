import { describe, expect, it } from '@jest/globals';
import type { CheckStep } from '../abilities.js';
import type { JsonObject } from '../connector.js';
import { FakeOpenIdProvider, type FakeOpenIdProviderOptions, testRuntime } from '../testing/index.js';
import { validateOptions } from '../validate-options.js';
import { checkOidc } from './oidc.check.js';
import { openIdConnect } from './oidc.definition.js';

const issuer = 'https://login.acme.com';
const secret = 'canary-client-secret-of-the-hub';
const callbackUrl = 'https://hub.example/login/callback/acme';

async function check(
  options: JsonObject = {},
  provider: Partial<FakeOpenIdProviderOptions> = {},
  wrap: (fetch: typeof globalThis.fetch) => typeof globalThis.fetch = (fetch) => fetch,
) {
  const now = () => new Date('2026-11-21T10:00:00Z');
  const upstream = new FakeOpenIdProvider({ issuer, clientId: 'hub', clientSecret: secret, now, ...provider });
  const all = validateOptions(openIdConnect, { issuer, client_id: 'hub', client_secret: secret, ...options });
  const runtime = testRuntime({ fetch: wrap(upstream.fetch) });
  const steps = await checkOidc(all, runtime, { callbackUrl, signal: new AbortController().signal });
  expect(JSON.stringify(steps)).not.toContain('canary');
  const step = (name: string): CheckStep | undefined => steps.find((one) => one.step === name);
  return { steps, step, outcomes: Object.fromEntries(steps.map((one) => [one.step, one.outcome])), upstream };
}

const sound = {
  discovery: 'ok',
  issuer: 'ok',
  capabilities: 'ok',
  keys: 'ok',
  credentials: 'ok',
  redirect_uri: 'skipped',
  clock: 'skipped',
};

describe('a check of an OpenID Connect connection', () => {
  it('a check of an OpenID Connect connection finds nothing wrong with a sound one, and shows the URL to register', async () => {
    const { outcomes, step } = await check();
    expect(outcomes).toEqual(sound);
    expect(step('redirect_uri')?.given).toBe(callbackUrl);
  });

  // covers MISTAKE-01
  it('a check of an OpenID Connect connection shows the issuer given and the one published, offers that, and sends no secret', async () => {
    const { outcomes, step, upstream } = await check({}, { metadata: { issuer: 'https://id.acme.com' } });
    expect(outcomes).toMatchObject({ discovery: 'ok', issuer: 'failed', keys: 'skipped', credentials: 'skipped' });
    expect(step('issuer')).toMatchObject({
      field: 'issuer',
      given: issuer,
      expected: 'https://id.acme.com',
      remedy: expect.stringContaining('set issuer to https://id.acme.com'),
    });
    expect(upstream.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('a check of an OpenID Connect connection mentions a slash that only one of them has', async () => {
    const { step } = await check({}, { issuer: `${issuer}/` });
    expect(step('issuer')).toMatchObject({ outcome: 'ok', given: issuer, expected: `${issuer}/` });
  });

  it('a check of an OpenID Connect connection reads the same, whatever keeps the address from being reached', async () => {
    const missing = await check({ issuer: `${issuer}/realms/none` });
    expect(missing.outcomes).toMatchObject({ discovery: 'failed', issuer: 'skipped', credentials: 'skipped' });
    const dead = await check({ issuer: `${issuer}/realms/none` }, {}, () => () => Promise.reject(new Error('refused')));
    expect(dead.step('discovery')).toEqual(missing.step('discovery'));
  });

  it('a check of an OpenID Connect connection names a secret that is not accepted, without it', async () => {
    const { step, outcomes } = await check({ client_secret: 'canary of another secret' });
    expect(outcomes).toEqual({ ...sound, credentials: 'failed' });
    expect(step('credentials')).toMatchObject({ field: 'client_secret', given: 'client_id hub, client_secret_basic' });
  });

  it('a check of an OpenID Connect connection cannot tell from a complaint about something else', async () => {
    const { outcomes } = await check(
      {},
      {},
      (fetch) => async (input, init) =>
        String(input).endsWith('/token')
          ? Response.json({ error: 'invalid_request' }, { status: 400 })
          : fetch(input, init),
    );
    expect(outcomes.credentials).toBe('warning');
  });

  it('a check of an OpenID Connect connection says when nobody at the token endpoint says anything', async () => {
    const { outcomes } = await check(
      {},
      {},
      (fetch) => async (input, init) =>
        String(input).endsWith('/token') ? new Response('', { status: 503 }) : fetch(input, init),
    );
    expect(outcomes.credentials).toBe('failed');
  });

  it('a check of an OpenID Connect connection misses a key for the algorithm', async () => {
    const { step } = await check(
      { id_token_signed_response_alg: 'ES256' },
      {
        metadata: {
          id_token_signing_alg_values_supported: ['RS256', 'ES256'],
        },
      },
    );
    expect(step('keys')).toMatchObject({ outcome: 'failed', field: 'id_token_signed_response_alg', given: 'ES256' });
  });

  it.each<[string, JsonObject, JsonObject, Partial<CheckStep>]>([
    [
      'another signature',
      { id_token_signed_response_alg: 'ES256' },
      {},
      { outcome: 'failed', field: 'id_token_signed_response_alg', expected: 'RS256' },
    ],
    ['no UserInfo endpoint', { fetch_userinfo: true }, {}, { outcome: 'failed', field: 'fetch_userinfo' }],
    [
      'another authentication',
      { token_endpoint_auth_method: 'client_secret_basic' },
      { token_endpoint_auth_methods_supported: ['private_key_jwt'] },
      { outcome: 'warning', field: 'token_endpoint_auth_method', expected: 'private_key_jwt' },
    ],
    [
      'only plain challenges',
      {},
      { code_challenge_methods_supported: ['plain'] },
      { outcome: 'warning', field: 'pkce' },
    ],
    ['a challenge that is off', { pkce: 'off' }, {}, { outcome: 'warning', field: 'pkce', expected: 'S256' }],
    [
      'fewer scopes',
      { scopes: ['email', 'groups'] },
      { scopes_supported: ['openid', 'email'] },
      { outcome: 'warning', field: 'scopes', given: 'groups' },
    ],
  ])(
    'a check of an OpenID Connect connection compares what the upstream lists: %s',
    async (_name, options, metadata, expected) => {
      expect((await check(options, { metadata })).step('capabilities')).toMatchObject(expected);
    },
  );

  it('a check of an OpenID Connect connection chooses the authentication that the upstream lists', async () => {
    const metadata = { token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'] };
    const { outcomes, upstream } = await check({}, { metadata });
    expect(outcomes).toEqual(sound);
    expect(upstream.requests.find(({ method }) => method === 'POST')?.body).toContain('client_secret=');
  });
});
