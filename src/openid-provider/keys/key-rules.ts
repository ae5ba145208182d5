import { LIFETIMES } from '../lifetimes.js';
import type { SigningKey } from './signing-key.js';

const MINUTE_MS = 60_000;

/** How often a running hub looks for new keys: what one instance or command rotated, every other publishes within 5 seconds. */
export const KEY_POLL_MS = 2_000;
/** How long applications may keep the JWKS, in seconds. */
export const JWKS_MAX_AGE = 300;
/**
 * How long a new key is published before it signs: longer than poll and `JWKS_MAX_AGE` together, so that an
 * application that keeps the JWKS has seen the key before the first token under it.
 */
export const KEY_OVERLAP_MS = 10 * MINUTE_MS;
/** How long a replaced key stays published after its last signature: the longest ID token, and some. */
export const KEY_KEPT_MS = LIFETIMES.idToken * 1000 + 60 * MINUTE_MS;

/**
 * The keys to publish at `now`, the one that signs first. A hub always signs: while no key is active yet, with the one
 * that becomes active first.
 */
export function publishedKeys(keys: readonly SigningKey[], now: Date): readonly SigningKey[] {
  const published = keys
    .filter((key) => key.retiredAt === undefined || key.retiredAt > now)
    .toSorted((a, b) => a.activeFrom.getTime() - b.activeFrom.getTime() || (a.kid < b.kid ? -1 : 1));
  const signing = published.findLast((key) => key.activeFrom <= now) ?? published[0];
  if (signing === undefined) return [];
  return [signing, ...published.filter((key) => key !== signing)];
}
