/**
 * Speaks to any OpenID Provider for one connection: the authorization code flow against the endpoints that its discovery
 * document names. Keeps nothing between calls but that document and the keys.
 */

import type { CheckRequest, CheckStep, KeepsDocuments, SelfCheck } from '../abilities.js';
import type {
  AuthorizeRedirect,
  AuthorizeRequest,
  CallbackResponse,
  Connector,
  ConnectorRuntime,
  JsonObject,
  SignInObserver,
  UpstreamIdentity,
  UserProfile,
} from '../connector.js';
import { authorizationParameters } from './authorization-parameters.js';
import { type Checks, readChecks } from './checks.js';
import { admitHostedDomain, completed, toIdentity } from './claims.js';
import { authenticationOf } from './client-authentication.js';
import { checkOidc } from './oidc.check.js';
import { type OidcOptions, type Settings, settingsOf } from './oidc.options.js';
import { toProfile } from './oidc.profile.js';
import { acceptMetadata, discoveryUrlOf } from './options/issuer.js';
import { authorizationFailure, readAuthorizationResponse } from './protocol/authorization-response.js';
import { beginAuthorization } from './protocol/authorization-url.js';
import { redeemCode, TokenEndpointError, type TokenResponse, tokenEndpointFailure } from './protocol/code-exchange.js';
import { invalidResponse, misconfigured } from './protocol/errors.js';
import { verifyIdToken } from './protocol/id-token-verifier.js';
import { KeySource } from './protocol/keys.js';
import { MetadataSource, type ProviderMetadata } from './protocol/metadata.js';
import { fetchUserInfo } from './protocol/user-info.js';

export class OidcConnector implements Connector, SelfCheck, KeepsDocuments {
  private readonly settings: Settings;
  private readonly metadata: MetadataSource;
  private readonly keys: KeySource;

  constructor(
    private readonly options: OidcOptions,
    private readonly runtime: ConnectorRuntime,
  ) {
    this.settings = settingsOf(options);
    this.metadata = new MetadataSource({
      url: discoveryUrlOf(options.issuer),
      runtime,
      accept: (metadata) => acceptMetadata(metadata, options.issuer),
    });
    this.keys = new KeySource({ runtime });
  }

  async authorize(request: AuthorizeRequest): Promise<AuthorizeRedirect> {
    const { options, settings } = this;
    const parameters = authorizationParameters(options, settings, request);
    const metadata = await this.discover(request.observer);
    const { url, checks: begun } = await beginAuthorization({
      authorizationEndpoint: metadata.authorization_endpoint,
      clientId: options.client_id,
      scope: settings.scopes.join(' '),
      request,
      parameters,
      pkce: options.pkce,
    });
    const checks: Checks = {
      nonce: begun.nonce,
      ...(options.pkce === 'off' ? { pkce: 'off' } : { pkce: 'S256', code_verifier: begun.code_verifier }),
      ...(request.maxAge === undefined ? {} : { max_age: request.maxAge }),
    };
    request.observer?.passed('authorize', { pkce: options.pkce, scopes: settings.scopes });
    return { url, checks };
  }

  async callback(response: CallbackResponse): Promise<UpstreamIdentity> {
    const { parameters, state, signal, observer } = response;
    const checks = readChecks(response.checks);
    const metadata = await this.discover(observer, signal);
    const answer = readAuthorizationResponse({
      parameters,
      state,
      issuer: metadata.issuer,
      requireIssuer: metadata.authorization_response_iss_parameter_supported === true,
    });
    if (answer.kind === 'error') throw authorizationFailure(answer);
    observer?.passed('callback', { iss: parameters.get('iss') });
    const tokens = await this.redeem(answer.code, response, checks, metadata);
    const token = await this.verify(tokens, answer.code, response, checks, metadata);
    admitHostedDomain(token, this.options, this.settings);
    const claims = this.settings.fetchUserInfo ? await this.complete(token, tokens, response, metadata) : token;
    return toIdentity(metadata.issuer, claims, this.options);
  }

  mapProfile(identity: UpstreamIdentity): UserProfile {
    return toProfile(identity, this.options, this.runtime.connection);
  }

  check(request: CheckRequest): Promise<readonly CheckStep[]> {
    return checkOidc(this.options, this.runtime, request);
  }

  documentsLoadedAt(): Readonly<Record<string, Date>> {
    const [discovery, keys] = [this.metadata.loadedAt(), this.keys.loadedAt()];
    return { ...(discovery && { discovery }), ...(keys && { keys }) };
  }

  private async discover(observer: SignInObserver | undefined, signal?: AbortSignal): Promise<ProviderMetadata> {
    const metadata = await this.metadata.get(signal);
    observer?.passed('discovery', { issuer: metadata.issuer });
    return metadata;
  }

  private async redeem(
    code: string,
    { callbackUrl, signal, observer }: CallbackResponse,
    checks: Checks,
    metadata: ProviderMetadata,
  ): Promise<TokenResponse> {
    const { options, runtime } = this;
    const authentication = await authenticationOf(options, metadata, runtime);
    try {
      const tokens = await redeemCode({
        ...authentication,
        tokenEndpoint: metadata.token_endpoint,
        code,
        redirectUri: callbackUrl,
        ...(checks.pkce === 'off' ? {} : { codeVerifier: checks.code_verifier }),
        runtime,
        signal,
      });
      observer?.passed('token', { authentication: authentication.authentication });
      return tokens;
    } catch (cause) {
      throw cause instanceof TokenEndpointError ? tokenEndpointFailure(cause) : cause;
    }
  }

  private async verify(
    tokens: TokenResponse,
    code: string,
    { signal, observer }: CallbackResponse,
    checks: Checks,
    metadata: ProviderMetadata,
  ): Promise<JsonObject> {
    const { options, runtime, keys, settings } = this;
    if (tokens.id_token === undefined) {
      throw invalidResponse('tokens', 'The token endpoint gave no ID token, although the scope openid was asked for.');
    }
    const claims = await verifyIdToken(tokens.id_token, {
      keys,
      jwksUri: metadata.jwks_uri,
      algorithms: [options.id_token_signed_response_alg],
      clientId: options.client_id,
      issuer: () => metadata.issuer,
      nonce: checks.nonce,
      code,
      runtime,
      signal,
      ...(observer === undefined ? {} : { observer }),
      ...(tokens.access_token === undefined ? {} : { accessToken: tokens.access_token }),
      ...(checks.max_age === undefined ? {} : { maxAge: checks.max_age, requireAuthTime: settings.requireAuthTime }),
    });
    observer?.passed('claims', { names: Object.keys(claims) });
    return claims;
  }

  /** With the claims of UserInfo that the ID token leaves out. */
  private async complete(
    token: JsonObject,
    { access_token: accessToken, token_type: type }: TokenResponse,
    { signal, observer }: CallbackResponse,
    { userinfo_endpoint: endpoint }: ProviderMetadata,
  ): Promise<JsonObject> {
    // A document may say `null` for what there is not.
    if (typeof endpoint !== 'string') {
      throw misconfigured('profile', 'The upstream has no UserInfo endpoint: switch fetch_userinfo off.');
    }
    if (accessToken === undefined || type?.toLowerCase() !== 'bearer') {
      throw invalidResponse('tokens', 'The token endpoint gave no bearer token for the UserInfo endpoint.');
    }
    const { runtime } = this;
    const userInfo = await fetchUserInfo({ endpoint, accessToken, subject: String(token.sub), runtime, signal });
    observer?.passed('userinfo', { names: Object.keys(userInfo) });
    return completed(token, userInfo);
  }
}
