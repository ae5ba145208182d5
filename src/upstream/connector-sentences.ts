import { Injectable } from '@nestjs/common';
import { ConnectorRegistry } from '../connectors/index.js';
import { catalogues, type Locale, type SentenceKey } from '../pages/index.js';

/** What a connector says about a failure: the key in its own catalogues, and the sentence in English. */
export interface ConnectorWords {
  readonly strategy: string;
  readonly messageKey?: string;
  readonly publicMessage: string;
}

/** A sentence, and the language it is in. */
export interface Sentence {
  readonly text: string;
  readonly locale: Locale;
}

/** Failures at a connection that the hub itself words. */
const ownKeys: ReadonlyMap<string, SentenceKey> = new Map([
  ['hub.upstream_unavailable', 'upstreamUnavailable'],
  ['hub.connection_unfit', 'connectionUnfit'],
]);

/** Says what a connector says in the language of the page; in English where the connector has no words in it. */
@Injectable()
export class ConnectorSentences {
  constructor(private readonly connectors: ConnectorRegistry) {}

  of({ strategy, messageKey = '', publicMessage }: ConnectorWords, locale: Locale): Sentence {
    const ownKey = ownKeys.get(messageKey);
    if (ownKey !== undefined) return { text: catalogues[locale][ownKey], locale };
    const text = locale === 'en' ? undefined : this.translated(strategy, messageKey, locale);
    return text === undefined ? { text: publicMessage, locale: 'en' } : { text, locale };
  }

  private translated(strategy: string, messageKey: string, locale: Locale): string | undefined {
    const messages = this.connectors.find(strategy)?.messages ?? {};
    const catalogue = Object.hasOwn(messages, locale) ? messages[locale] : undefined;
    return catalogue !== undefined && Object.hasOwn(catalogue, messageKey) ? catalogue[messageKey] : undefined;
  }
}
