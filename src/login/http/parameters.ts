import type { Request } from 'express';
import { LoginRefused } from '../flow/login-refused.js';

/** The query as the browser sent it, whatever parser the hosting application uses. */
export function queryOf(request: Request): URLSearchParams {
  const start = request.originalUrl.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : request.originalUrl.slice(start + 1));
}

/**
 * The form as the browser sent it, from the parsed body.
 * @throws {LoginRefused} when it is no form, or holds anything but text.
 */
export function formOf(request: Request): URLSearchParams {
  const body: unknown = request.body;
  if (!request.is('application/x-www-form-urlencoded') || typeof body !== 'object' || body === null) {
    throw new LoginRefused('malformed_request');
  }
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== 'string') throw new LoginRefused('malformed_request');
    form.append(name, value);
  }
  return form;
}
