/**
 * Speaks to Azure AD for one connection: the authorization code flow with PKCE against the endpoints that its
 * discovery document names. Keeps nothing between calls but that document and the keys.
 */
import type {
  AdminConsent,
  AsksAdministrators,
  CheckRequest,
  CheckStep,
  KeepsDocuments,
  SelfCheck,
} from '../abilities.js';
import type {
  AuthorizeRedirect,
  AuthorizeRequest,
  CallbackResponse,
  Connector,
  ConnectorRuntime,
  JsonObject,
  UpstreamIdentity,
  UserProfile,
} from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import {
  invalidResponse,
  type KeyFinder,
  KeySource,
  MetadataSource,
  type ProviderMetadata,
  readAuthorizationResponse,
  TokenEndpointError,
  type TokenResponse,
  verifyIdToken,
} from '../oidc/index.js';
import { microsoftFailure } from './aadsts.js';
import { type Address, addressOf } from './address.js';
import { authorizationParameters, scopeOf, tokenScopeOf } from './authorization-parameters.js';
import { checkAzureAd } from './azuread.check.js';
import { AzureAdConsent } from './azuread.consent.js';
import type { AzureAdOptions } from './azuread.options.js';
import { toProfile } from './azuread.profile.js';
import { type Checks, readChecks } from './checks.js';
import { type Driver, type DriverTokens, driverOf } from './driver/index.js';
import { withGraph } from './graph.js';
import { callsGraph } from './graph-permissions.js';
import { noteDoubts, toIdentity } from './identity.js';
import { acceptAnsweringIssuer, acceptKey, acceptMetadata, admitTenant, expectedIssuer } from './issuer.js';
import { V1Keys } from './v1-keys.js';

/** Milliseconds that everything a callback waits for may take, with some left for the answer. */
const CALLBACK_TIME = 9_500;

export class AzureAdConnector implements Connector, SelfCheck, KeepsDocuments, AsksAdministrators {
  protected readonly address: Address;
  private readonly metadata: MetadataSource;
  private readonly keys: KeySource;
  private readonly keyFinder: KeyFinder;
  private readonly driver: Driver;

  constructor(
    protected readonly options: AzureAdOptions,
    protected readonly runtime: ConnectorRuntime,
  ) {
    const address = addressOf(options);
    this.address = address;
    this.metadata = new MetadataSource({
      url: address.discoveryUrl,
      runtime,
      accept: (metadata) => acceptMetadata(metadata, address),
    });
    this.keys = new KeySource({ runtime });
    this.keyFinder = address.version === 'v2.0' ? this.keys : new V1Keys({ address, keys: this.keys, runtime });
    this.driver = driverOf({ options, address, runtime, keys: this.keys });
  }

  async authorize(request: AuthorizeRequest): Promise<AuthorizeRedirect> {
    const { options, address, runtime } = this;
    const parameters = authorizationParameters(options, address, request, runtime.connection.domains);
    const metadata = await this.discover();
    request.observer?.passed('discovery', { issuer: metadata.issuer });
    const scope = scopeOf(options, address);
    const begun = await this.driver.begin({ metadata, request, scope, parameters });
    const checks: Checks = {
      ...begun.checks,
      tenant: address.segment,
      version: address.version,
      silent: parameters.prompt === 'none',
      ...(request.maxAge === undefined ? {} : { max_age: request.maxAge }),
    };
    request.observer?.passed('authorize', { tenant: address.segment, scope });
    const { url, state } = begun;
    return { url, checks: { ...checks }, ...(state === undefined ? {} : { state }) };
  }

