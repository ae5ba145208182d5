import type { ConnectorRuntime, JsonObject, SignInObserver } from '../../connector.js';
import type { KeyFinder, PublishedKey } from './verification-key.js';

/** What an ID token must agree with. */
export interface ExpectedIdToken {
  readonly keys: KeyFinder;
  readonly jwksUri: string;
  /** The algorithms this connection accepts; `none` and symmetric ones never verify, whatever is listed. */
  readonly algorithms: readonly string[];
  readonly clientId: string;
  /** The only acceptable `iss` for these claims; may throw a ConnectorError when there is none. Called after the signature holds. */
  issuer(claims: JsonObject): string;
  /** Refuses, by throwing, a key that may not sign for this token's issuer. Called after `iss` holds. */
  acceptKey?(jwk: PublishedKey, claims: JsonObject): void;
  /** The nonce of this login's checks. */
  readonly nonce: string;
  /** When given, a `c_hash` in the token must match. */
  readonly code?: string;
  /** When given, an `at_hash` in the token must match. */
  readonly accessToken?: string;
  /** Seconds. An `auth_time` in the token must not be older. */
  readonly maxAge?: number;
  /** Demand `auth_time`, which not every upstream sends. Default: false. */
  readonly requireAuthTime?: boolean;
  readonly runtime: ConnectorRuntime;
  readonly signal?: AbortSignal;
  /** Hears when the signature holds. */
  readonly observer?: SignInObserver;
}
