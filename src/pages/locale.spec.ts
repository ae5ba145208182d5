import { describe, expect, it } from '@jest/globals';
import { chooseLocale, lookUp } from './locale.js';

describe('the language of a page', () => {
  it.each([
    [[], undefined],
    [['en-GB'], undefined],
    [[], 'en-US,en;q=0.9'],
    [['xx'], 'zz'],
    [[], '*'],
    [[], ',;q=,;;en;q=abc,\u0000'],
    [[], 'a'.repeat(10_000)],
    [['__proto__', 'constructor'], 'toString'],
    [[], 'de;q=0'],
    [[], 'de;q=2, de;q=-1, de;q=1.5'],
    [['d'], 'deu'],
  ])('a page is in English for ui_locales %j and Accept-Language %j', (uiLocales, acceptLanguage) => {
    expect(chooseLocale(uiLocales, acceptLanguage)).toBe('en');
  });

  it.each([
    ['de', 'de'],
    ['de-AT, en;q=0.5', 'de'],
    ['DE-ch', 'de'],
    ['en;q=0.8, fr-CA;q=0.9', 'fr'],
    ['pt-BR, pt;q=0.9, es;q=0.8, en;q=0.7', 'es'],
    ['ja ; q=0.3 , en ; Q=0.2', 'ja'],
    ['ja-Jpan-JP-x-private', 'ja'],
    // "*" is passed over where something more exact follows (RFC 4647, section 3.4).
    ['*, fr;q=0.5', 'fr'],
    ['en;q=0, *', 'en'],
  ])('a page follows Accept-Language: %s is %s', (acceptLanguage, locale) => {
    expect(chooseLocale([], acceptLanguage)).toBe(locale);
  });

  it('a page follows ui_locales before the browser, in the order the application gave', () => {
    expect(chooseLocale(['ja-JP', 'de'], 'fr')).toBe('ja');
    expect(chooseLocale(['tlh', 'de'], 'fr')).toBe('de');
    expect(chooseLocale(['tlh'], 'fr')).toBe('fr');
  });

  it('the language of a page is found at once, however much is asked for', () => {
    const begun = performance.now();
    chooseLocale(
      Array.from({ length: 6_000 }, () => 'x'),
      undefined,
    );
    chooseLocale(['a-'.repeat(6_000)], 'a-'.repeat(6_000));
    expect(performance.now() - begun).toBeLessThan(200);
  });

  it('a language range is cut subtag by subtag, and a letter that stands alone with what followed it', () => {
    expect(lookUp('fr-x-private')).toBe('fr');
    expect(lookUp('x-fr')).toBeUndefined();
  });
});
