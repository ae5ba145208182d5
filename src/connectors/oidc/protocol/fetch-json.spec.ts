import { describe, expect, it } from '@jest/globals';
import { parseStrictObject } from './fetch-json.js';

describe('JSON with one meaning', () => {
  it.each([
    ['{}', {}],
    ['{"a":1,"b":{"a":1}}', { a: 1, b: { a: 1 } }],
    ['{"a":[{"b":1},{"b":2}],"b":3}', { a: [{ b: 1 }, { b: 2 }], b: 3 }],
    ['{"a":"\\"a\\": {[","c":"}"}', { a: '"a": {[', c: '}' }],
    [' { "a" : "b" , "b" : "a" } ', { a: 'b', b: 'a' }],
  ])('JSON with one meaning is read: %s', (text, value) => {
    expect(parseStrictObject(text)).toEqual(value);
  });

  it.each([
    ['a repeated member', '{"a":1,"a":1}'],
    ['a repeated member in another spelling', '{"a":1,"\\u0061":2}'],
    ['a repeated member with space before the colon', '{"a":1,"a" \n:2}'],
    ['a repeated member further in', '{"a":[{"b":1,"b":2}]}'],
    ['a prototype', '{"__proto__":{"a":1}}'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a text', '"{}"'],
    ['no JSON', '{a:1}'],
    ['a byte order mark', '\ufeff{}'],
    ['nesting beyond the limit', `{"a":${'['.repeat(32)}${']'.repeat(32)}}`],
    ['nesting far beyond the limit', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('JSON with one meaning is refused: %s', (_, text) => {
    expect(() => parseStrictObject(text)).toThrow();
  });

  it('JSON with one meaning may nest up to the limit', () => {
    expect(() => parseStrictObject(`{"a":${'['.repeat(31)}${']'.repeat(31)}}`)).not.toThrow();
  });
});
