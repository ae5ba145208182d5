import type { JWK } from 'jose';

/** A key that ID tokens are signed with. `jwk` is private. */
export interface SigningKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly algorithm: 'RS256';
  readonly jwk: JWK;
  readonly createdAt: Date;
  /** From when on it signs: later than `createdAt`, so that applications know it before the first signature. */
  readonly activeFrom: Date;
  /** When it leaves the JWKS; absent while nothing replaces it. */
  readonly retiredAt?: Date;
}
