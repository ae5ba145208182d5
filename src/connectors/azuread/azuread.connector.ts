/** Speaks to Azure AD for one connection: what Microsoft does differently from other OpenID Providers. */
import type { AdminConsent, AsksAdministrators, CheckRequest, CheckStep, SelfCheck } from '../abilities.js';
import type {
  AuthorizeRedirect,
  AuthorizeRequest,
  ConnectorRuntime,
  JsonObject,
  SignInObserver,
  UpstreamIdentity,
  UserProfile,
} from '../connector.js';
import type { ConnectorError } from '../connector-error.js';
import {
  type AuthorizationResponse,
  beginAuthorization,
  type FirstTurn,
  invalidResponse,
  type KeyFinder,
  OpenIdEngine,
  type ProviderMetadata,
  type Redeemed,
  redeemCode,
  type SecondTurn,
  type VerifiedSignIn,
  type Wish,
} from '../oidc/index.js';
import { answeredFailure, failureAtDiscovery, failureAtTokenEndpoint } from './aadsts.js';
import { type Address, addressOf } from './address.js';
import { authorizationParameters, scopeOf, tokenScopeOf } from './authorization-parameters.js';
import { checkAzureAd } from './azuread.check.js';
import { AzureAdConsent } from './azuread.consent.js';
import type { AzureAdOptions } from './azuread.options.js';
import { toProfile } from './azuread.profile.js';
import { requireLibrary } from './driver/library.js';
import { type Exchange, PassportAzureAdDriver } from './driver/passport-azure-ad.driver.js';
import { withGraph } from './graph.js';
import { callsGraph } from './graph-permissions.js';
import { noteDoubts, toIdentity } from './identity.js';
import { acceptKey, acceptMetadata, admitTenant, expectedIssuer, isAnsweringIssuer } from './issuer.js';
import { V1Keys } from './v1-keys.js';

/** What a sign-in's answer is verified against. A type, not an interface: it must be assignable to a JSON object. */
type Checks = {
  readonly nonce: string;
  readonly code_verifier: string;
  /** What the driver keeps beside them. */
  readonly session?: JsonObject;
  /** Tenant segment of the authorization request: Microsoft only redeems a code at the same one. */
  readonly tenant: string;
  /** Generation of the endpoint that was asked, and so of the ID token that may answer. */
  readonly version: Address['version'];
  /** The request was `prompt=none`. */
  readonly silent: boolean;
  /** Seconds. */
  readonly max_age?: number;
};

export class AzureAdConnector extends OpenIdEngine<AzureAdOptions, Checks> implements SelfCheck, AsksAdministrators {
  /** Microsoft names itself in no answer today, and its errors are explained also while its documents cannot be had. */
  protected readonly believesAnonymousErrors = true;
  protected readonly address: Address;
  private readonly keyFinder: KeyFinder;
  /** Absent: our own code makes the requests. */
  private readonly driver: PassportAzureAdDriver | undefined;

  constructor(options: AzureAdOptions, runtime: ConnectorRuntime) {
    const address = addressOf(options);
    const { client_id: clientId, client_secret: clientSecret } = options;
    const { discoveryUrl, audience } = address;
    super(options, runtime, { url: discoveryUrl, accept: (metadata) => acceptMetadata(metadata, address) });
    const { keys } = this;
    this.address = address;
    this.keyFinder = address.version === 'v2.0' ? keys : new V1Keys({ address, keys, runtime });
    const settings = { clientId, clientSecret, discoveryUrl, isShared: audience !== undefined };
    this.driver = options.driver === 'portico' ? undefined : new PassportAzureAdDriver({ settings, runtime, keys });
  }

  check(request: CheckRequest): Promise<readonly CheckStep[]> {
    return checkAzureAd(this.options, this.runtime, request);
  }

  adminConsent(): AdminConsent {
    const { options, address } = this;
    return new AzureAdConsent({ options, address, discover: (signal) => this.discover(undefined, signal) });
  }

  mapProfile(identity: UpstreamIdentity): UserProfile {
    return toProfile(identity, this.options);
  }

  protected wishOf(request: AuthorizeRequest): Wish {
    const { options, address, runtime, driver } = this;
    if (driver !== undefined) requireLibrary();
    const scope = scopeOf(options, address);
    const parameters = authorizationParameters(options, address, request, runtime.connection.domains);
    return { scope, parameters, seen: { tenant: address.segment, scope } };
  }

