/** The words of trial sign-ins: a catalogue of their own, since nobody meets them but those who set connections up. */
import { type Locale, lookUp } from '../../pages/index.js';
import { de } from './de.js';
import { en, type TrialMessages } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { ja } from './ja.js';

export const trialCatalogues: Readonly<Record<Locale, TrialMessages>> = { en, de, fr, es, ja };

/** The catalogue of a locale, or of its language, or English. */
export function trialMessagesFor(locale: string): TrialMessages {
  return trialCatalogues[lookUp(locale) ?? 'en'];
}
