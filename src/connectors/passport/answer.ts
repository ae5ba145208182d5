/**
 * What came back in the second turn, held to what the hub and the interface promise: the browser's answer and the kept
 * checks before the strategy sees them, the identity that the definition read after it.
 */
import { isObject } from '../claim-values.js';
import type { JsonObject, UpstreamIdentity } from '../connector.js';
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
  if (checks.state !== state || !isObject(session)) {
    throw invalidResponse('callback', 'The checks are not those of this sign-in.');
  }
  return {
    state,
    session,
    ...(silent === true ? { silent } : {}),
    ...(typeof maxAge === 'number' ? { max_age: maxAge } : {}),
  };
}

/** What a subject may consist of: printable ASCII. */
const SUBJECT = /^[\x21-\x7e]{1,255}$/;
/** Seconds that the clocks of hub and upstream may differ. */
const SKEW = 300;

/** @throws {ConnectorError} `invalid_response` for an identity that recognises nobody, or that is older than was asked for. */
export function acceptIdentity(identity: UpstreamIdentity, checks: PassportChecks, now: Date): UpstreamIdentity {
  if (!isObject(identity)) throw invalidResponse('claims', 'The definition read no identity.');
  const { issuer, subject, authentication } = identity;
  if (typeof issuer !== 'string' || issuer === '') throw invalidResponse('claims', 'The identity has no issuer.');
  if (typeof subject !== 'string' || !SUBJECT.test(subject)) {
    throw invalidResponse('claims', 'The identity has no usable subject: a text of 1 to 255 printable characters.');
  }
  const time: unknown = authentication?.time;
  if (time !== undefined && !(time instanceof Date && Number.isFinite(time.getTime()))) {
    throw invalidResponse('claims', 'The identity has a time of authentication that is none.');
  }
  if (checks.max_age !== undefined && !isRecent(authentication?.time, checks.max_age, now)) {
    throw invalidResponse('claims', 'The upstream does not say when the person signed in, or it is too long ago.');
  }
  const claims = asKept(identity.claims);
  return { issuer, subject, claims, ...(authentication === undefined ? {} : { authentication }) };
}

/** As the hub keeps them: what does not survive JSON was never there. */
function asKept(claims: unknown): JsonObject {
  try {
    const kept: unknown = isObject(claims) ? JSON.parse(JSON.stringify(claims)) : undefined;
    if (isObject(kept)) return kept;
  } catch {
    // A cycle, or a number that JSON has no form for.
  }
  throw invalidResponse('claims', 'The identity has claims that are no JSON object.');
}

function isRecent(time: Date | undefined, maxAge: number, now: Date): boolean {
  if (time === undefined) return false;
  const age = (now.getTime() - time.getTime()) / 1_000;
  return age >= -SKEW && age <= maxAge + SKEW;
}
