/** The words of this connector, in every language: English goes with each error, the others are looked up by its key. */
import type { ConnectorMessages } from '../connector.js';
import { failureOf, joinMessages, sayingOf, type Translations } from '../messages.js';
import { oidcProtocolTranslations } from '../oidc/index.js';
import { de } from './messages/de.js';
import { type AzureAdMessageKey, en } from './messages/en.js';
import { es } from './messages/es.js';
import { fr } from './messages/fr.js';
import { ja } from './messages/ja.js';

export type { AzureAdMessageKey } from './messages/en.js';
export const azureAdMessages = en;

export const azureAdTranslations: ConnectorMessages = joinMessages(oidcProtocolTranslations, {
  de,
  fr,
  es,
  ja,
} satisfies Translations<AzureAdMessageKey>);

export const said = sayingOf<AzureAdMessageKey>(en);

export const failure = failureOf<AzureAdMessageKey>(en);

/** Whether there is a sentence for a key that was put together. */
export function isMessageKey(key: string): key is AzureAdMessageKey {
  return Object.hasOwn(en, key);
}
