/**
 * One sign-in at an OpenID Provider, from the authorization request to a verified ID token: the same steps, in the same
 * order, for every dialect of the protocol. A dialect (the generic connector, Azure AD) extends this class and states
 * only what it does differently. Nothing but the discovery document and the keys is kept between calls.
 */
import type { KeepsDocuments } from '../abilities.js';
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
import type { ConnectorError } from '../connector-error.js';
import { type AuthorizationResponse, readAuthorizationResponse } from './protocol/authorization-response.js';
import type { TokenResponse } from './protocol/code-exchange.js';
import { invalidResponse } from './protocol/errors.js';
import type { ExpectedIdToken } from './protocol/id-token-verifier.js';
import { verifyIdToken } from './protocol/id-token-verifier.js';
import { KeySource } from './protocol/keys.js';
import { MetadataSource, type MetadataSourceOptions, type ProviderMetadata } from './protocol/metadata.js';

/** Milliseconds that everything a callback waits for may take, with some left for the answer. */
const CALLBACK_TIME = 9_500;

/** What binds the answer to the request. A type, not an interface: it must be assignable to a JSON object. */
export type OpenIdChecks = {
  readonly nonce: string;
  /** Seconds. */
  readonly max_age?: number;
};

/** What one authorization request asks for. */
export interface Wish {
  /** Space-separated. */
  readonly scope: string;
  /** `prompt`, hints and the like. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What an observer of the sign-in hears of it. */
  readonly seen: JsonObject;
}

export interface FirstTurn extends Pick<Wish, 'scope' | 'parameters'> {
  /** Accepted already. */
  readonly metadata: ProviderMetadata;
  readonly request: AuthorizeRequest;
}

export interface SecondTurn<Checks> {
  readonly metadata: ProviderMetadata;
  readonly response: CallbackResponse;
  readonly code: string;
  readonly checks: Checks;
}

export interface Redeemed {
  readonly tokens: TokenResponse;
  /** Whoever redeemed the code does not believe these tokens. Our verifier is asked first: it says more exactly why. */
  readonly refusal?: ConnectorError;
}

/** A sign-in whose ID token holds in every respect that the protocol knows. */
export interface VerifiedSignIn {
  readonly claims: JsonObject;
  readonly tokens: TokenResponse;
  readonly metadata: ProviderMetadata;
  readonly response: CallbackResponse;
  /** When the time of the callback is up. */
  readonly deadline: Date;
}

