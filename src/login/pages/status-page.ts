import { chooseLocale } from '../messages/locale.js';
import { messagesFor } from '../messages/messages.js';
import { type ErrorPageInput, renderErrorPage } from './error-page.js';

export interface StatusPageInput {
  readonly status: number;
  /** For whoever made the request, in English: what is wrong with it. */
  readonly detail: string;
  readonly acceptLanguage?: string;
  readonly correlationId?: string;
}

/** The page where all that is known is an HTTP status: an address that is none, a request that nothing can read. */
export function renderStatusPage({ status, detail, acceptLanguage, correlationId }: StatusPageInput): string {
  const locale = chooseLocale([], acceptLanguage);
  const reference = correlationId === undefined ? {} : { correlationId };
  return renderErrorPage({ locale, ...wordsOf(status, locale, detail), ...reference });
}

function wordsOf(status: number, locale: string, detail: string): Omit<ErrorPageInput, 'locale'> {
  const messages = messagesFor(locale);
  if (status === 404) return { title: messages.pageNotFoundTitle, sentence: messages.pageNotFound };
  if (status === 503) return { title: messages.somethingWrongTitle, sentence: messages.storageUnavailable };
  if (status >= 500) return { title: messages.somethingWrongTitle, sentence: messages.internalError };
  return { title: messages.requestRefusedTitle, sentence: messages.malformedRequest, technicalDetail: detail };
}
