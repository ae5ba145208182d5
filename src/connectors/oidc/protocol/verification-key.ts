import type { CryptoKey, JWK } from 'jose';

/** A key as its document has it, with the members that some upstreams add to say whose tokens it may sign. */
export type PublishedKey = JWK & { readonly issuer?: string; readonly cloud_instance_name?: string };

/** A published key, ready to verify a signature. */
export interface VerificationKey {
  readonly key: CryptoKey;
  readonly jwk: PublishedKey;
}
