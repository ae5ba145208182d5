/** What a login's answer is verified against: kept by the hub between the two turns, as JSON. */
import type { JsonObject } from '../connector.js';
import { invalidResponse } from '../oidc/index.js';
import type { Address } from './address.js';

/** A type, not an interface: it must be assignable to a JSON object. */
export type Checks = {
  readonly nonce: string;
  readonly code_verifier: string;
  /** What a driver keeps beside them. */
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

/** @throws {ConnectorError} `invalid_response` for anything that `authorize` of this connection would not have kept. */
export function readChecks(kept: JsonObject, address: Address): Checks {
  const { nonce, code_verifier: verifier, tenant, version, silent, max_age: maxAge, session } = kept;
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