export abstract class OpenIdEngine<Options extends { readonly client_id: string }, Checks extends OpenIdChecks>
  implements Connector, KeepsDocuments
{
  protected readonly keys: KeySource;
  private readonly metadata: MetadataSource;

  constructor(
    protected readonly options: Options,
    protected readonly runtime: ConnectorRuntime,
    discovery: Pick<MetadataSourceOptions, 'url' | 'accept'>,
  ) {
    this.metadata = new MetadataSource({ url: discovery.url, accept: discovery.accept, runtime });
    this.keys = new KeySource({ runtime });
  }

  /** Makes no request. @throws {ConnectorError} `login_required` for what the upstream cannot be asked for. */
  protected abstract wishOf(request: AuthorizeRequest): Wish;
  /** The redirect, and the checks that `checksIn` gets back; the engine adds `max_age` to them. */
  protected abstract begin(turn: FirstTurn): Promise<AuthorizeRedirect>;
  /** @throws {ConnectorError} `invalid_response` for checks that `begin` would not have kept. */
  protected abstract checksIn(kept: JsonObject): Checks;
  /** Whether an answer that names `issuer` (RFC 9207, section 2.4) may be this upstream's. */
  protected abstract isAnswerOf(issuer: string, metadata: ProviderMetadata): boolean;
  /** Whether the upstream's word is taken for an error that names no issuer, without looking at its document. */
  protected abstract readonly believesAnonymousErrors: boolean;
  /** The error to throw for one that the browser brought. */
  protected abstract errorFor(
    answer: Extract<AuthorizationResponse, { kind: 'error' }>,
    parameters: URLSearchParams,
    checks: Checks,
  ): ConnectorError;
  /** @throws what `redeemCode` throws, or a ConnectorError. */
  protected abstract redeem(turn: SecondTurn<Checks>): Promise<Redeemed>;
  /** What to throw for what `redeem` threw. */
  protected abstract failureOf(cause: unknown, checks: Checks): unknown;
  /** Which ID tokens count. `requireAuthTime` holds where an application limits the age of the sign-in. */
  protected abstract expected(
    metadata: ProviderMetadata,
  ): Pick<ExpectedIdToken, 'algorithms' | 'issuer' | 'acceptKey' | 'requireAuthTime'> & Partial<ExpectedIdToken>;
  /** Who it is. @throws {ConnectorError} for somebody whom the connection does not admit. */
  protected abstract identify(verified: VerifiedSignIn): Promise<UpstreamIdentity>;
  abstract mapProfile(identity: UpstreamIdentity): UserProfile;

  async authorize(request: AuthorizeRequest): Promise<AuthorizeRedirect> {
    const { scope, parameters, seen } = this.wishOf(request);
    const metadata = await this.discover(request.observer);
    const begun = await this.begin({ metadata, request, scope, parameters });
    const age = request.maxAge === undefined ? {} : { max_age: request.maxAge };
    request.observer?.passed('authorize', seen);
    return { ...begun, checks: { ...begun.checks, ...age } };
  }

  async callback(response: CallbackResponse): Promise<UpstreamIdentity> {
    const { parameters, state, signal, observer } = response;
    const deadline = new Date(this.runtime.now().getTime() + CALLBACK_TIME);
    const answer = readAuthorizationResponse({ parameters, state });
    const checks = this.checksIn(response.checks);
    const issuer = parameters.get('iss');
    if (answer.kind === 'error' && issuer === null && this.believesAnonymousErrors) {
      throw this.errorFor(answer, parameters, checks);
    }
    const metadata = await this.discover(observer, signal);
    this.acceptAnswer(issuer, metadata);
    if (answer.kind === 'error') throw this.errorFor(answer, parameters, checks);
    observer?.passed('callback', { iss: issuer });
    const turn: SecondTurn<Checks> = { metadata, response, code: answer.code, checks };
    const { tokens, refusal } = await this.redeem(turn).catch((cause: unknown) => {
      throw this.failureOf(cause, checks);
    });
    const claims = await this.verify(tokens, turn);
    if (refusal !== undefined) throw refusal;
    if (issuer !== null && issuer !== claims.iss) {
      throw invalidResponse('callback', 'The answer names another issuer than the ID token (iss).');
    }
    return this.identify({ claims, tokens, metadata, response, deadline });
  }

  documentsLoadedAt(): Readonly<Record<string, Date>> {
    const [discovery, keys] = [this.metadata.loadedAt(), this.keys.loadedAt()];
    return { ...(discovery && { discovery }), ...(keys && { keys }) };
  }

  protected async discover(observer?: SignInObserver, signal?: AbortSignal): Promise<ProviderMetadata> {
    const metadata = await this.metadata.get(signal);
    observer?.passed('discovery', { issuer: metadata.issuer });
    return metadata;
  }

  /** RFC 9207, section 2.4: no code goes to, and no error is believed of, another issuer. */
  private acceptAnswer(issuer: string | null, metadata: ProviderMetadata): void {
    const isPromised = metadata.authorization_response_iss_parameter_supported === true;
    if (issuer === null ? isPromised : !this.isAnswerOf(issuer, metadata)) {
      throw invalidResponse('callback', 'The answer names another issuer, or none (iss).');
    }
  }

  private verify(tokens: TokenResponse, { metadata, response, code, checks }: SecondTurn<Checks>): Promise<JsonObject> {
    const { options, runtime, keys } = this;
    const { signal, observer } = response;
    if (tokens.id_token === undefined) {
      throw invalidResponse('tokens', 'The token endpoint gave no ID token, although the scope openid was asked for.');
    }
    const { requireAuthTime = false, ...expected } = this.expected(metadata);
    return verifyIdToken(tokens.id_token, {
      keys,
      jwksUri: metadata.jwks_uri,
      clientId: options.client_id,
      ...expected,
      nonce: checks.nonce,
      code,
      runtime,
      signal,
      ...(observer === undefined ? {} : { observer }),
      ...(tokens.access_token === undefined ? {} : { accessToken: tokens.access_token }),
      ...(checks.max_age === undefined ? {} : { maxAge: checks.max_age, requireAuthTime }),
    });
  }
}
