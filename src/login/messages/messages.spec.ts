import { describe, expect, it } from '@jest/globals';
import { chooseLocale, messagesFor } from './messages.js';

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
  ])('is English for ui_locales %j and Accept-Language %j', (uiLocales, acceptLanguage) => {
    expect(chooseLocale(uiLocales, acceptLanguage)).toBe('en');
  });

  it('falls back to the language of a locale, then to English', () => {
    expect(messagesFor('en-GB').locale).toBe('en');
    expect(messagesFor('tlh').locale).toBe('en');
  });
});
