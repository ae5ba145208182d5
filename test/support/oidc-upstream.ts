/** The generic OpenID Connect connector and the in-process upstream that it speaks to, for its unit specs. */
import type { AuthorizeRequest, JsonObject } from '../../src/connectors/connector.js';
import { openIdConnect } from '../../src/connectors/oidc/index.js';
import {
  FakeOpenIdProvider,
  type FakeOpenIdProviderOptions,
  type TestRuntime,
  testRuntime,
} from '../../src/connectors/testing/index.js';
import { validateOptions } from '../../src/connectors/validate-options.js';

const client = { client_id: 'hub', client_secret: 'canary-client-secret-of-the-hub' };
export const callbackUrl = 'https://hub.example/login/callback/acme';
/** Options of a connection to Google, but for the client. */
export const google = { preset: 'google-workspace', issuer: 'https://accounts.google.com', hd: ['acme.com'] };

/** One connection, its upstream, and what a sign-in there takes. */
export function setUp(options: JsonObject = {}, provider: Partial<FakeOpenIdProviderOptions> = {}) {
  const issuer = String(options.issuer ?? 'https://login.acme.com');
  const runtime: TestRuntime = testRuntime({
    fetch: (...request) => upstream.fetch(...request),
    domains: ['acme.com'],
  });
  const upstream = new FakeOpenIdProvider({
    issuer,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    now: runtime.now,
    ...provider,
  });
  const connector = openIdConnect.create(validateOptions(openIdConnect, { issuer, ...client, ...options }), runtime);
  const begin = async (change: Partial<AuthorizeRequest> = {}) => {
    const request = { state: 's'.repeat(43), callbackUrl, ...change };
    const { url, checks } = await connector.authorize(request);
    return { request, url, checks, parameters: Object.fromEntries(new URL(url).searchParams) };
  };
  const signIn = async (claims: JsonObject = {}, change: Partial<AuthorizeRequest> = {}) => {
    const { url, checks, request } = await begin(change);
    const parameters = await upstream.signIn(url, { subject: 'ada', ...claims });
    const { observer } = change;
    return connector.callback({
      parameters,
      callbackUrl,
      state: request.state,
      checks,
      signal: new AbortController().signal,
      ...(observer === undefined ? {} : { observer }),
    });
  };
  return { connector, runtime, upstream, begin, signIn };
}
