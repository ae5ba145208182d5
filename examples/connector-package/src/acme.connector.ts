import {
  type AuthorizeRedirect,
  type AuthorizeRequest,
  type CallbackResponse,
  type Connector,
  ConnectorError,
  type ConnectorRuntime,
  emailAddressOf,
  textOf,
  type UpstreamIdentity,
  type UserProfile,
} from 'portico/connector';
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
} from 'portico/oidc';
import type { AcmeOptions } from './options.js';

/** Speaks OpenID Connect to Acme. Keeps nothing between calls but public documents. */
export class AcmeConnector implements Connector {
  private readonly metadata: MetadataSource;
  private readonly keys: KeySource;

  constructor(
    private readonly options: AcmeOptions,
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

  /** Turn one: where the browser goes, and what to keep until it comes back. */
  async authorize(request: AuthorizeRequest): Promise<AuthorizeRedirect> {
    const { authorization_endpoint } = await this.metadata.get();
    const { url, checks } = await beginAuthorization({
      authorizationEndpoint: authorization_endpoint,
      clientId: this.options.client_id,
      scope: 'openid profile email',
      request,
      parameters: standardParameters(request),
    });
    return { url, checks: request.maxAge === undefined ? checks : { ...checks, max_age: request.maxAge } };
  }

  /** Turn two: verifies all that the browser brought back, and says who signed in. */
  async callback({ parameters, state, checks, callbackUrl, signal }: CallbackResponse): Promise<UpstreamIdentity> {
    const { nonce, code_verifier } = readChecks(checks);
    const { token_endpoint, jwks_uri, ...metadata } = await this.metadata.get(signal);
    const answer = readAuthorizationResponse({
      parameters,
      state,
      issuer: this.options.issuer,
      requireIssuer: metadata.authorization_response_iss_parameter_supported === true,
    });
    if (answer.kind === 'error') throw authorizationFailure(answer);
    const tokens = await redeemCode({
      tokenEndpoint: token_endpoint,
      clientId: this.options.client_id,
      clientSecret: this.options.client_secret,
      authentication: 'client_secret_basic',
      code: answer.code,
      redirectUri: callbackUrl,
      codeVerifier: code_verifier,
      runtime: this.runtime,
      signal,
    }).catch((error: unknown) => {
      throw error instanceof TokenEndpointError ? tokenEndpointFailure(error) : error;
    });
    if (tokens.id_token === undefined) throw invalidResponse('tokens', 'There is no ID token.');
    const claims = await verifyIdToken(tokens.id_token, {
      keys: this.keys,
      jwksUri: jwks_uri,
      algorithms: ['RS256'],
      clientId: this.options.client_id,
      issuer: () => this.options.issuer,
      nonce,
      code: answer.code,
      ...(tokens.access_token !== undefined && { accessToken: tokens.access_token }),
      ...(typeof checks.max_age === 'number' && { maxAge: checks.max_age }),
      runtime: this.runtime,
      signal,
    });
    if (claims.contractor === true && !this.options.contractors) throw contractorsStayOutside();
    return { issuer: this.options.issuer, subject: String(claims.sub), claims };
  }

  /** What is absent is unknown. Acme keeps its people's mailboxes, so what it says of an address is evidence. */
  mapProfile({ claims }: UpstreamIdentity): UserProfile {
    const [name, email] = [textOf(claims.name), emailAddressOf(claims.email)];
    return {
      ...(name !== undefined && { name }),
      ...(email !== undefined && { email }),
      ...(email !== undefined && claims.email_verified === true && { emailEvidence: 'upstream' as const }),
    };
  }
}

/** A genuine answer about somebody who may not come in. */
function contractorsStayOutside(): ConnectorError {
  return new ConnectorError('identity_rejected', 'The person is a contractor, and `contractors` is off.', {
    step: 'claims',
    actor: 'operator',
    publicMessage: 'Only employees of Acme sign in here. Ask your contact at Acme.',
  });
}
