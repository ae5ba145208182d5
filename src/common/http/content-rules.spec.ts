import { describe, expect, it } from '@jest/globals';
import { contentProblems } from './index.js';

describe('contentProblems', () => {
  it('contentProblems finds nothing in ordinary content', () => {
    expect(contentProblems({ name: 'Größe 😀\n', list: [1, true, null, { deep: ['x'] }] })).toEqual([]);
    expect(contentProblems(undefined)).toEqual([]);
  });

  it('contentProblems limits how many members there are in all, wherever they are', () => {
    const members = (count: number) => ({ a: { list: Array.from({ length: count }, () => 0) } });
    expect(contentProblems(members(4_998))).toEqual([]);
    expect(contentProblems(members(4_999))).toEqual([
      { field: 'a.list', message: 'At most 5000 members are accepted.' },
    ]);
  });

  it.each([
    ['control characters', 'a\nb', 'a\uFFFDb'],
    ['a lone surrogate', 'a\ud800', 'a\uFFFD'],
    ['a hundred and one characters', 'x'.repeat(101), 'x'.repeat(100)],
  ])('contentProblems refuses a field name with %s, and repeats it only in printable form', (_what, name, shown) => {
    expect(contentProblems({ [name]: 1 })).toEqual([
      { field: shown, message: 'A field name has unusable characters.' },
    ]);
    expect(contentProblems({ ['x'.repeat(100)]: 1 })).toEqual([]);
  });

  it('contentProblems names every bad field, in order', () => {
    expect(contentProblems({ a: '\0', b: { c: '\0' } }).map(({ field }) => field)).toEqual(['a', 'b.c']);
  });
});
