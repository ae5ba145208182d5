import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '../common/errors.js';
import { searchTerms } from './search-terms.js';

const FIELDS = ['email', 'user_id', 'identities.connection'] as const;

describe('search terms', () => {
  it.each([
    [undefined, {}],
    ['email:"ann@contoso.example"', { email: 'ann@contoso.example' }],
    ['email:ann@contoso.example', { email: 'ann@contoso.example' }],
    ['user_id:"usr_1" AND identities.connection:"contoso"', { user_id: 'usr_1', 'identities.connection': 'contoso' }],
    ['email:"a AND b"', { email: 'a AND b' }],
  ])('%p means %p', (query, terms) => {
    expect(searchTerms(query, FIELDS)).toEqual(terms);
  });

  it.each([
    ['a bare word', 'ann'],
    ['an unknown field', 'name:"ann"'],
    ['a field of every object', 'constructor:"x"'],
    ['a wildcard', 'email:ann*'],
    ['a range', 'user_id:[1 TO 2]'],
    ['OR', 'email:"a" OR email:"b"'],
    ['NOT', 'NOT email:"a"'],
    ['a field twice', 'email:"a" AND email:"b"'],
    ['a quote in the value', 'email:"a"b"'],
    ['nothing', ''],
    ['no value', 'email:""'],
  ])('search terms refuses %s and says what is supported', (_what, query) => {
    expect(() => searchTerms(query, FIELDS)).toThrow(InvalidInputError);
    expect(() => searchTerms(query, FIELDS)).toThrow('q supports email:"value", user_id:"value"');
  });

  it.each([
    ['blanks', ' '.repeat(100_000)],
    ['joints', ' AND a:'.repeat(10_000)],
    ['quotes', `email:"${'"'.repeat(100_000)}`],
    ['characters', `email:${'a'.repeat(100_000)}!`],
  ])('search terms takes no time over 100 kB of %s', (_what, query) => {
    const start = performance.now();
    expect(() => searchTerms(query, FIELDS)).toThrow(InvalidInputError);
    expect(performance.now() - start).toBeLessThan(100);
  });
});
