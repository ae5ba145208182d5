import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TooManyRequestsError } from '../../common/errors.js';
import { currentRequestContext } from '../../common/request-context.js';
import { messagesFor } from '../messages/messages.js';
import { renderErrorPage } from '../pages/error-page.js';
import { sendPage } from '../pages/send-page.js';
import { pageLocaleOf } from './page-locale.js';

/** Tells a person that too many requests come from their address, and when to try again. */
export function sendTooManyRequestsPage(
  { status, retryAfter }: TooManyRequestsError,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const locale = pageLocaleOf(request);
  const messages = messagesFor(locale);
  const correlationId = currentRequestContext()?.correlationId;
  const html = renderErrorPage({
    locale,
    title: messages.tooManyRequestsTitle,
    sentence: messages.tooManyRequests,
    ...(correlationId !== undefined && { correlationId }),
  });
  sendPage(response, status, html, { headers: { 'Retry-After': String(retryAfter) } });
}
