import type { IncomingMessage, ServerResponse } from 'node:http';
import { currentRequestContext } from '../../common/request-context.js';
import { chooseLocale, renderErrorPage, sendPage } from '../../login/index.js';
import { messages } from '../answers/messages.js';

/** A page request that is refused before the library sees it. */
export function sendRefusalPage(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  reason: string,
): void {
  const correlationId = currentRequestContext()?.correlationId;
  const html = renderErrorPage({
    locale: chooseLocale([], request.headers['accept-language']),
    ...messages.invalidRequest(reason),
    ...(correlationId !== undefined && { correlationId }),
  });
  sendPage(response, status, html);
}
