import type { SigningKey } from './signing-key.js';

/** Storage port of the hub's signing keys. Private keys are sealed at rest. */
export abstract class SigningKeyStore {
  /** Keys that have not left the JWKS at `now`. */
  abstract list(now: Date): Promise<readonly SigningKey[]>;
  /** Stores the first key unless there is one, atomically. */
  abstract insertFirst(key: SigningKey): Promise<void>;
  /** Stores a new key and sets when every key that nothing replaced yet leaves the JWKS, in one transaction. */
  abstract insertReplacing(key: SigningKey, othersRetireAt: Date): Promise<void>;
}
