import { describe, expect, it } from '@jest/globals';
import { locales } from '../../pages/index.js';
import { en, type TrialMessages } from './en.js';
import { trialCatalogues, trialMessagesFor } from './messages.js';

/** Words that are the same in both languages. */
const same: Readonly<Record<string, readonly string[]>> = {
  all: ['stageNames.graph'],
  de: ['outcomeWords.ok', 'stageNames.claims'],
  fr: ['outcomeWords.ok', 'stageNames.signature'],
};

/** Every text by its path; what it is about is filled in with a mark. */
function textsOf(messages: TrialMessages): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') texts.set(key, value);
    else if (typeof value === 'function') texts.set(key, (value as (mark: string) => string)('⟦mark⟧'));
    else for (const [name, text] of Object.entries<string>(value)) texts.set(`${key}.${name}`, text);
  }
  return texts;
}

describe('the words of trial sign-ins', () => {
  it('the words of trial sign-ins fall back to the language of a locale, then to English', () => {
    expect(trialMessagesFor('de-AT')).toBe(trialCatalogues.de);
    expect(trialMessagesFor('tlh')).toBe(en);
  });

  describe.each(locales.filter((locale) => locale !== 'en'))('in %s', (locale) => {
    const texts = textsOf(trialCatalogues[locale]);
    const english = textsOf(en);

    it('words about trials are there for every key, and for no other', () => {
      expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
      expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
    });

    it('words about trials name what they are about wherever English does', () => {
      const marked = (all: Map<string, string>) =>
        [...all].filter(([, text]) => text.includes('⟦mark⟧')).map(([key]) => key);
      expect(marked(texts)).toEqual(marked(english));
    });

    it('words about trials are no longer English', () => {
      const allowed = [...(same.all ?? []), ...(same[locale] ?? [])];
      const left = [...texts].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
      expect(left.filter((key) => !allowed.includes(key))).toEqual([]);
    });
  });
});
