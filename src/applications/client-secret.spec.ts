import { describe, expect, it } from '@jest/globals';
import { hashSecret, looksGenerated, newClientSecret, secretMatches } from './index.js';

describe('a client secret', () => {
  const secret = newClientSecret();
  const application = { secretHash: hashSecret(secret) };

  it('a client secret has 256 bits of randomness behind a prefix that can be searched for', () => {
    expect(secret).toMatch(/^pcs_[A-Za-z0-9_-]{43}$/);
    expect(newClientSecret()).not.toBe(secret);
  });

  it('a generated client secret is told by its shape from one that somebody chose', () => {
    expect(looksGenerated(secret)).toBe(true);
    for (const chosen of [
      'sixteen-letters!',
      secret.slice(1),
      secret.slice(0, -1),
      `${secret}a`,
      `pcs_${'!'.repeat(43)}`,
    ]) {
      expect(looksGenerated(chosen)).toBe(false);
    }
  });

  it('a client secret is recognised by its hash', () => {
    expect(application.secretHash).toMatch(/^[0-9a-f]{64}$/);
    expect(secretMatches(application, secret)).toBe(true);
  });

  it.each([
    ['another one', newClientSecret()],
    ['a prefix', secret.slice(0, -1)],
    ['more', `${secret}a`],
    ['nothing', ''],
    ['other characters', `${secret}é\u{1F600}`],
    ['its hash', hashSecret(secret)],
    ['a megabyte', 'a'.repeat(1_000_000)],
  ])('a client secret does not match %s, and the comparison does not fail', (_what, presented) => {
    expect(secretMatches(application, presented)).toBe(false);
  });

  it('no client secret matches where none is stored, or where what is stored is broken', () => {
    expect(secretMatches({}, '')).toBe(false);
    expect(secretMatches({ secretHash: '' }, '')).toBe(false);
    expect(secretMatches({ secretHash: 'zz' }, secret)).toBe(false);
  });
});
