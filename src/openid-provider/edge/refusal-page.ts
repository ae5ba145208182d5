import type { IncomingMessage, ServerResponse } from 'node:http';
import { currentRequestContext } from '../../common/request-context.js';
import { chooseLocale, renderErrorPage, sendPage } from '../../pages/index.js';
import { messages } from '../answers/messages/messages.js';

/** A page request that is refused before the library sees it. */
export function sendRefusalPage(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  reason: string,
): void {
  const correlationId = currentRequestContext()?.correlationId;
  const locale = chooseLocale([], request.headers['accept-language']);
  const html = renderErrorPage({
    locale,
    ...messages[locale].invalidRequest(reason),
    ...(correlationId !== undefined && { correlationId }),
  });
  sendPage(response, status, html);
}