  protected async begin(turn: FirstTurn): Promise<AuthorizeRedirect> {
    const { segment: tenant, version } = this.address;
    const authorizationEndpoint = turn.metadata.authorization_endpoint;
    const clientId = this.options.client_id;
    const begun = await (this.driver?.begin(turn) ?? beginAuthorization({ ...turn, authorizationEndpoint, clientId }));
    return { ...begun, checks: { ...begun.checks, tenant, version, silent: turn.parameters.prompt === 'none' } };
  }

  protected checksIn(kept: JsonObject): Checks {
    const { nonce, code_verifier: verifier, tenant, version, silent, max_age: maxAge, session } = kept;
    const { address } = this;
    if (typeof nonce !== 'string' || nonce === '' || typeof verifier !== 'string' || verifier === '') {
      throw invalidResponse('callback', 'The checks of this login are incomplete.');
    }
    if (tenant !== address.segment || version !== address.version) {
      throw invalidResponse('callback', 'This login began at another tenant or endpoint than the connection uses now.');
    }
    return {
      nonce,
      code_verifier: verifier,
      tenant: address.segment,
      version: address.version,
      silent: silent === true,
      ...(typeof maxAge === 'number' ? { max_age: maxAge } : {}),
      ...(typeof session === 'object' && session !== null ? { session: session as JsonObject } : {}),
    };
  }

  protected isAnswerOf(issuer: string, metadata: ProviderMetadata): boolean {
    return isAnsweringIssuer(issuer, metadata);
  }

  protected errorFor(
    answer: Extract<AuthorizationResponse, { kind: 'error' }>,
    parameters: URLSearchParams,
    { silent: isSilent }: Checks,
  ): ConnectorError {
    return answeredFailure({ ...answer, subcode: parameters.get('error_subcode') }, isSilent);
  }

  protected async redeem(turn: SecondTurn<Checks>): Promise<Redeemed> {
    const { options, address, driver } = this;
    const { client_id: clientId, client_secret: clientSecret } = options;
    const { code, checks, response } = turn;
    const own = { clientId, clientSecret, code, redirectUri: response.callbackUrl, codeVerifier: checks.code_verifier };
    const exchange = this.exchangeOf(turn);
    const redeemed = driver === undefined ? { tokens: await exchange(own) } : await driver.redeem(turn, exchange);
    response.observer?.passed('token', { scope: redeemed.tokens.scope ?? scopeOf(options, address) });
    return redeemed;
  }

  protected failureOf(cause: unknown, { silent: isSilent }: Checks): unknown {
    return failureAtTokenEndpoint(cause, isSilent);
  }

  protected expected(metadata: ProviderMetadata) {
    const { options, address, keyFinder: keys } = this;
    return {
      keys,
      algorithms: ['RS256'],
      issuer: (claims: JsonObject) => expectedIssuer(claims, metadata, address),
      acceptKey: (jwk: Parameters<typeof acceptKey>[0], claims: JsonObject) => {
        acceptKey(jwk, claims, metadata, address);
        // Microsoft issues ID tokens to one client; a list would be somebody else's construction.
        if (typeof claims.aud !== 'string') throw invalidResponse('claims', 'The audience is not one client id (aud).');
      },
      requireAuthTime: options.require_auth_time,
    };
  }

  protected async identify({ claims, response, ...verified }: VerifiedSignIn): Promise<UpstreamIdentity> {
    const { options, address, runtime } = this;
    const { signal, observer } = response;
    admitTenant(claims, address, options.allowed_tenants ?? []);
    const identity = toIdentity(claims, address, options.userid_attribute);
    observer?.passed('claims', { tenant: String(claims.tid), issuer: identity.issuer });
    noteDoubts(claims, options, runtime, observer);
    return withGraph(identity, { ...verified, options, address, runtime, signal, ...(observer && { observer }) });
  }

  /** Microsoft answers for an unknown tenant with an error of its own instead of a document. */
  protected override async discover(observer?: SignInObserver, signal?: AbortSignal): Promise<ProviderMetadata> {
    try {
      return await super.discover(observer, signal);
    } catch (cause) {
      throw failureAtDiscovery(cause);
    }
  }

  private exchangeOf({ metadata, response }: SecondTurn<Checks>): Exchange {
    const { options, address, runtime } = this;
    return (sent) =>
      redeemCode({
        ...sent,
        tokenEndpoint: metadata.token_endpoint,
        authentication: 'client_secret_post',
        ...(callsGraph(options) && { parameters: { scope: tokenScopeOf(options, address) } }),
        runtime,
        signal: response.signal,
      });
  }
}
