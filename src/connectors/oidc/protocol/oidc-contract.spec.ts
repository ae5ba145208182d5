import { describe, it } from '@jest/globals';
import { IsString, IsUrl, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import {
  type AuthorizeRedirect,
  type AuthorizeRequest,
  type CallbackResponse,
  type Connector,
  type ConnectorRuntime,
  defineConnector,
  type UpstreamIdentity,
  type UserProfile,
} from '../../connector.js';
import { describeConnectorContract, FakeOpenIdProvider, FORGERIES, OUTAGES } from '../../testing/index.js';
import {
  authorizationFailure,
  beginAuthorization,
  invalidResponse,
  KeySource,
  MetadataSource,
  misconfigured,
  readAuthorizationResponse,
  readChecks,
  redeemCode,
  standardParameters,
  TokenEndpointError,
  tokenEndpointFailure,
  verifyIdToken,
} from '../index.js';

class PlainOptions {
  @IsUrl({ require_tld: false, require_protocol: true })
  @JSONSchema({ description: 'Issuer.' })
  readonly issuer!: string;

  @IsString()
  @JSONSchema({ description: 'Client id.' })
  readonly client_id!: string;

  @MinLength(16)
  @JSONSchema({ description: 'Client secret.' })
  readonly client_secret!: string;
}

/** Nothing but the building blocks, so that the suite speaks about them. */
class PlainConnector implements Connector {
  private readonly metadata: MetadataSource;
  private readonly keys: KeySource;

  constructor(
    private readonly options: PlainOptions,
    private readonly runtime: ConnectorRuntime,
  ) {
    this.keys = new KeySource({ runtime });
    this.metadata = new MetadataSource({
      url: `${options.issuer}/.well-known/openid-configuration`,
      runtime,
      accept: ({ issuer }) => {
        if (issuer !== options.issuer) throw misconfigured('discovery', 'Discovery names another issuer.');
      },
    });
  }

  async authorize(request: AuthorizeRequest): Promise<AuthorizeRedirect> {
    const { authorization_endpoint } = await this.metadata.get();
    const { url, checks } = await beginAuthorization({
      authorizationEndpoint: authorization_endpoint,
      clientId: this.options.client_id,
      scope: 'openid profile email',
      request,
      parameters: standardParameters(request),
    });
    return { url, checks: { ...checks, ...(request.maxAge === undefined ? {} : { max_age: request.maxAge }) } };
  }

  async callback({ parameters, state, checks, callbackUrl, signal }: CallbackResponse): Promise<UpstreamIdentity> {
    const answer = readAuthorizationResponse({ parameters, state });
    if (answer.kind === 'error') throw authorizationFailure(answer);
    const { nonce, code_verifier } = readChecks(checks);
    const { token_endpoint, jwks_uri } = await this.metadata.get(signal);
    const { runtime, keys, options } = this;
    const tokens = await redeemCode({
      tokenEndpoint: token_endpoint,
      clientId: options.client_id,
      clientSecret: options.client_secret,
      authentication: 'client_secret_basic',
      code: answer.code,
      redirectUri: callbackUrl,
      codeVerifier: code_verifier,
      runtime,
      signal,
    }).catch((error: unknown) => {
      throw error instanceof TokenEndpointError ? tokenEndpointFailure(error) : error;
    });
    if (tokens.id_token === undefined) throw invalidResponse('tokens', 'There is no ID token.');
    const claims = await verifyIdToken(tokens.id_token, {
      keys,
      jwksUri: jwks_uri,
      algorithms: ['RS256'],
      clientId: options.client_id,
      issuer: () => options.issuer,
      nonce,
      code: answer.code,
      ...(tokens.access_token === undefined ? {} : { accessToken: tokens.access_token }),
      runtime,
      signal,
    });
    return { issuer: options.issuer, subject: String(claims.sub), claims };
  }

  mapProfile({ claims: { name, email } }: UpstreamIdentity): UserProfile {
    return { ...(typeof name === 'string' ? { name } : {}), ...(typeof email === 'string' ? { email } : {}) };
  }
}

const plain = defineConnector({
  interfaceVersion: 1,
  strategy: 'plain-oidc',
  displayName: 'Plain OpenID Connect',
  protocol: 'oidc',
  options: PlainOptions,
  secrets: ['client_secret'],
  endpointOptions: ['issuer', 'client_id'],
  create: (options, runtime) => new PlainConnector(options, runtime),
});

describeConnectorContract(plain, {
  describe,
  it,
  options: {
    issuer: 'https://upstream.example/realm',
    client_id: 'hub',
    client_secret: 'canary-client-secret-of-the-hub',
  },
  badOptions: { issuer: 'nowhere', client_id: 1, client_secret: 'short' },
  forgeries: FORGERIES,
  outages: OUTAGES,
  start: ({ now }) => {
    const provider = new FakeOpenIdProvider({
      issuer: 'https://upstream.example/realm',
      clientId: 'hub',
      clientSecret: 'canary-client-secret-of-the-hub',
      now,
    });
    return {
      fetch: provider.fetch,
      requestCount: () => provider.requests.length,
      signIn: (url, person) => provider.signIn(url, person),
      cancel: (url) => provider.refuse(url, 'access_denied'),
      refuseSilently: (url) => provider.refuse(url, 'login_required'),
      forge: (forgery) => provider.forge(forgery),
      fail: (outage) => provider.fail(outage),
      issued: () => provider.issued,
    };
  },
});
