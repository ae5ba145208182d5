/**
 * `passport-azure-ad`, Microsoft's own library: an optional dependency, loaded when a connection first chooses it. It
 * has no types of its own: these describe the parts that are used.
 */
import { createRequire } from 'node:module';
import { decodeProtectedHeader } from 'jose';
import type { KeySource, PublishedKey, RedeemCodeOptions, TokenResponse } from '../../oidc/index.js';
import { misconfigured, type ProviderMetadata } from '../../oidc/index.js';
import type { AnyStrategy } from '../../passport/index.js';

export const LIBRARY = 'passport-azure-ad';

/** `OIDCStrategy` with the methods that the driver replaces; every one is called with `this` as the acting strategy. */
export interface OidcStrategy extends AnyStrategy {
  setOptions: unknown;
  _getAccessTokenBySecretOrAssertion: unknown;
  readonly _options: Readonly<Record<string, unknown>>;
}

/** The verify callback's arity chooses what it is given: two claims and the callback. */
type Verify = (issuer: string, subject: string, done: (error: null, user: object) => void) => void;
export type OidcStrategyClass = new (options: object, verify: Verify) => OidcStrategy;

/** What `overrides` in the package.json of whoever installs it should have: npm takes none from a dependency. */
const OVERRIDES = '"overrides": {"passport-azure-ad": {"jws": "^3.2.3", "node-forge": "^1.4.3", "uuid": "^11.1.1"}}';

/** Why a connection cannot use it where it is not installed, and what to do. */
export const NOT_INSTALLED =
  `needs the package ${LIBRARY}, which is not installed here: run "npm install ${LIBRARY}@4.3.5" with ` +
  `${OVERRIDES} in the package.json, start the hub again, or use driver "portico"`;

/** Whether the library is installed. Looks for the file, and loads nothing. */
export function isInstalled(name = LIBRARY): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * Looks before anything is asked of the upstream, as the options of a stored connection are not validated again.
 * @throws {ConnectorError} `misconfigured` when the library was removed after the connection was saved.
 */
export function requireLibrary(): void {
  if (!isInstalled()) throw misconfigured('authorize', `The option driver ${NOT_INSTALLED}.`);
}

/** @throws {ConnectorError} `misconfigured` when it cannot be loaded. */
export async function loadLibrary(name = LIBRARY): Promise<OidcStrategyClass> {
  try {
    const { default: library } = (await import(name)) as { default: { readonly OIDCStrategy: OidcStrategyClass } };
    return library.OIDCStrategy;
  } catch (cause) {
    throw misconfigured('authorize', `The package ${name} cannot be loaded: install it, or use driver "portico".`, {
      cause,
    });
  }
}

/** What the library is told of the connection. */
export interface LibrarySettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly discoveryUrl: string;
  /** People of several tenants sign in through one endpoint. */
  readonly isShared: boolean;
}

interface LibraryTurn {
  readonly settings: LibrarySettings;
  readonly metadata: ProviderMetadata;
  readonly callbackUrl: string;
  readonly scope: string;
  readonly responseMode: string;
  /** In the second turn. */
  readonly redemption?: Redemption;
}

type Done = (error?: unknown, value?: unknown) => void;
interface TurnParameters {
  readonly nonce?: string;
  /** Made by the library, and empty: its `fetch` is never called. */
  readonly metadata: { oidc?: object };
  readonly extraAuthReqQueryParams?: object;
  readonly extraTokenReqQueryParams?: object;
}

/**
 * One instance of the library's strategy for one turn, with its ways to the network taken away.
 * @throws {ConnectorError} `misconfigured` for options that the library does not take.
 */
