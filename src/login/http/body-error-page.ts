import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HubError } from '../../common/errors.js';
import { sendErrorPage } from '../../pages/index.js';

/** Answers a form that cannot be read: too large, another type or encoding, malformed. */
export function sendBodyErrorPage({ status }: HubError, request: IncomingMessage, response: ServerResponse): void {
  sendErrorPage(request, response, {
    status,
    words: (messages) => ({
      title: messages.startAgainTitle,
      sentence: status === 413 ? messages.requestTooLarge : messages.malformedRequest,
      advice: messages.adviceStartAgain,
    }),
  });
}
