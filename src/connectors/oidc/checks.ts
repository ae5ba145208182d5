/** What a login's answer is verified against: kept by the hub between the two turns, as JSON. */
import type { JsonObject } from '../connector.js';
import { invalidResponse } from './protocol/errors.js';

/** Types, not interfaces: they must be assignable to a JSON object. */
export type Checks = {
  readonly nonce: string;
  /** Seconds. */
  readonly max_age?: number;
} & Proof;

/** Whether the request carried a challenge, and what redeems its code then. */
export type Proof = { readonly pkce: 'S256'; readonly code_verifier: string } | { readonly pkce: 'off' };

/** @throws {ConnectorError} `invalid_response` for anything that `authorize` would not have kept. */
export function readChecks(kept: JsonObject): Checks {
  const { nonce, pkce, code_verifier: verifier, max_age: maxAge } = kept;
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
