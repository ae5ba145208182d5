import type { Request } from 'express';
import { formOf, queryOf } from '../http/parameters.js';
import { LoginRefused } from './login-refused.js';

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
