import { describe, expect, it } from '@jest/globals';
import { typesettingMistakes } from '../../../test/support/words.js';
import { trialCatalogues } from '../../trials/messages/messages.js';
import { catalogues, locales, messagesFor } from '../locale.js';
import { en, type Messages } from './en.js';

const others = locales.filter((locale) => locale !== 'en').map((locale) => [locale, catalogues[locale]] as const);
const keys = Object.keys(en) as (keyof Messages)[];

/** Words that are the same in both languages. */
const same: Readonly<Record<string, readonly string[]>> = {
  all: ['productName'],
  es: ['errorPrefix'],
};

/** Every text of a catalogue or of a part of it, however deep; what it is about is filled in with marks. */
function textsWithin(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [String(value('⟦name⟧', '⟦application⟧'))];
  return Object.values(value as object).flatMap(textsWithin);
}

describe('the words of the pages', () => {
  it('the words of a page fall back to the language of a locale, then to English', () => {
    expect(messagesFor('en-GB').locale).toBe('en');
    expect(messagesFor('de-LI').locale).toBe('de');
    expect(messagesFor('tlh').locale).toBe('en');
  });

  describe.each(others)('in %s', (locale, messages) => {
    // covers OPERATOR-05
    it('the catalogue has every key, and no other', () => {
      expect(messages.locale).toBe(locale);
      expect(Object.keys(messages).sort()).toEqual([...keys].sort());
    });

    it('each text says as much, and names what it is about wherever English does', () => {
      for (const key of keys) {
        const [own, english] = [textsWithin(messages[key]), textsWithin(en[key])];
        expect([key, own.length, own.map((text) => text.split(/⟦\w+⟧/).length)]).toEqual([
          key,
          english.length,
          english.map((text) => text.split(/⟦\w+⟧/).length),
        ]);
        expect([key, own.filter((text) => text.trim() === '')]).toEqual([key, []]);
      }
    });

    it('no text is left in English', () => {
      const allowed = [...(same.all ?? []), ...(same[locale] ?? [])];
      const left = keys.filter((key) => textsWithin(messages[key]).some((text) => textsWithin(en[key]).includes(text)));
      expect(left.filter((key) => !allowed.includes(key))).toEqual([]);
    });

    it('each text is typeset as the language asks for', () => {
      const texts = keys.flatMap((key) => textsWithin(messages[key]));
      expect(typesettingMistakes(locale, [...texts, ...textsWithin(trialCatalogues[locale])])).toEqual([]);
    });
  });
});
