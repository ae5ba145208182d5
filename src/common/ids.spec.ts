import { describe, expect, it } from '@jest/globals';
import { newGrowingId } from './ids.js';

describe('a growing id', () => {
  const now = new Date('2026-11-21T10:00:00Z');
  const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);

  it('a growing id sorts after those made before it, in one millisecond and where the clock goes back', () => {
    const moments = [...Array.from({ length: 100 }, () => now), later(1), later(-1000), later(2)];
    const ids = moments.map((moment) => newGrowingId('log', moment));
    expect(ids.toSorted()).toEqual(ids);
  });

  it('a growing id is made of letters, digits and underscores, and of at most forty of them', () => {
    expect(newGrowingId('log', now)).toMatch(/^log_[a-z0-9]{14,36}$/);
  });

  it('a growing id differs from any that another process makes in the same moment', () => {
    const tails = Array.from({ length: 50 }, () => newGrowingId('log', now).slice('log_'.length + 13));
    expect(new Set(tails).size).toBe(50);
  });
});
