import type { IncomingMessage } from 'node:http';
import { de } from './messages/de.js';
import { en, type Messages } from './messages/en.js';
import { es } from './messages/es.js';
import { fr } from './messages/fr.js';
import { ja } from './messages/ja.js';

/**
 * The words of every page that people see, by language (a BCP 47 tag in lower case). To add a language: write a file like
 * `messages/en.ts`, which the compiler holds complete, and name it here; add one to each connector (`messages` of its
 * definition) and to the reports of trials; then look at the pages.
 */
export const catalogues = { en, de, fr, es, ja } as const satisfies Readonly<Record<string, Messages>>;

export type Locale = keyof typeof catalogues;
export const locales = Object.keys(catalogues) as readonly Locale[];

/** The catalogue of a locale, or of its language (`en-GB` → `en`), or English. */
export function messagesFor(locale: string): Messages {
  return catalogues[lookUp(locale) ?? 'en'];
}

const MAX_HEADER = 500;
const MAX_WANTED = 20;
const LANGUAGE_RANGE = /^(?=.{1,64}$)[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/;

/**
 * The language a page is written in: the first of `ui_locales` (OpenID Connect Core 1.0, section 3.1.2.1) that there
 * is a catalogue for, else the best of `Accept-Language` (RFC 9110, section 12.5.4), else English.
 */
export function chooseLocale(uiLocales: readonly string[], acceptLanguage: string | undefined): Locale {
  for (const range of [...uiLocales.slice(0, MAX_WANTED), ...rangesOf(acceptLanguage)]) {
    const locale = lookUp(range);
    if (locale !== undefined) return locale;
  }
  return 'en';
}

/**
 * Looks up one language range (RFC 4647, section 3.4): cut from its end until there is a catalogue, a letter that
 * stands alone with what followed it. `*` matches everything and says nothing, so the ranges after it decide.
 */
export function lookUp(range: string): Locale | undefined {
  let tag = range.toLowerCase();
  if (!LANGUAGE_RANGE.test(tag)) return undefined;
  while (tag !== '') {
    const found = locales.find((locale) => locale === tag);
    if (found !== undefined) return found;
    tag = tag.replace(/(?:-[a-z0-9])?-[a-z0-9]+$|^[a-z]+$/, '');
  }
  return undefined;
}

/** Ranges by quality; those with the quality 0 are not wanted. */
function rangesOf(header: string | undefined): string[] {
  return (header ?? '')
    .slice(0, MAX_HEADER)
    .split(',')
    .map((part) => {
      const [range = '', weight = ''] = part.split(';').map((piece) => piece.trim());
      const quality =
        weight === '' ? 1 : Number(/^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i.exec(weight)?.[1] ?? Number.NaN);
      return { range, quality };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ range }) => range);
}

const known = new WeakMap<IncomingMessage, Locale>();

/** From here on whatever page answers this request, that of a failure too, is in this language. */
export function speak(request: IncomingMessage, locale: Locale): void {
  known.set(request, locale);
}

/** The language of the page that answers: that of the login it belongs to, where that is known, else the browser's. */
export function pageLocaleOf(request: IncomingMessage): Locale {
  return known.get(request) ?? chooseLocale([], request.headers['accept-language']);
}
