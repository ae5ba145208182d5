/** What came back with the browser, checked before the strategy sees it: the hub's own part of every protocol. */
import type { JsonObject } from '../connector.js';
import { invalidResponse } from '../oidc/protocol/errors.js';
import type { PassportChecks } from './passport-settings.js';

export type Answer =
  | { readonly kind: 'error'; readonly error: string }
  /** For the strategy to judge. */
  | { readonly kind: 'open' };

/**
 * @throws {ConnectorError} `invalid_response` when a parameter repeats (two readers could read two values) or the state
 *   is another: not every strategy looks.
 */
export function readAnswer(parameters: URLSearchParams, state: string): Answer {
  const names = [...parameters.keys()];
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  if (repeated.length > 0) throw invalidResponse('callback', 'The answer repeats a parameter.');
  const returned = [parameters.get('state'), parameters.get('RelayState')].filter((one) => one !== null);
  if (returned.length !== 1 || returned[0] !== state) {
    throw invalidResponse('callback', 'The answer carries another state, or none.');
  }
  const error = parameters.get('error');
  return error === null ? { kind: 'open' } : { kind: 'error', error };
}

/** @throws {ConnectorError} `invalid_response` for checks that are not those of this sign-in. */
export function readPassportChecks(checks: JsonObject, state: string): PassportChecks {
  const { session, max_age: maxAge, silent } = checks;
  const isSession = typeof session === 'object' && session !== null && !Array.isArray(session);
  if (checks.state !== state || !isSession) {
    throw invalidResponse('callback', 'The checks are not those of this sign-in.');
  }
  return {
    state,
    session: session as JsonObject,
    ...(silent === true ? { silent } : {}),
    ...(typeof maxAge === 'number' ? { max_age: maxAge } : {}),
  };
}
