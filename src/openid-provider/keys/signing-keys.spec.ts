import { describe, expect, it } from '@jest/globals';
import type { SigningKey } from './signing-key.store.js';
import { JWKS_MAX_AGE, KEY_OVERLAP_MS, KEY_POLL_MS, publishedKeys } from './signing-keys.js';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 21, hour));
const key = (kid: string, activeFrom: Date, retiredAt?: Date): SigningKey => ({
  kid,
  algorithm: 'RS256',
  jwk: { kty: 'RSA' },
  createdAt: at(0),
  activeFrom,
  ...(retiredAt !== undefined && { retiredAt }),
});
const kids = (keys: readonly SigningKey[], now: Date) => publishedKeys(keys, now).map(({ kid }) => kid);

describe('which keys are published, the signing one first', () => {
  const keys = [key('new', at(5)), key('old', at(1), at(9))];

  it('the old key signs until the new one is active', () => {
    expect(kids(keys, new Date(at(5).getTime() - 1))).toEqual(['old', 'new']);
    expect(kids(keys, at(5))).toEqual(['new', 'old']);
  });

  it('the old key is published until it retires', () => {
    expect(kids(keys, new Date(at(9).getTime() - 1))).toEqual(['new', 'old']);
    expect(kids(keys, at(9))).toEqual(['new']);
  });

  it('a key that is not active yet signs where there is no other', () => {
    expect(kids([key('only', at(5))], at(1))).toEqual(['only']);
    expect(kids([], at(1))).toEqual([]);
  });

  it('an instance looks for new keys often enough to publish them within 5 seconds', () => {
    expect(2 * KEY_POLL_MS).toBeLessThan(5_000);
  });

  it('a key is published for longer than anybody keeps the JWKS before it signs', () => {
    expect(KEY_OVERLAP_MS).toBeGreaterThan(KEY_POLL_MS + JWKS_MAX_AGE * 1000);
  });
});
