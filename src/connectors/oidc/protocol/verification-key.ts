import type { CryptoKey, JWK } from 'jose';

/** A key as its document has it, with the members that some upstreams add to say whose tokens it may sign. */
export type PublishedKey = JWK & { readonly issuer?: string; readonly cloud_instance_name?: string };

/** A published key, ready to verify a signature. */
export interface VerificationKey {
  readonly key: CryptoKey;
  readonly jwk: PublishedKey;
}

/** What chooses the key of a token. Nothing vouches for it yet. */
export interface KeyHeader {
  readonly kid?: string;
  readonly alg: string;
}

export interface KeyFinder {
  /**
   * The one key that fits the header. Without `kid` the document must hold exactly one suitable key.
   * @throws {ConnectorError} `invalid_response` for no key or several, `upstream_unavailable` without a usable document.
   */
  find(jwksUri: string, header: KeyHeader, signal?: AbortSignal): Promise<VerificationKey>;
}
