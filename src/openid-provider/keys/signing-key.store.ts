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

/** Storage port of the hub's signing keys. Private keys are sealed at rest. */
export abstract class SigningKeyStore {
  /** Lists the keys that have not left the JWKS at `now`. */
  abstract list(now: Date): Promise<readonly SigningKey[]>;
  /** Stores the first key unless there is one, atomically. */
  abstract insertFirst(key: SigningKey): Promise<void>;
  /** Stores a new key and sets when every key that nothing replaced yet leaves the JWKS, in one transaction. */
  abstract insertReplacing(key: SigningKey, othersRetireAt: Date): Promise<void>;
}
