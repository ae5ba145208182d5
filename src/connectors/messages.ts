/** What connectors make their catalogues of: see `messages` of a connector's definition. */
import type { ConnectorMessages } from './connector.js';
import {
  ConnectorError,
  type ConnectorErrorActor,
  type ConnectorErrorCode,
  type ConnectorErrorDetail,
  type ConnectorStep,
} from './connector-error.js';

/** The languages that the connectors of this hub speak beside English, each with every key. */
export type Translations<Key extends string> = Readonly<
  Record<'de' | 'fr' | 'es' | 'ja', Readonly<Record<Key, string>>>
>;

/** One public sentence in every language of the hub. */
type Sentence = Readonly<Record<'en' | 'de' | 'fr' | 'es' | 'ja', string>>;

/** Sorts sentences by language: English goes with each error, the others are looked up by its key. */
export function catalogueOf<Key extends string>(sentences: Readonly<Record<Key, Sentence>>) {
  const entries = Object.entries<Sentence>(sentences);
  const inLanguage = (language: keyof Sentence) =>
    Object.fromEntries(entries.map(([key, sentence]) => [key, sentence[language]])) as Readonly<Record<Key, string>>;
  const [english, de, fr, es, ja] = [
    inLanguage('en'),
    inLanguage('de'),
    inLanguage('fr'),
    inLanguage('es'),
    inLanguage('ja'),
  ];
  return { english, translations: { de, fr, es, ja } satisfies Translations<Key>, failure: failureOf<Key>(english) };
}

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

/** What an error says beside its private message: its code, where it happened, who can mend it, and the sentence. */
export interface Failure<Key extends string> {
  readonly code: ConnectorErrorCode;
  readonly step: ConnectorStep;
  readonly actor: ConnectorErrorActor;
  readonly key: Key;
}

/** Makes the errors of a connector whose public sentences are these. `message` is for the operator's log. */
export function failureOf<Key extends string>(english: Readonly<Record<Key, string>>) {
  const said = sayingOf(english);
  return (
    { code, step, actor, key }: Failure<Key>,
    message: string,
    further: Partial<ConnectorErrorDetail> = {},
  ): ConnectorError => new ConnectorError(code, message, { step, actor, ...said(key), ...further });
}