export function libraryStrategy(Library: OidcStrategyClass, turn: LibraryTurn): OidcStrategy {
  const { settings, metadata, callbackUrl, redemption } = turn;
  const { clientId, clientSecret, isShared } = settings;
  const strategy = made(Library, {
    identityMetadata: settings.discoveryUrl,
    clientID: clientId,
    clientSecret,
    responseType: 'code',
    responseMode: turn.responseMode,
    redirectUrl: callbackUrl,
    // Which callback URL is right is the hub's decision.
    allowHttpForRedirectUrl: true,
    scope: turn.scope.split(' '),
    // It knows no issuer template and no list of tenants: on common endpoints our verifier has both.
    validateIssuer: !isShared,
    passReqToCallback: false,
    loggingNoPII: true,
    // It would write to the process's standard output.
    loggingLevel: 'fatal',
  });

  /**
   * In the library this loads metadata and keys by Node's own client, without a limit of time, into one cache of the
   * whole process, and a key document that is no JSON ends the process.
   */
  strategy.setOptions = (parameters: TurnParameters, request: object, expected: object, done: Done): void => {
    const { authorization_endpoint, token_endpoint, issuer } = metadata;
    const { clientID, clientSecret, responseType, responseMode, scope, redirectUrl } = strategy._options;
    const { extraAuthReqQueryParams, extraTokenReqQueryParams } = parameters;
    parameters.metadata.oidc = {
      get keys() {
        return redemption?.keys ?? [];
      },
    };
    Object.assign(request, {
      authorization_endpoint,
      token_endpoint,
      extraAuthReqQueryParams,
      extraTokenReqQueryParams,
    });
    Object.assign(request, { clientID, clientSecret, responseType, responseMode, scope, redirectUrl });
    Object.assign(expected, {
      validateIssuer: !isShared,
      issuer: [issuer],
      audience: clientId,
      allowMultiAudiencesInToken: false,
      algorithms: ['RS256'],
      nonce: parameters.nonce,
      // It reads the machine's clock. Times are judged by our verifier, on the hub's.
      clockSkew: Number.MAX_SAFE_INTEGER,
    });
    done(null);
  };

  /** In the library by Node's own client. What it throws in its callback would end the process. */
  strategy._getAccessTokenBySecretOrAssertion = function (
    this: { error(error: unknown): void },
    code: string,
    request: LibraryRequest,
    _next: Done,
    done: Done,
  ): void {
    const redeeming = redemption?.redeem(code, request) ?? Promise.reject(new Error('This is the first turn.'));
    redeeming.then((tokens) => done(null, tokens), done).catch((error: unknown) => this.error(error));
  };

  // At the v1.0 endpoint it would ask UserInfo, again by itself: the ID token says all that is needed.
  Object.assign(strategy._options, { _isV2: true });
  return strategy;
}

function made(Library: OidcStrategyClass, settings: object): OidcStrategy {
  try {
    return new Library(settings, (_issuer, subject, done) => done(null, { subject }));
  } catch {
    // No cause: it was given the secret, and what its message quotes is unknown.
    throw misconfigured('authorize', `${LIBRARY} does not take the options of this connection.`);
  }
}

// The redemption of the code in the library's place: by our client, within the sign-in's time, with the keys fetched beside.

/** What the library sends to the token endpoint, under the names of its `oauthConfig`. */
export interface LibraryRequest {
  readonly clientID: string;
  readonly clientSecret: string;
  readonly redirectUrl: string;
  readonly extraTokenReqQueryParams?: { readonly code_verifier?: string };
}

/** Redeems a code with what is sent to prove whose it is: within the sign-in's time, by the guarded client. */
export type Exchange = (
  sent: Pick<RedeemCodeOptions, 'clientId' | 'clientSecret' | 'code' | 'redirectUri' | 'codeVerifier'>,
) => Promise<TokenResponse>;

interface RedemptionOptions {
  readonly exchange: Exchange;
  readonly keys: KeySource;
  readonly jwksUri: string;
  readonly signal: AbortSignal;
}

type Outcome =
  | { readonly kind: 'tokens'; readonly tokens: TokenResponse }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'none' };

export class Redemption {
  private redeemed: Outcome = { kind: 'none' };
  private found: readonly PublishedKey[] = [];

  constructor(private readonly options: RedemptionOptions) {}

  /** The outcome of the redemption: the library reports neither Microsoft's error nor why keys are missing. */
  result(): Outcome {
    return this.redeemed;
  }

  /** The one key that may have signed, or none. */
  get keys(): readonly PublishedKey[] {
    return this.found;
  }

  /** @throws whatever went wrong, which `result` has too. */
  async redeem(code: string, request: LibraryRequest): Promise<TokenResponse> {
    try {
      const tokens = await this.options.exchange({
        clientId: request.clientID,
        clientSecret: request.clientSecret,
        code,
        redirectUri: request.redirectUrl,
        codeVerifier: request.extraTokenReqQueryParams?.code_verifier ?? '',
      });
      this.found = await this.keysFor(tokens.id_token);
      this.redeemed = { kind: 'tokens', tokens };
      return tokens;
    } catch (error) {
      this.redeemed = { kind: 'failed', error };
      throw error;
    }
  }

  /** By the header, which nothing vouches for yet: it only chooses the key. What is malformed has none. */
  private async keysFor(idToken: string | undefined): Promise<readonly PublishedKey[]> {
    const { keys, jwksUri, signal } = this.options;
    let kid: unknown;
    try {
      kid = decodeProtectedHeader(idToken ?? '').kid;
    } catch {
      return [];
    }
    if (typeof kid !== 'string') return [];
    return [(await keys.find(jwksUri, { kid, alg: 'RS256' }, signal)).jwk];
  }
}
