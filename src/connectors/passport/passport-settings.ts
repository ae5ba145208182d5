/** What makes a connector of a Passport strategy: the part of a definition that is about the strategy. */

import type { CheckRequest, CheckStep } from '../abilities.js';
import type { AuthorizeRequest, ConnectorRuntime, JsonObject, UpstreamIdentity, UserProfile } from '../connector.js';
import type { ConnectorError } from '../connector-error.js';
import type { HubStateStore } from './hub-state.js';
import type { AnyStrategy } from './run-strategy.js';

/** What a strategy is made with, for one turn of one sign-in. */
export interface StrategyInput<Options> {
  readonly options: Options;
  /** For the strategy's own option (`callbackURL`, `redirectUrl`), byte for byte. */
  readonly callbackUrl: string;
  /** For the option `store`, where the strategy takes one: then the upstream echoes the hub's own state. */
  readonly hubState: HubStateStore;
  /** In the first turn what the hub asks for; undefined in the second. */
  readonly request?: AuthorizeRequest;
}

/** What the reading of an identity may use. */
export interface IdentityInput<Options> {
  readonly options: Options;
  /** The guarded client, within the time of this turn. */
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/** An error of the upstream (RFC 6749, sections 4.1.2.1 and 5.2), as a code; never its text. */
export interface StrategyFailure {
  readonly step: 'callback' | 'tokens';
  readonly error: string;
}

export interface PassportSettings<Options extends object, User> {
  /**
   * Makes the strategy, as an application would, with a verify callback that hands on what `identity` needs, for example
   * `(accessToken, refreshToken, profile, done) => done(null, { profile })`. Called for every turn; must do no I/O. It
   * must send `state` (or `RelayState`) and, where the upstream knows them, PKCE and nonce.
   */
  strategy(input: StrategyInput<Options>): AnyStrategy;
  /**
   * How the strategy's own requests get out. Absent: it is of the OAuth 2.0 family, whose requests the bridge sends
   * itself; any other is refused. `none`: it makes no request, as with SAML. A function leads each of its requests to
   * the `fetch` that it is given.
   */
  readonly network?: 'none' | ((strategy: AnyStrategy, fetch: typeof globalThis.fetch) => void);
  /** Options of `authenticate`. Default: none. */
  authenticateOptions?(input: StrategyInput<Options>): object;
  /** Where the strategy looks for the answer. Default: the query. */
  readonly answeredBy?: 'query' | 'form';
  /**
   * What is added to the URL for a `prompt`, a hint or a language; undefined for a prompt that the upstream cannot
   * honour, which is then refused. It changes nothing that the strategy put there. Absent: every prompt is refused.
   */
  parameters?(request: AuthorizeRequest, options: Options): Readonly<Record<string, string>> | undefined;
  /**
   * The identity always has the time of the authentication, and the strategy asks for `request.maxAge`. The bridge
   * verifies the age. Absent: a sign-in that must not be older than so many seconds is refused.
   */
  readonly knowsAuthenticationTime?: boolean;
  /**
   * Who signed in, from what the strategy's verify callback handed on. `subject` is the upstream's immutable id; the
   * claims hold no token. May ask the upstream, or throw a ConnectorError; whatever else it throws refuses the answer.
   */
  identity(user: User, input: IdentityInput<Options>): Promise<UpstreamIdentity> | UpstreamIdentity;
  /** Pure. */
  profile(identity: UpstreamIdentity, options: Options): UserProfile;
  /** The upstream's own error codes. Pure; undefined: what the specification says about it. */
  failure?(failure: StrategyFailure): ConnectorError | undefined;
  /** The ability `check`, which the definition then names among its abilities. Resolves whatever happens. */
  check?(options: Options, runtime: ConnectorRuntime, request: CheckRequest): Promise<readonly CheckStep[]>;
}

/** What the second turn needs of the first, as it is kept. A type, not an interface: it must be assignable to JSON. */
export type PassportChecks = {
  readonly state: string;
  readonly session: JsonObject;
  /** Set for `prompt=none`. */
  readonly silent?: true;
  /** Seconds. */
  readonly max_age?: number;
};
