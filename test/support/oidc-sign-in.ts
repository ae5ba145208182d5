/** Sign-ins through the generic OpenID Connect connector at a real OpenID Provider, without the hub around it. */
import { type Connector, type JsonObject, type UpstreamIdentity, validateOptions } from '../../src/connectors/index.js';
import { openIdConnect } from '../../src/connectors/oidc/index.js';
import { type TestRuntime, testRuntime } from '../../src/connectors/testing/index.js';
import { Browser } from './browser.js';
import { type LocalOidcProvider, type LocalOidcProviderOptions, localOidcProvider } from './local-oidc-provider.js';

export const CALLBACK_URL = 'http://localhost:9/login/callback/acme';
const CLIENT = { client_id: 'portico', client_secret: 'a-secret-of-more-than-32-characters-for-the-hub' };

export const PERSON = { sub: 'ada', name: 'Ada Lovelace', email: 'ada@acme.com', email_verified: true };

/** One provider and one connection to it. */
export class OidcTrial {
  readonly runtime: TestRuntime;
  readonly connector: Connector;

  private constructor(
    readonly provider: LocalOidcProvider,
    options: JsonObject,
    alterations: Partial<Alterations>,
  ) {
    const fetch = alterations.fetch?.(globalThis.fetch) ?? globalThis.fetch;
    this.runtime = testRuntime({ fetch, at: new Date(), domains: ['acme.com'] });
    this.alterAnswer = alterations.answer ?? ((parameters) => parameters);
    const all = { issuer: provider.issuer, ...CLIENT, ...options };
    // `null` takes an option out.
    const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
    this.connector = openIdConnect.create(validateOptions(openIdConnect, given), this.runtime);
  }

  private readonly alterAnswer: (parameters: URLSearchParams) => URLSearchParams;

  static async start(
    options: JsonObject = {},
    provider: Partial<LocalOidcProviderOptions> = {},
    alterations: Partial<Alterations> = {},
  ): Promise<OidcTrial> {
    const { client_id: clientId, client_secret: clientSecret } = CLIENT;
    const client = { token_endpoint_auth_method: 'client_secret_basic' as const, ...provider.client };
    const base = { clientId, clientSecret, redirectUri: CALLBACK_URL, person: PERSON };
    return new OidcTrial(await localOidcProvider({ ...base, ...provider, client }), options, alterations);
  }

  /** A whole sign-in, from the redirect to the verified identity. */
  async signIn(request: JsonObject = {}): Promise<UpstreamIdentity> {
    const state = 'a-state-of-128-bits-or-more';
    const { url, checks } = await this.connector.authorize({ state, callbackUrl: CALLBACK_URL, ...request });
    const stopAt = (target: URL): boolean => target.port === '9';
    const visit = await new Browser().open(url, { stopAt });
    return this.connector.callback({
      parameters: this.alterAnswer(visit.url.searchParams),
      callbackUrl: CALLBACK_URL,
      state,
      checks: JSON.parse(JSON.stringify(checks)) as JsonObject,
      signal: AbortSignal.timeout(10_000),
    });
  }

  close(): Promise<void> {
    return this.provider.close();
  }
}

/** What somebody on the way changes. */
interface Alterations {
  fetch(honest: typeof globalThis.fetch): typeof globalThis.fetch;
  answer(parameters: URLSearchParams): URLSearchParams;
}
