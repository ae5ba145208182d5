import { en, type Messages } from './en.js';

/** Every language the pages speak, by BCP 47 tag in lower case. The first one serves whoever asks for none of them. */
const catalogues: ReadonlyMap<string, Messages> = new Map([[en.locale, en]]);

const MAX_HEADER = 500;
const LANGUAGE_RANGE = /^(\*|[a-z]{1,8}(?:-[a-z0-9]{1,8})*)$/;

/** The catalogue of a locale, or of its language (`en-GB` → `en`), or English. */
export function messagesFor(locale: string): Messages {
  return find(locale) ?? en;
}

/**
 * The language a page is written in: the first of `ui_locales` (OpenID Connect Core 1.0, section 3.1.2.1) that there
 * is a catalogue for, else the best of `Accept-Language` (RFC 9110, section 12.5.4), else English.
 */
export function chooseLocale(uiLocales: readonly string[], acceptLanguage: string | undefined): string {
  for (const wanted of [...uiLocales, ...rangesOf(acceptLanguage)]) {
    const messages = find(wanted);
    if (messages !== undefined) return messages.locale;
  }
  return en.locale;
}

function find(locale: string): Messages | undefined {
  const tag = locale.toLowerCase();
  return catalogues.get(tag) ?? catalogues.get(tag.split('-', 1)[0] ?? tag);
}

function rangesOf(header: string | undefined): string[] {
  return (header ?? '')
    .slice(0, MAX_HEADER)
    .toLowerCase()
    .split(',')
    .map((part) => {
      const [range = '', weight = ''] = part.split(';').map((piece) => piece.trim());
      const quality = weight === '' ? 1 : Number(/^q=([01](?:\.\d{0,3})?)$/.exec(weight)?.[1] ?? Number.NaN);
      return { range, quality };
    })
    .filter(({ range, quality }) => LANGUAGE_RANGE.test(range) && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ range }) => range);
}
