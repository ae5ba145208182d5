import type { ServerResponse } from 'node:http';
import type { Logger } from '../logging/logger.js';
import { type ApiErrorAnswer, apiErrorAnswer } from './api-error.js';

/** Answers an error as JSON, never cached, and logs it where it is the hub's own fault. */
export function sendApiError(error: unknown, response: ServerResponse, logger: Logger): void {
  const answer = apiErrorAnswer(error);
  logUnexpected(answer, error, logger);
  // An answer that is on its way already cannot be corrected: end it, so that nobody takes it for complete.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) {
    if (!response.hasHeader(name)) response.setHeader(name, value);
  }
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end(JSON.stringify(answer.body));
}

export function logUnexpected(answer: ApiErrorAnswer, error: unknown, logger: Logger): void {
  if (answer.isUnexpected) logger.error({ err: error, status: answer.status }, 'A request failed unexpectedly.');
}
