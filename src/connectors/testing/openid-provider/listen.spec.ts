import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { plainOpenIdConnector } from '../../../../test/support/plain-openid-connector.js';
import { validateOptions } from '../../validate-options.js';
import { testRuntime } from '../test-runtime.js';
import { signInAtProvider } from './interaction.js';
import { type RunningOpenIdProvider, startOpenIdProvider } from './listen.js';

const callbackUrl = 'http://127.0.0.1:3000/login/callback/test';
const ada = { subject: 'ada-1', name: 'Ada & <b>Co</b>', email: 'ada@example.org' };

let provider: RunningOpenIdProvider;

beforeAll(async () => {
  provider = await startOpenIdProvider({ redirectUris: [callbackUrl], people: [ada], now: testRuntime().now });
});
afterAll(() => provider.close());

function connection() {
  const { issuer, clientId, clientSecret } = provider;
  const options = { issuer, client_id: clientId, client_secret: clientSecret };
  const connector = plainOpenIdConnector.create(
    validateOptions(plainOpenIdConnector, options),
    testRuntime({ fetch: (input, init) => fetch(input, init) }),
  );
  const begin = () => connector.authorize({ state: 's'.repeat(43), callbackUrl });
  const signIn = async (answer = 'person=ada-1') => {
    const { url, checks } = await begin();
    const loginPage = `${issuer}/interaction/`;
    const parameters = await signInAtProvider({ url, answer, loginPage, send: (request) => fetch(request) });
    const { signal } = new AbortController();
    return connector.callback({ parameters, callbackUrl, state: 's'.repeat(43), checks, signal });
  };
  return { begin, signIn };
}

describe('an OpenID Provider that listens', () => {
  it('an OpenID Provider that listens signs in a person from its list', async () => {
    expect(await connection().signIn()).toMatchObject({ issuer: provider.issuer, subject: 'ada-1' });
  });

  it('an OpenID Provider that listens shows its people on a page, and takes their names for text', async () => {
    const { url } = await connection().begin();
    const start = await fetch(url, { redirect: 'manual' });
    const cookie = start.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const page = await fetch(new URL(start.headers.get('location') ?? '', url), { headers: { cookie } });
    const html = await page.text();
    expect(html).toContain('href="?person=ada-1"');
    expect(html).toContain('Ada &#38; &#60;b&#62;Co');
  });

  it('an OpenID Provider that listens is cancelled by the person', async () => {
    await expect(connection().signIn('cancel')).rejects.toMatchObject({ code: 'access_denied' });
  });

  it('misbehaves on demand until it is told to stop', async () => {
    const misbehaviours: readonly [(on: boolean) => void, string][] = [
      [(on) => provider.forge(on ? 'wrong_nonce' : undefined), 'invalid_response'],
      [(on) => provider.lie(on ? 'issuer_parameter_of_another' : undefined), 'invalid_response'],
      [(on) => provider.lie(on ? 'token_endpoint_in_html' : undefined), 'upstream_unavailable'],
    ];
    for (const [misbehave, code] of misbehaviours) {
      misbehave(true);
      await expect(connection().signIn()).rejects.toMatchObject({ code });
      misbehave(false);
      expect(await connection().signIn()).toMatchObject({ subject: 'ada-1' });
    }
  });

  it.each(['dead', 'failing', 'oversized'] as const)(
    'an OpenID Provider that listens is %s on demand',
    async (outage) => {
      const { begin } = connection();
      provider.fail(outage);
      await expect(begin()).rejects.toMatchObject({ code: 'upstream_unavailable' });
      provider.fail(undefined);
      expect(await connection().signIn()).toMatchObject({ subject: 'ada-1' });
    },
  );

  it('an OpenID Provider that listens signs with another key after a change of keys', async () => {
    const { signIn } = connection();
    await signIn();
    provider.rotateKeys();
    expect(await connection().signIn()).toMatchObject({ subject: 'ada-1' });
  });
});
