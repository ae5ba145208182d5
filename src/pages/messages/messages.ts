/**
 * The words of every page that people see, one catalogue for each language, each in a file of its own. To add a
 * language: its tag in `../locale.ts`; here and in the OpenID Provider's `answers/messages/` a file like `en.ts`, which
 * the compiler holds complete; one for each connector (`messages` of its definition); then look at the pages.
 */

import { type Locale, lookUp } from '../locale.js';
import { de } from './de.js';
import { en, type Messages } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { ja } from './ja.js';

export const catalogues: Readonly<Record<Locale, Messages>> = { en, de, fr, es, ja };

/** The catalogue of a locale, or of its language (`en-GB` → `en`), or English. */
export function messagesFor(locale: string): Messages {
  return catalogues[lookUp(locale) ?? 'en'];
}
