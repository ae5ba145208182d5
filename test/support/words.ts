export { catalogues } from '../../src/pages/locale.js';

/** What no text of the language has: other quotation marks, missing or breaking spaces, half-width punctuation. */
const wrong: Readonly<Record<string, RegExp>> = {
  en: /["']/,
  de: /["']|“\w|\w”|„[^“]*$/,
  es: /["'“”]|(?:^|[.!?] )[^¿.]*\?/,
  fr: /["'“”]|[^\u202f][;!?](?:\s|$)|[^\u00a0]:(?:\s|$)|«[^\u00a0]|[^\u00a0]»/,
  ja: /["'“”]|[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}][?!,.:]|\.$/u,
};

/** What Microsoft's own guides say, and people search for. */
const quotedInEnglish = '(invalid_request; failed to obtain access token)';

export function typesettingMistakes(locale: string, texts: readonly string[]): readonly string[] {
  const mistake = wrong[locale];
  if (mistake === undefined) return [`Nothing is known of "${locale}".`];
  return texts.filter((text) => mistake.test(text.replace(quotedInEnglish, '')));
}
