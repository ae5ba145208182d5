/** The generic OpenID Connect connector and an honest provider, with somebody between them who changes one detail. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/connectors/index.js';
import { OidcTrial } from '../support/oidc-sign-in.js';

let trial: OidcTrial | undefined;
afterEach(async () => {
  await trial?.close();
  trial = undefined;
});

describe('somebody between the hub and that provider', () => {
  type Alterations = NonNullable<Parameters<typeof OidcTrial.start>[2]>;

  /** A sign-in that succeeds but for what is altered. */
  async function altered(alterations: Alterations, options: JsonObject = {}) {
    trial = await OidcTrial.start(options, {}, alterations);
    return trial.signIn();
  }

  /** Changes one document on its way. */
  const document = (path: string, change: (members: Record<string, unknown>) => void): Alterations => ({
    fetch: (honest) => async (input, init) => {
      const response = await honest(input, init);
      if (!String(input).endsWith(path)) return response;
      const members = (await response.json()) as Record<string, unknown>;
      change(members);
      return Response.json(members, { status: response.status });
    },
  });
  const nothing = () => undefined;
  const discovery = '/.well-known/openid-configuration';
  const withoutIssuer = (parameters: URLSearchParams): URLSearchParams =>
    new URLSearchParams([...parameters].filter(([name]) => name !== 'iss'));

  it('somebody between the hub and that provider passes documents on unharmed: the control of what follows', async () => {
    expect((await altered(document('/me', nothing), { fetch_userinfo: true })).subject).toBe('ada');
  });

  it('swaps the UserInfo answer for another person’s', async () => {
    const swapped = document('/me', (members) => {
      members.sub = 'mallory';
    });
    await expect(altered(swapped, { fetch_userinfo: true })).rejects.toMatchObject({
      code: 'invalid_response',
      step: 'profile',
    });
  });

  it('somebody between the hub and that provider takes the issuer out of the answer, which the provider said it always sends (RFC 9207)', async () => {
    await expect(altered({ answer: withoutIssuer })).rejects.toMatchObject({
      code: 'invalid_response',
      step: 'callback',
    });
  });

  it('somebody between the hub and that provider finds a provider that never sends the issuer, and signs in there', async () => {
    const silent = document(discovery, (members) => {
      delete members.authorization_response_iss_parameter_supported;
    });
    expect((await altered({ ...silent, answer: withoutIssuer })).subject).toBe('ada');
  });

  it('somebody between the hub and that provider answers in the name of another issuer, even where the provider promised nothing', async () => {
    const silent = document(discovery, (members) => {
      delete members.authorization_response_iss_parameter_supported;
    });
    const answer = (parameters: URLSearchParams): URLSearchParams => {
      parameters.set('iss', 'https://mallory.example');
      return parameters;
    };
    await expect(altered({ ...silent, answer })).rejects.toMatchObject({ code: 'invalid_response', step: 'callback' });
  });

  it('somebody between the hub and that provider publishes another issuer: the operator reads both', async () => {
    const foreign = document(discovery, (members) => {
      members.issuer = 'https://mallory.example';
    });
    await expect(altered(foreign)).rejects.toMatchObject({
      code: 'misconfigured',
      step: 'discovery',
      message: expect.stringMatching(
        /"http:\/\/127\.0\.0\.1:\d+".*"https:\/\/mallory\.example".*set issuer to https:\/\/mallory\.example/,
      ),
    });
  });
});
