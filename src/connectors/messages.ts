/** What connectors make their catalogues of: see `messages` of a connector's definition. */
import type { ConnectorMessages } from './connector.js';

/** The languages that the connectors of this hub speak beside English, each with every key. */
export type Translations<Key extends string> = Readonly<
  Record<'de' | 'fr' | 'es' | 'ja', Readonly<Record<Key, string>>>
>;

/** Several catalogues as one: a connector's own words, and before them those of the building blocks it is made of. */
export function joinMessages(...parts: readonly ConnectorMessages[]): ConnectorMessages {
  const locales = new Set(parts.flatMap((part) => Object.keys(part)));
  return Object.fromEntries(
    [...locales].map((locale) => [locale, Object.assign({}, ...parts.map((part) => part[locale]))]),
  );
}

/** Looks a sentence up by its key, as `ConnectorError` wants both: no key without a sentence. */
export function sayingOf<Key extends string>(english: Readonly<Record<Key, string>>) {
  return (messageKey: Key): { readonly messageKey: Key; readonly publicMessage: string } => ({
    messageKey,
    publicMessage: english[messageKey],
  });
}
