/** Speaks to any OpenID Provider for one connection. The particulars of its product come from a preset, as data. */
import type { CheckRequest, CheckStep, SelfCheck } from '../abilities.js';
import type {
  AuthorizeRedirect,
  AuthorizeRequest,
  ConnectorRuntime,
  JsonObject,
  UpstreamIdentity,
  UserProfile,
} from '../connector.js';
import type { ConnectorError } from '../connector-error.js';
import { authorizationParameters } from './authorization-parameters.js';
import { admitHostedDomain, completed, toIdentity } from './claims.js';
import { authenticationOf } from './client-authentication.js';
import {
  type FirstTurn,
  OpenIdEngine,
  type Redeemed,
  type SecondTurn,
  type VerifiedSignIn,
  type Wish,
} from './engine.js';
import { checkOidc } from './oidc.check.js';
import { type OidcOptions, type Settings, settingsOf } from './oidc.options.js';
import { toProfile } from './oidc.profile.js';
import { acceptMetadata, discoveryUrlOf } from './options/issuer.js';
import { authorizationFailure } from './protocol/authorization-response.js';
import { beginAuthorization } from './protocol/authorization-url.js';
import { redeemCode, TokenEndpointError, tokenEndpointFailure } from './protocol/code-exchange.js';
import { invalidResponse, misconfigured } from './protocol/errors.js';
import type { ProviderMetadata } from './protocol/metadata.js';
import { fetchUserInfo } from './protocol/user-info.js';

/** What a sign-in's answer is verified against; and whether its request carried a challenge, whose verifier redeems the code. */
type Checks = { readonly nonce: string; readonly max_age?: number } & (
  | { readonly pkce: 'S256'; readonly code_verifier: string }
  | { readonly pkce: 'off' }
);

export class OidcConnector extends OpenIdEngine<OidcOptions, Checks> implements SelfCheck {
  /** Where the upstream promises to name itself, an error without a name may be somebody else's. */
  protected readonly believesAnonymousErrors = false;
  private readonly settings: Settings;

  constructor(options: OidcOptions, runtime: ConnectorRuntime) {
    super(options, runtime, {
      url: discoveryUrlOf(options.issuer),
      accept: (metadata) => acceptMetadata(metadata, options.issuer),
    });
    this.settings = settingsOf(options);
  }

  mapProfile(identity: UpstreamIdentity): UserProfile {
    return toProfile(identity, this.options, this.runtime.connection);
  }

  check(request: CheckRequest): Promise<readonly CheckStep[]> {
    return checkOidc(this.options, this.runtime, request);
  }

  protected wishOf(request: AuthorizeRequest): Wish {
    const { options, settings } = this;
    const { scopes } = settings;
    const parameters = authorizationParameters(options, settings, request);
    return { scope: scopes.join(' '), parameters, seen: { pkce: options.pkce, scopes } };
  }

  protected async begin({ metadata, ...turn }: FirstTurn): Promise<AuthorizeRedirect> {
    const { client_id: clientId, pkce } = this.options;
    const authorizationEndpoint = metadata.authorization_endpoint;
    const { url, checks } = await beginAuthorization({ ...turn, authorizationEndpoint, clientId, pkce });
    return { url, checks: { pkce, ...(pkce === 'off' ? { nonce: checks.nonce } : checks) } };
  }

  protected checksIn({ nonce, pkce, code_verifier: verifier, max_age: maxAge }: JsonObject): Checks {
    const isProof = pkce === 'off' || (pkce === 'S256' && typeof verifier === 'string' && verifier !== '');
    if (typeof nonce !== 'string' || nonce === '' || !isProof) {
      throw invalidResponse('callback', 'The checks of this login are incomplete.');
    }
    return {
      nonce,
      ...(pkce === 'off' ? { pkce } : { pkce: 'S256', code_verifier: String(verifier) }),
      ...(typeof maxAge === 'number' ? { max_age: maxAge } : {}),
    };
  }

  protected isAnswerOf(issuer: string, metadata: ProviderMetadata): boolean {
    return issuer === metadata.issuer;
  }

  protected errorFor(answer: Parameters<typeof authorizationFailure>[0]): ConnectorError {
    return authorizationFailure(answer);
  }

  protected async redeem({ metadata, response, code, checks }: SecondTurn<Checks>): Promise<Redeemed> {
    const { options, runtime } = this;
    const { callbackUrl, signal, observer } = response;
    const authentication = await authenticationOf(options, metadata, runtime);
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
    return { tokens };
  }

  protected failureOf(cause: unknown): unknown {
    return cause instanceof TokenEndpointError ? tokenEndpointFailure(cause) : cause;
  }

  protected expected({ issuer }: ProviderMetadata) {
    const { options, settings } = this;
    const algorithms = [options.id_token_signed_response_alg];
    return { algorithms, issuer: () => issuer, requireAuthTime: settings.requireAuthTime };
  }

  protected async identify(verified: VerifiedSignIn): Promise<UpstreamIdentity> {
    const { options, settings } = this;
    const { claims, metadata, response } = verified;
    response.observer?.passed('claims', { names: Object.keys(claims) });
    admitHostedDomain(claims, options, settings);
    return toIdentity(metadata.issuer, settings.fetchUserInfo ? await this.complete(verified) : claims, options);
  }

  /** With the claims of UserInfo that the ID token leaves out. */
  private async complete({ claims, tokens, metadata, response }: VerifiedSignIn): Promise<JsonObject> {
    const { access_token: accessToken, token_type: type } = tokens;
    const { userinfo_endpoint: endpoint } = metadata;
    const { signal, observer } = response;
    // A document may say `null` for what there is not.
    if (typeof endpoint !== 'string') {
      throw misconfigured('profile', 'The upstream has no UserInfo endpoint: switch fetch_userinfo off.');
    }
    if (accessToken === undefined || type?.toLowerCase() !== 'bearer') {
      throw invalidResponse('tokens', 'The token endpoint gave no bearer token for the UserInfo endpoint.');
    }
    const { runtime } = this;
    const userInfo = await fetchUserInfo({ endpoint, accessToken, subject: String(claims.sub), runtime, signal });
    observer?.passed('userinfo', { names: Object.keys(userInfo) });
    return completed(claims, userInfo);
  }
}