  async callback(response: CallbackResponse): Promise<UpstreamIdentity> {
    const { parameters, signal, observer } = response;
    const deadline = new Date(this.runtime.now().getTime() + CALLBACK_TIME);
    const answer = readAuthorizationResponse({ parameters, state: response.state });
    const checks = readChecks(response.checks, this.address);
    // RFC 9207: Microsoft does not send it today. Where it comes, no code goes to, and no error is believed of, another.
    const issuer = parameters.get('iss');
    if (issuer !== null) acceptAnsweringIssuer(issuer, await this.discover(signal));
    if (answer.kind === 'error') {
      const subcode = parameters.get('error_subcode');
      throw microsoftFailure({
        ...answer,
        step: 'callback',
        isSilent: checks.silent,
        ...(subcode === null ? {} : { subcode }),
      });
    }
    const metadata = await this.discover(signal);
    if (issuer === null && metadata.authorization_response_iss_parameter_supported === true) {
      throw invalidResponse('callback', 'The answer names no issuer (iss), although the upstream always sends it.');
    }
    observer?.passed('callback');
    const { tokens, refusal } = await this.redeem(answer.code, response, checks, metadata);
    observer?.passed('token', { scope: tokens.scope ?? scopeOf(this.options, this.address) });
    const claims = await this.verify(tokens, answer.code, checks, metadata, response);
    if (refusal !== undefined) throw refusal;
    if (issuer !== null && issuer !== claims.iss) {
      throw invalidResponse('callback', 'The answer names another issuer than the ID token (iss).');
    }
    admitTenant(claims, this.address, this.options.allowed_tenants ?? []);
    const identity = toIdentity(claims, this.address, this.options.userid_attribute);
    observer?.passed('claims', { tenant: String(claims.tid), issuer: identity.issuer });
    const { options, address, runtime } = this;
    noteDoubts(claims, options, runtime, observer);
    return withGraph(identity, {
      options,
      address,
      metadata,
      tokens,
      runtime,
      signal,
      deadline,
      ...(observer && { observer }),
    });
  }

  check(request: CheckRequest): Promise<readonly CheckStep[]> {
    return checkAzureAd(this.options, this.runtime, request);
  }

  adminConsent(): AdminConsent {
    const { options, address } = this;
    return new AzureAdConsent({ options, address, discover: (signal) => this.discover(signal) });
  }

  documentsLoadedAt(): Readonly<Record<string, Date>> {
    const [discovery, keys] = [this.metadata.loadedAt(), this.keys.loadedAt()];
    return { ...(discovery && { discovery }), ...(keys && { keys }) };
  }

  mapProfile(identity: UpstreamIdentity): UserProfile {
    return toProfile(identity, this.options);
  }

  /** Microsoft answers for an unknown tenant with an error of its own instead of a document. */
  protected async discover(signal?: AbortSignal): Promise<ProviderMetadata> {
    try {
      return await this.metadata.get(signal);
    } catch (cause) {
      const text = cause instanceof ConnectorError && cause.code === 'misconfigured' && cause.upstream?.description;
      const body = text ? asObject(text) : undefined;
      if (body === undefined || typeof body.error !== 'string') throw cause;
      throw microsoftFailure({ ...failureOf(body, body.error), step: 'discovery', cause });
    }
  }

  private async redeem(
    code: string,
    response: CallbackResponse,
    checks: Checks,
    metadata: ProviderMetadata,
  ): Promise<DriverTokens> {
    const parameters = callsGraph(this.options) ? { scope: tokenScopeOf(this.options, this.address) } : undefined;
    try {
      return await this.driver.redeem({ code, response, checks, metadata, ...(parameters && { parameters }) });
    } catch (cause) {
      const isUnavailable = cause instanceof ConnectorError;
      const failure = isUnavailable ? cause.cause : cause;
      if (!(failure instanceof TokenEndpointError)) throw cause;
      const { body, error } = failure;
      throw microsoftFailure({ ...failureOf(body, error), step: 'tokens', isSilent: checks.silent, isUnavailable });
    }
  }

  private verify(
    tokens: TokenResponse,
    code: string,
    checks: Checks,
    metadata: ProviderMetadata,
    { signal, observer }: CallbackResponse,
  ): Promise<JsonObject> {
    const { options, address, runtime } = this;
    if (tokens.id_token === undefined) throw invalidResponse('tokens', 'The token endpoint gave no ID token.');
    return verifyIdToken(tokens.id_token, {
      keys: this.keyFinder,
      jwksUri: metadata.jwks_uri,
      algorithms: ['RS256'],
      clientId: options.client_id,
      issuer: (claims) => expectedIssuer(claims, metadata, address),
      acceptKey: (jwk, claims) => {
        acceptKey(jwk, claims, metadata, address);
        // Microsoft issues ID tokens to one client; a list would be somebody else's construction.
        if (typeof claims.aud !== 'string') throw invalidResponse('claims', 'The audience is not one client id (aud).');
      },
      nonce: checks.nonce,
      code,
      runtime,
      signal,
      ...(observer === undefined ? {} : { observer }),
      ...(tokens.access_token === undefined ? {} : { accessToken: tokens.access_token }),
      ...(checks.max_age === undefined ? {} : { maxAge: checks.max_age, requireAuthTime: options.require_auth_time }),
    });
  }
}

function failureOf(members: JsonObject, error: string) {
  const description = members.error_description;
  return { error, members, ...(typeof description === 'string' ? { description } : {}) };
}

function asObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
