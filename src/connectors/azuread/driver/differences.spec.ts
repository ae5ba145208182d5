/** Where the two drivers cannot agree, measured: the table in the README's section "Drivers" has the same rows. */
import { describe, expect, it } from '@jest/globals';
import { CompactSign } from 'jose';
import {
  ada,
  azureAdConnector,
  callbackUrl,
  contoso,
  entraUpstream,
  login,
  request,
} from '../../../../test/support/entra-upstream.js';
import type { JsonObject } from '../../connector.js';
import type { FakeOpenIdProvider } from '../../testing/upstream/fake-openid-provider.js';
import { signingKey } from '../../testing/upstream/forgeries.js';

const drivers = ['portico', 'passport-azure-ad'] as const;
type Driver = (typeof drivers)[number];

const connectorOf = (upstream: FakeOpenIdProvider, driver: Driver) =>
  azureAdConnector(upstream, { tenant_domain: contoso, driver });

/** What a sign-in comes to, when the token endpoint's answer is altered on the way, or the browser brings more. */
async function outcome(
  driver: Driver,
  alter: (answer: JsonObject) => JsonObject | Promise<JsonObject>,
  answer: Record<string, string> = {},
): Promise<string> {
  const upstream = entraUpstream();
  const altered: typeof globalThis.fetch = async (input, init) => {
    const answer = await upstream.fetch(input, init);
    if (!new URL(String(input)).pathname.endsWith('/token')) return answer;
    return Response.json(await alter((await answer.json()) as JsonObject), { status: answer.status });
  };
  const connector = connectorOf(Object.assign(Object.create(upstream), { fetch: altered }), driver);
  return login(connector, upstream, ada, { answer }).then(
    ({ subject }) => (subject === ada.subject ? 'signed in' : 'somebody else'),
    (error: { readonly code?: string }) => String(error.code),
  );
}

/** The same claims under another header, or other claims, signed by the published key. */
async function resigned(answer: JsonObject, claims: JsonObject = {}, header: object = {}): Promise<JsonObject> {
  const [head = '', payload = ''] = String(answer.id_token)
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString());
  const { privateKey } = await signingKey('published');
  const text = JSON.stringify({ ...(JSON.parse(payload) as object), ...claims });
  const token = await new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ ...(JSON.parse(head) as { alg: string }), ...header })
    .sign(privateKey);
  return { ...answer, id_token: token };
}

const now = Date.parse('2026-11-21T12:00:00Z') / 1_000;

describe('the drivers', () => {
  it.each<[string, (answer: JsonObject) => JsonObject | Promise<JsonObject>, readonly [string, string]]>([
    ['a sound answer', (answer) => answer, ['signed in', 'signed in']],
    ['a token signed again, as a control', (answer) => resigned(answer), ['signed in', 'signed in']],
    [
      'a token without key id, of the only key',
      (answer) => resigned(answer, {}, { kid: undefined }),
      ['signed in', 'invalid_response'],
    ],
    [
      'a token that begins when it ends',
      (answer) => resigned(answer, { exp: now + 60, nbf: now + 60 }),
      ['signed in', 'invalid_response'],
    ],
    [
      'a token type other than Bearer',
      (answer) => ({ ...answer, token_type: 'mac' }),
      ['signed in', 'invalid_response'],
    ],
    ['no token type', ({ token_type: _, ...answer }) => answer, ['signed in', 'invalid_response']],
    [
      'a token whose header does not say typ: JWT',
      (answer) => resigned(answer, {}, { typ: undefined }),
      ['signed in', 'invalid_response'],
    ],
    [
      'a hash of an access token, and no access token',
      async (answer) => {
        const { access_token: _, ...rest } = await resigned(answer, { at_hash: 'dGhlIGhhc2g' });
        return rest;
      },
      ['signed in', 'invalid_response'],
    ],
    [
      'no access token, and no hash of one, as a control',
      ({ access_token: _, ...answer }) => answer,
      ['signed in', 'signed in'],
    ],
    [
      'an encrypted token',
      (answer) => ({ ...answer, id_token: 'eyJhbGciOiJSU0ExXzUiLCJraWQiOiJrIn0.YQ.Yg.Yw.ZA' }),
      ['invalid_response', 'invalid_response'],
    ],
    [
      'an audience written spn:{client id}',
      (answer) => resigned(answer, { aud: 'spn:3b2c0c2e-6f2f-4f59-8f0e-0d7a1c9b5a10' }),
      ['invalid_response', 'invalid_response'],
    ],
  ])('the drivers say of %s', async (_case, alter, expected) => {
    expect([await outcome('portico', alter), await outcome('passport-azure-ad', alter)]).toEqual(expected);
  });

  it.each([
    { id_token: 'eyJhbGciOiJkaXIifQ.YQ.Yg.Yw.ZA' },
    { id_token: 'a.b.c' },
    { access_token: 'a' },
    { p: 'B2C_1_policy' },
  ])('the drivers do not read %s, which a browser added to the answer', async (added) => {
    expect(await outcome('portico', (answer) => answer, added)).toBe('signed in');
    expect(await outcome('passport-azure-ad', (answer) => answer, added)).toBe('signed in');
  });

  it('the drivers choose the state in two ways: the hub’s own, or one that ends with it', async () => {
    const states = drivers.map(async (driver) => (await connectorOf(entraUpstream(), driver).authorize(request)).state);
    expect(await Promise.all(states)).toEqual([
      undefined,
      expect.stringMatching(new RegExp(`^CUSTOM[\\w-]{32}${request.state}$`)),
    ]);
  });

  it('the drivers can take over from each other only where the first driver is not asked for its session', async () => {
    const from = async (first: Driver, second: Driver): Promise<string> => {
      const upstream = entraUpstream();
      const { url, checks, state = request.state } = await connectorOf(upstream, first).authorize(request);
      const parameters = await upstream.signIn(url, ada);
      const signal = new AbortController().signal;
      const answer = { parameters, callbackUrl, state, checks, signal };
      return connectorOf(upstream, second)
        .callback(answer)
        .then(
          () => 'signed in',
          (error: { readonly code?: string }) => String(error.code),
        );
    };
    expect(await from('passport-azure-ad', 'portico')).toBe('signed in');
    expect(await from('portico', 'passport-azure-ad')).toBe('invalid_response');
  });
});
