import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HubError } from '../../common/errors.js';
import { currentRequestContext } from '../../common/request-context.js';
import { messagesFor, pageLocaleOf, renderErrorPage, sendPage } from '../../pages/index.js';

/** Answers a form that cannot be read: too large, another type or encoding, malformed. */
export function sendBodyErrorPage(error: HubError, request: IncomingMessage, response: ServerResponse): void {
  const locale = pageLocaleOf(request);
  const messages = messagesFor(locale);
  const correlationId = currentRequestContext()?.correlationId;
  const html = renderErrorPage({
    locale,
    title: messages.startAgainTitle,
    sentence: error.status === 413 ? messages.requestTooLarge : messages.malformedRequest,
    advice: messages.adviceStartAgain,
    ...(correlationId !== undefined && { correlationId }),
  });
  sendPage(response, error.status, html);
}
