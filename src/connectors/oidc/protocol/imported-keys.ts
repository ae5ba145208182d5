import { importVerificationKey } from './key-set.js';
import type { PublishedKey, VerificationKey } from './verification-key.js';

/**
 * Published keys ready to verify, each imported once for an algorithm and never used for another. They are known by the
 * very object that their document holds: one that a newer document replaced is never found again, whatever its id.
 */
export class ImportedKeys {
  private readonly ready = new WeakMap<PublishedKey, Map<string, VerificationKey>>();

  /** @throws {ConnectorError} `invalid_response` for a key that is none. */
  async get(jwk: PublishedKey, alg: string): Promise<VerificationKey> {
    const known = this.ready.get(jwk) ?? new Map<string, VerificationKey>();
    this.ready.set(jwk, known);
    const key = known.get(alg) ?? (await importVerificationKey(jwk, alg));
    known.set(alg, key);
    return key;
  }
}
