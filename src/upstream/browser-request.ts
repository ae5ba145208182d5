import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import { LoginRefused } from './refusals.js';

/** What the browser brought to a callback URL. */
export interface UpstreamAnswer {
  readonly state: string;
  readonly parameters: URLSearchParams;
  /** The connection's name in the URL; undefined at the shared callback. */
  readonly connectionName?: string;
}

const MAX_STATE = 512;
/** A form_post answer carries a code or an ID token, a few kilobytes each. */
const MAX_FORM = 64 * 1024;

/** Reads an answer by GET. @throws {LoginRefused} for one without a single usable `state`, or with duplicate parameters. */
export function answerOfQuery(request: Request, connectionName: string | undefined): UpstreamAnswer {
  return answer(queryOf(request), connectionName);
}

/** Reads an answer by POST (OAuth 2.0 Form Post Response Mode). @throws {LoginRefused} */
export function answerOfForm(request: Request, connectionName: string | undefined): UpstreamAnswer {
  const form = formOf(request);
  if (form.toString().length > MAX_FORM) throw new LoginRefused('malformed_request');
  return answer(form, connectionName);
}

function answer(parameters: URLSearchParams, connectionName: string | undefined): UpstreamAnswer {
  // RFC 6749, section 3.1: parameters must not be included more than once. Two readers could read two values.
  const names = [...parameters.keys()];
  if (new Set(names).size !== names.length) throw new LoginRefused('malformed_request');
  // SAML calls it RelayState (SAML 2.0 Bindings, section 3.4.3).
  const state = parameters.get('state') ?? parameters.get('RelayState') ?? '';
  if (state === '' || state.length > MAX_STATE) throw new LoginRefused('login_not_found');
  return { state, parameters, ...(connectionName !== undefined && { connectionName }) };
}

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

/**
 * Whether a form was posted by one of the hub's own pages. Browsers say so in `Sec-Fetch-Site` (Fetch Metadata), older
 * ones in `Origin`. The cookie of the authorization request is `Lax` and stays behind in a cross-site post anyway:
 * this is the second lock. `Origin: null` alone is refused: our pages send it (they send no referrer), a sandboxed
 * frame of anybody does too, and every browser that says `null` for a form also sends `Sec-Fetch-Site`.
 */
export function isSameOrigin(request: IncomingMessage, origin: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return request.headers.origin === undefined || request.headers.origin === origin;
}
