import { describe, expect, it } from '@jest/globals';
import { builtInConnectors } from '../../src/app.module.js';
import { azureAdMessages } from '../../src/connectors/azuread/index.js';
import { oidcProtocolMessages } from '../../src/oidc.js';
import { catalogues, typesettingMistakes } from '../support/words.js';

/** Names that are the same in every language. */
const english = new Set<string>(Object.values({ ...azureAdMessages, ...oidcProtocolMessages }));
const locales = Object.keys(catalogues).filter((locale) => locale !== 'en');

describe.each(builtInConnectors.map((one) => [one.displayName, one] as const))(
  'the words of %s',
  (_name, definition) => {
    const messages = definition.messages ?? {};

    it('the words of connectors are there in every language of the pages, for the same keys', () => {
      expect(Object.keys(messages).sort()).toEqual([...locales].sort());
      const [first = {}, ...others] = Object.values(messages).map((catalogue) => Object.keys(catalogue).sort());
      for (const keys of others) expect(keys).toEqual(first);
    });

    it.each(Object.entries(messages))(
      'the words of connectors are set in %s as the language sets them, and are no longer English',
      (locale, catalogue) => {
        expect(typesettingMistakes(locale, Object.values(catalogue))).toEqual([]);
        expect(Object.values(catalogue).filter((text) => text.trim() === '' || english.has(text))).toEqual([]);
      },
    );

    it('the words of connectors name the same options, products and addresses in every language', () => {
      const names = (text: string) =>
        (text.match(/https:\/\/[\w./]*\w|[a-z]+(?:_[a-z]+)+|\b(?:Azure AD|Microsoft|GitHub)\b/g) ?? []).sort();
      const [first, ...others] = Object.entries(messages);
      for (const [key, text] of Object.entries(first?.[1] ?? {})) {
        for (const [locale, catalogue] of others) {
          expect([locale, key, [...new Set(names(catalogue[key] ?? ''))]]).toEqual([
            locale,
            key,
            [...new Set(names(text))],
          ]);
        }
      }
    });
  },
);

describe('the English words of Azure AD', () => {
  it('the English words of Azure AD are set as the pages set theirs', () => {
    expect(typesettingMistakes('en', Object.values({ ...azureAdMessages, ...oidcProtocolMessages }))).toEqual([]);
  });

  it('the English words of Azure AD have a translation each', () => {
    const german = builtInConnectors.find((one) => one.messages?.de?.['aadsts.50011'] !== undefined)?.messages?.de;
    expect(Object.keys(german ?? {}).sort()).toEqual(
      Object.keys({ ...azureAdMessages, ...oidcProtocolMessages }).sort(),
    );
  });
});
