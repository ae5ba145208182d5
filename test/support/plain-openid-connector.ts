/** A whole OpenID Connect connector made of nothing but the building blocks of `portico/oidc`. */
import { IsString, IsUrl, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type {
  AuthorizeRedirect,
  AuthorizeRequest,
  CallbackResponse,
  Connector,
  ConnectorRuntime,
  UpstreamIdentity,
  UserProfile,
} from '../../src/connectors/index.js';
import { defineConnector } from '../../src/connectors/index.js';
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
} from '../../src/oidc.js';

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
    const { nonce, code_verifier } = readChecks(checks);
    const { runtime, keys, options } = this;
    const metadata = await this.metadata.get(signal);
    const { token_endpoint, jwks_uri } = metadata;
    const answer = readAuthorizationResponse({
      parameters,
      state,
      issuer: options.issuer,
      requireIssuer: metadata.authorization_response_iss_parameter_supported === true,
    });
    if (answer.kind === 'error') throw authorizationFailure(answer);
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

export const plainOpenIdConnector = defineConnector({
  interfaceVersion: 1,
  strategy: 'plain-oidc',
  displayName: 'Plain OpenID Connect',
  protocol: 'oidc',
  options: PlainOptions,
  secrets: ['client_secret'],
  endpointOptions: ['issuer', 'client_id'],
  create: (options, runtime) => new PlainConnector(options, runtime),
});
