import { describe, expect, it } from '@jest/globals';
import { typesettingMistakes } from '../../../test/support/words.js';
import { trialCatalogues } from '../../trials/messages/messages.js';
import { locales } from '../locale.js';
import { en, type Messages } from './en.js';
import { catalogues, messagesFor } from './messages.js';

const others = locales.filter((locale) => locale !== 'en').map((locale) => [locale, catalogues[locale]] as const);
const keys = Object.keys(en) as (keyof Messages)[];

/** Words that are the same in both languages. */
const same: Readonly<Record<string, readonly string[]>> = {
  all: ['productName'],
  es: ['errorPrefix'],
};

/** Every text of a key; what it is about is filled in with a mark. */
function textsOf(messages: Messages, key: keyof Messages): readonly string[] {
  const text = messages[key];
  if (typeof text === 'function') return [text('⟦name⟧')];
  return typeof text === 'string' ? [text] : text;
}

/** Every text of a catalogue, however deep. */
function textsWithin(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [String(value('⟦name⟧'))];
  return Object.values(value as object).flatMap(textsWithin);
}

describe('the words of the pages', () => {
  it('fall back to the language of a locale, then to English', () => {
    expect(messagesFor('en-GB').locale).toBe('en');
    expect(messagesFor('de-LI').locale).toBe('de');
    expect(messagesFor('tlh').locale).toBe('en');
  });

  describe.each(others)('in %s', (locale, messages) => {
    it('are there for every key, and for no other', () => {
      expect(messages.locale).toBe(locale);
      expect(Object.keys(messages).sort()).toEqual([...keys].sort());
    });

    it('say as much, and name what they are about wherever English does', () => {
      for (const key of keys) {
        const [own, english] = [textsOf(messages, key), textsOf(en, key)];
        expect([key, own.length, own.map((text) => text.split('⟦name⟧').length)]).toEqual([
          key,
          english.length,
          english.map((text) => text.split('⟦name⟧').length),
        ]);
        expect([key, own.filter((text) => text.trim() === '')]).toEqual([key, []]);
      }
    });

    it('are no longer English', () => {
      const allowed = [...(same.all ?? []), ...(same[locale] ?? [])];
      const left = keys.filter((key) => textsOf(messages, key).some((text) => textsOf(en, key).includes(text)));
      expect(left.filter((key) => !allowed.includes(key))).toEqual([]);
    });

    it('are set as the language sets them', () => {
      const texts = keys.flatMap((key) => textsOf(messages, key));
      expect(typesettingMistakes(locale, [...texts, ...textsWithin(trialCatalogues[locale])])).toEqual([]);
    });
  });
});
