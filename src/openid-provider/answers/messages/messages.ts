import { type Locale } from '../../../pages/index.js';
/** The words of the OpenID Provider's own pages, for the person who meets them: one catalogue for each language of the login. */
import { de } from './de.js';
import { en, type Messages } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { ja } from './ja.js';

export const messages: Readonly<Record<Locale, Messages>> = { en, de, fr, es, ja };
