import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { LIFETIMES } from '../protocol/lifetimes.js';
import type { SigningKey, SigningKeyStore } from './signing-key.store.js';

const MINUTE_MS = 60_000;

/** How often a running hub looks for new keys, so that all instances publish a new one within 5 seconds. */
export const KEY_POLL_MS = 2_000;
/** How long applications may keep the JWKS, in seconds. */
export const JWKS_MAX_AGE = 300;
/**
 * How long a new key is published before it signs: longer than poll and `JWKS_MAX_AGE` together, so that an
 * application that keeps the JWKS has seen the key before the first token under it.
 */
export const KEY_OVERLAP_MS = 10 * MINUTE_MS;
/** How long a replaced key stays published after its last signature: the longest ID token, and an hour. */
const KEY_KEPT_MS = LIFETIMES.idToken * 1000 + 60 * MINUTE_MS;

/**
 * The keys to publish at `now`, the one that signs first. A hub always signs: while no key is active yet, it signs with
 * the one that becomes active first.
 */
export function publishedKeys(keys: readonly SigningKey[], now: Date): readonly SigningKey[] {
  const published = keys
    .filter((key) => key.retiredAt === undefined || key.retiredAt > now)
    .toSorted((a, b) => a.activeFrom.getTime() - b.activeFrom.getTime() || (a.kid < b.kid ? -1 : 1));
  const signing = published.findLast((key) => key.activeFrom <= now) ?? published[0];
  if (signing === undefined) return [];
  return [signing, ...published.filter((key) => key !== signing)];
}

/** Makes an RSA key of 2048 bits: every application accepts RS256 without configuration. */
export async function makeSigningKey(createdAt: Date, activeFrom: Date): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, algorithm: 'RS256', jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' }, createdAt, activeFrom };
}

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
