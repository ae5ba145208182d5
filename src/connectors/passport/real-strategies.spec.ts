import { channel } from 'node:diagnostics_channel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../../../test/support/browser.js';
import { FakeGitHub, gitHubId } from '../../../test/support/fake-github.js';
import { type LocalOidcProvider, localOidcProvider } from '../../../test/support/local-oidc-provider.js';
import { gitHub2, openIdConnect, plain, type UpstreamOptions } from '../../../test/support/passport-strategies.js';
import { type ServedFetch, serveFetch } from '../../../test/support/serve-fetch.js';
import { createGuardedFetch } from '../../common/outbound/index.js';
import type { AuthorizeRedirect, Connector, ConnectorDefinition } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { testRuntime } from '../testing/test-runtime.js';
import { validateOptions } from '../validate-options.js';

const clientSecret = 'canary-secret-of-the-registration';
const callbackUrl = 'https://hub.example/login/callback/x';
const state = 's'.repeat(43);
const person = { subject: 'ada', email: 'ada@example.org', name: 'Ada Lovelace' };

let github: FakeGitHub;
let served: ServedFetch;
let oidc: LocalOidcProvider;
/** Requests of Node's own client, which no strategy may use. */
let unguarded = 0;
const count = (): void => {
  unguarded += 1;
};
const nodeRequests = channel('http.client.request.start');

beforeAll(async () => {
  served = await serveFetch((origin) => {
    github = new FakeGitHub({ baseUrl: origin, apiUrl: `${origin}/api/v3`, clientId: 'hub', clientSecret });
    return github.fetch;
  });
  const redirectUri = callbackUrl;
  const account = { sub: 'ada', name: person.name, email: person.email };
  oidc = await localOidcProvider({ clientId: 'hub', clientSecret, redirectUri, person: account });
  nodeRequests.subscribe(count);
});
afterAll(async () => {
  nodeRequests.unsubscribe(count);
  await Promise.all([served.close(), oidc.close()]);
});
beforeEach(() => {
  unguarded = 0;
  github.tokenError = undefined;
  for (const path of Object.keys(github.api)) delete github.api[path];
});

function connectorOf(definition: ConnectorDefinition, options: Partial<UpstreamOptions> = {}): Connector {
  const fetch = createGuardedFetch({ allow: [{ kind: 'host', host: '127.0.0.1' }] });
  const address = definition.strategy === 'openidconnect' ? oidc.issuer : served.origin;
  const all = { address, client_secret: clientSecret, ...options };
  return definition.create(validateOptions(definition, all), testRuntime({ fetch, at: new Date() }));
}

/** What the browser brings back from either upstream. */
async function answerOf({ url }: AuthorizeRedirect): Promise<URLSearchParams> {
  if (!url.startsWith(oidc.issuer)) return github.signIn(url, person);
  const visit = await new Browser().open(url, { stopAt: (target) => target.origin === 'https://hub.example' });
  return visit.url.searchParams;
}

function finish(connector: Connector, redirect: AuthorizeRedirect, parameters: URLSearchParams) {
  const checks = JSON.parse(JSON.stringify(redirect.checks));
  const signal = new AbortController().signal;
  return connector.callback({ parameters, callbackUrl, state: redirect.state ?? state, checks, signal });
}

const strategies: readonly (readonly [string, ConnectorDefinition, () => string])[] = [
  ['passport-oauth2, with PKCE', plain as ConnectorDefinition, () => String(gitHubId(person))],
  ['passport-github2, with a state of its own', gitHub2 as ConnectorDefinition, () => String(gitHubId(person))],
  ['passport-openidconnect, with a nonce', openIdConnect as ConnectorDefinition, () => 'ada'],
];

describe.each(strategies)('%s', (_name, definition, subject) => {
  it('a Passport strategy signs somebody in, in both turns, by the guarded client alone', async () => {
    const connector = connectorOf(definition);
    const begun = await connector.authorize({ state, callbackUrl });
    expect(new URL(begun.url).searchParams.get('state')).toBe(begun.state ?? state);
    expect(new URL(begun.url).searchParams.get('redirect_uri')).toBe(callbackUrl);
    const found = await finish(connectorOf(definition), begun, await answerOf(begun));
    expect(found.subject).toBe(subject());
    expect(found.claims.name).toBe('Ada Lovelace');
    expect(unguarded).toBe(0);
  });

  it('a Passport strategy refuses the checks of another sign-in, and takes its own', async () => {
    const connector = connectorOf(definition);
    const [one, other] = [
      await connector.authorize({ state, callbackUrl }),
      await connector.authorize({ state: 'o'.repeat(43), callbackUrl }),
    ];
    const parameters = await answerOf(one);
    const mixed = finish(connector, { ...one, checks: other.checks }, parameters);
    await expect(mixed).rejects.toMatchObject({ code: 'invalid_response' });
    expect((await finish(connector, one, parameters)).subject).toBe(subject());
  });

  it('a Passport strategy refuses a wrong secret, which stands in no error', async () => {
    const wrong = 'canary-secret-that-is-wrong';
    const connector = connectorOf(definition, { client_secret: wrong });
    const begun = await connector.authorize({ state, callbackUrl });
    const error = await finish(connector, begun, await answerOf(begun)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error).toMatchObject({ code: 'misconfigured', step: 'tokens' });
    expect(JSON.stringify([error, String((error as Error).stack)])).not.toContain(wrong);
  });

  it('a Passport strategy reaches no address that the guarded client does not permit', async () => {
    const connector = definition.create(
      validateOptions(definition, { address: 'http://127.0.0.1:9', client_secret: clientSecret }),
      testRuntime({ fetch: createGuardedFetch({ allow: [] }) }),
    );
    const begun = await connector.authorize({ state, callbackUrl });
    const parameters = new URLSearchParams({ code: 'a-code', state: begun.state ?? state });
    await expect(finish(connector, begun, parameters)).rejects.toMatchObject({ code: 'upstream_unavailable' });
    expect(unguarded).toBe(0);
  });
});

describe('a profile that is no JSON', () => {
  it.each(['/user', '/user/emails'])('at %s ends in a refusal, not in the end of the process', async (path) => {
    const connector = connectorOf(gitHub2 as ConnectorDefinition);
    const begun = await connector.authorize({ state, callbackUrl });
    github.api[path] = () => new Response('<html>hotel</html>');
    const attempt = finish(connector, begun, await answerOf(begun));
    await expect(attempt).rejects.toMatchObject({ code: 'invalid_response' });
  });
});
