import { KEY_KEPT_MS, KEY_OVERLAP_MS } from './key-rules.js';
import { makeSigningKey } from './make-signing-key.js';
import type { SigningKeyStore } from './signing-key.store.js';

/** What a rotation did, for the operator. */
export interface KeyRotation {
  readonly kid: string;
  /** From when on tokens are signed with the new key. */
  readonly activeFrom: Date;
  /** When the keys before it leave the JWKS. */
  readonly othersRetireAt: Date;
}

/** Publishes a new signing key now, lets it sign later, and keeps the others while tokens under them live. */
export async function rotateSigningKeys(store: SigningKeyStore, now: Date): Promise<KeyRotation> {
  const activeFrom = new Date(now.getTime() + KEY_OVERLAP_MS);
  const othersRetireAt = new Date(activeFrom.getTime() + KEY_KEPT_MS);
  const key = await makeSigningKey(now, activeFrom);
  await store.insertReplacing(key, othersRetireAt);
  return { kid: key.kid, activeFrom, othersRetireAt };
}
