import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TooManyRequestsError } from '../../common/errors.js';
import { sendErrorPage, tooManyRequestsPage } from '../../pages/index.js';
import { TOO_MANY_REQUESTS } from '../clients/secret-limits.js';
import type { Endpoint } from '../paths.js';
import { sendOAuthError } from './json-only.js';

/** Refuses a request before the library sees it: nothing is consumed, and the same request may come again later. */
export function sendTooManyRequests(
  refusal: TooManyRequestsError,
  endpoint: Endpoint,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  // A body that nobody reads must not hold the connection.
  if (request.method === 'POST') response.setHeader('Connection', 'close');
  if (endpoint.kind === 'page') {
    sendErrorPage(request, response, tooManyRequestsPage(refusal));
    return;
  }
  response.setHeader('Retry-After', String(refusal.retryAfter));
  const description = `too many requests from this address; try again in ${refusal.retryAfter} seconds`;
  sendOAuthError(response, refusal.status, TOO_MANY_REQUESTS, description);
}
