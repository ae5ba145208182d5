import type { IncomingMessage, ServerResponse } from 'node:http';
import { isStorageFailure, type TooManyRequestsError } from '../../common/errors.js';
import { sendErrorPage, tooManyRequestsPage } from '../../pages/index.js';
import { TOO_MANY_REQUESTS } from '../parties/secret-limits.js';
import type { Endpoint } from '../protocol/endpoints.js';

/** Answers with an OAuth error object (RFC 6749, section 5.2). */
export function sendOAuthError(response: ServerResponse, status: number, error: string, description: string): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end(JSON.stringify({ error, error_description: description }));
}

export function sendMethodNotAllowed({ methods }: Endpoint, response: ServerResponse): void {
  response.setHeader('Allow', methods.join(', '));
  sendOAuthError(response, 405, 'invalid_request', `use ${methods.join(' or ')}`);
}

/** Refuses a request of which nothing was consumed: the same request may come again later. */
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

/** Answers a failure of the hub itself: 503 where the storage does not answer, else 500. */
export function sendFailure(error: unknown, response: ServerResponse): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  const unavailable = isStorageFailure(error);
  if (unavailable) response.setHeader('Retry-After', '5');
  const code = unavailable ? 'temporarily_unavailable' : 'server_error';
  sendOAuthError(response, unavailable ? 503 : 500, code, 'try again');
}
