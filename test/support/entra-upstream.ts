/** Microsoft as the Azure AD connector sees it: the fake OpenID Provider in Entra's shape, and one login through it. */
import { azureAd } from '../../src/connectors/azuread/index.js';
import {
  type AuthorizeRequest,
  type Connector,
  type ConnectorRuntime,
  type JsonObject,
  validateOptions,
} from '../../src/connectors/index.js';
import {
  FakeOpenIdProvider,
  type FakeOpenIdProviderOptions,
  type FakePerson,
} from '../../src/connectors/testing/upstream/fake-openid-provider.js';

export const contoso = '7a1c6f0e-9d53-4a6b-8a2e-0c1d2e3f4a5b';
export const fabrikam = '11111111-2222-4333-8444-555555555555';
export const consumers = '9188040d-6c67-4c5b-b112-36a304b66dad';
export const ada: FakePerson = { subject: '0a0b0c0d-1111-4222-8333-0e0f10111213' };
export const callbackUrl = 'https://hub.example/login/callback/contoso';
export const credentials = {
  client_id: '3b2c0c2e-6f2f-4f59-8f0e-0d7a1c9b5a10',
  client_secret: 'kq8Q~very-secret-value',
};
const noon = () => new Date('2026-11-21T12:00:00Z');

export interface EntraShape {
  /** First part of every path. Default: Contoso's id. */
  readonly segment?: string;
  /** Tenant of the tokens. Default: Contoso. */
  readonly tenant?: string;
  readonly version?: 'v1.0' | 'v2.0';
  readonly host?: string;
  readonly instance?: string;
  readonly keyMembers?: JsonObject;
  /** Of the key in the v2.0 document beside a v1.0 endpoint; `null`: it is not in there. */
  readonly keyMembersInV2?: JsonObject | null;
  readonly metadata?: JsonObject;
  readonly now?: () => Date;
  readonly tokenError?: FakeOpenIdProviderOptions['tokenError'];
}

export function entraUpstream(shape: EntraShape = {}): FakeOpenIdProvider {
  const { segment = contoso, tenant = contoso, version = 'v2.0', host = 'https://login.microsoftonline.com' } = shape;
  const instance = shape.instance ?? 'microsoftonline.com';
  const isCommon = ['common', 'organizations'].includes(segment);
  const issuerOf = (tid: string) => (version === 'v2.0' ? `${host}/${tid}/v2.0` : `https://sts.windows.net/${tid}/`);
  const generation = version === 'v2.0' ? '/v2.0' : '';
  const upstream = new FakeOpenIdProvider({
    issuer: `${host}/${segment}`,
    tokenIssuer: issuerOf(tenant),
    paths: {
      discovery: `/${segment}${generation}/.well-known/openid-configuration`,
      authorize: `/${segment}/oauth2${generation}/authorize`,
      token: `/${segment}/oauth2${generation}/token`,
      keys: `/${segment}/discovery${generation}/keys`,
    },
    clientId: credentials.client_id,
    clientSecret: credentials.client_secret,
    now: shape.now ?? noon,
    subjectClaim: 'oid',
    datedBack: 300,
    claims: ({ subject, ...own }) => ({
      ver: version === 'v2.0' ? '2.0' : '1.0',
      tid: tenant,
      oid: subject,
      sub: `pairwise-${subject}`,
      name: 'Ada Lovelace',
      preferred_username: 'ada@contoso.com',
      ...own,
    }),
    metadata: { issuer: issuerOf(isCommon ? '{tenantid}' : tenant), cloud_instance_name: instance, ...shape.metadata },
    keyMembers:
      shape.keyMembers ??
      (version === 'v2.0' ? { issuer: `${host}/{tenantid}/v2.0`, cloud_instance_name: instance } : {}),
    ...(shape.tokenError === undefined ? {} : { tokenError: shape.tokenError }),
  });
  const v2Issuer = `${host}/{tenantid}/v2.0`;
  const { keyMembersInV2 = { issuer: v2Issuer, cloud_instance_name: instance } } = shape;
  return version === 'v2.0'
    ? upstream
    : withV2Documents(upstream, {
        base: `${host}/${segment}`,
        issuer: isCommon ? v2Issuer : `${host}/${tenant}/v2.0`,
        keyMembers: keyMembersInV2,
      });
}

interface V2Documents {
  readonly base: string;
  readonly issuer: string;
  readonly keyMembers: JsonObject | null;
}

/** Microsoft has both generations of its documents: here those of v2.0, beside an upstream that speaks v1.0. */
function withV2Documents(upstream: FakeOpenIdProvider, { base, issuer, keyMembers }: V2Documents): FakeOpenIdProvider {
  const { fetch } = upstream;
  const altered = async (url: string, init: RequestInit | undefined, alter: (document: JsonObject) => JsonObject) => {
    const answer = await fetch(url, init);
    const document: unknown = await answer
      .clone()
      .json()
      .catch(() => undefined);
    const isDocument = answer.ok && typeof document === 'object' && document !== null && !Array.isArray(document);
    return isDocument ? Response.json(alter(document as JsonObject)) : answer;
  };
  return Object.assign(upstream, {
    fetch: async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      const jwksUri = `${base}/discovery/v2.0/keys`;
      switch (new Request(input, init).url) {
        case `${base}/v2.0/.well-known/openid-configuration`:
          return altered(upstream.discoveryUrl, init, (document) => ({ ...document, issuer, jwks_uri: jwksUri }));
        case jwksUri:
          return altered(`${base}/discovery/keys`, init, ({ keys }) => {
            const published = keyMembers === null ? [] : (keys as readonly JsonObject[]);
            return { keys: published.map((key) => ({ ...key, ...keyMembers })) };
          });
        default:
          return fetch(input, init);
      }
    },
  });
}

/** Everything that a connector wrote to its log. */
export const logged: object[] = [];

export function runtimeOf(
  upstream: FakeOpenIdProvider,
  domains: readonly string[] = ['contoso.com'],
): ConnectorRuntime {
  const write = (detail: object, message: string) => void logged.push({ ...detail, message });
  return {
    fetch: upstream.fetch,
    now: noon,
    logger: { debug: write, info: write, warn: write, error: write },
    connection: { name: 'contoso', domains },
  };
}

export function azureAdConnector(
  upstream: FakeOpenIdProvider,
  options: JsonObject = { tenant_domain: contoso },
  domains?: readonly string[],
): Connector {
  return azureAd.create(validateOptions(azureAd, { ...credentials, ...options }), runtimeOf(upstream, domains));
}

export const request: AuthorizeRequest = { state: 'a-state-of-128-bits-or-more', callbackUrl };

/** Sends the person away and reads what comes back. */
export async function login(
  connector: Connector,
  upstream: FakeOpenIdProvider,
  person: FakePerson = ada,
  change: { readonly request?: Partial<AuthorizeRequest>; readonly answer?: Record<string, string> } = {},
) {
  const { url, checks, state = request.state } = await connector.authorize({ ...request, ...change.request });
  const parameters = await upstream.signIn(url, person);
  for (const [name, value] of Object.entries(change.answer ?? {})) parameters.set(name, value);
  return connector.callback({
    parameters,
    callbackUrl,
    state,
    checks,
    signal: new AbortController().signal,
  });
}
