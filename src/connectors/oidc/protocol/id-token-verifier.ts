/**
 * THE ID-token verifier (OpenID Connect Core 1.0, section 3.1.3.7): every OIDC connector and every driver uses this
 * one. The signature is verified before any claim decides anything; then the checks of `checkClaims` run.
 */
import { createHash } from 'node:crypto';
import { compactVerify } from 'jose';
import type { ConnectorRuntime, JsonObject, SignInObserver } from '../../connector.js';
import { ConnectorError } from '../../connector-error.js';
import { invalidResponse } from './errors.js';
import { parseStrictObject } from './fetch-json.js';
import type { KeyFinder, PublishedKey, VerificationKey } from './keys.js';

/** Largest token, in characters. */
const SIZE_LIMIT = 100_000;
const KEY_ID_LIMIT = 512;

/**
 * The claims of a token that holds in every respect.
 * @throws {ConnectorError} `invalid_response` at step `signature` or `claims`; `upstream_unavailable` without keys;
 *   whatever ConnectorError `issuer` and `acceptKey` throw.
 */
export async function verifyIdToken(idToken: string, expected: ExpectedIdToken): Promise<JsonObject> {
  const header = readHeader(idToken, expected.algorithms);
  const { key, jwk } = await expected.keys.find(expected.jwksUri, header, expected.signal);
  const claims = await verifySignature(idToken, key, header.alg);
  expected.observer?.passed('signature', { ...header });
  checkClaims(claims, expected, jwk, header.alg);
  return claims;
}

interface Header {
  readonly alg: string;
  readonly kid?: string;
}

/** Reads what chooses the key. `jku`, `x5u`, `jwk` and `x5c` are never looked at (RFC 8725 section 3.10). */
function readHeader(idToken: string, algorithms: readonly string[]): Header {
  if (idToken.length > SIZE_LIMIT) throw invalidResponse('signature', 'The ID token is too large.');
  const encoded = /^([\w-]+)\.[\w-]+\.[\w-]+$/.exec(idToken)?.[1];
  if (encoded === undefined) throw invalidResponse('signature', 'The ID token is not a signed compact JWT.');
  const header = parsePart(Buffer.from(encoded, 'base64url'), 'header');
  const { alg, kid, typ } = header;
  if (typeof alg !== 'string' || !algorithms.includes(alg)) {
    throw invalidResponse(
      'signature',
      `The ID token is signed by ${describe(alg)}, which this connection does not accept.`,
    );
  }
  if (header.crit !== undefined || header.b64 !== undefined) {
    throw invalidResponse('signature', 'The ID token demands extensions that are not understood (crit).');
  }
  // An access token or logout token signed by the same key has a type of its own (RFC 8725 section 3.11).
  if (typ !== undefined && (typeof typ !== 'string' || typ.toLowerCase() !== 'jwt')) {
    throw invalidResponse('signature', `The token is of the type ${describe(typ)}, not an ID token.`);
  }
  if (kid === undefined) return { alg };
  if (typeof kid !== 'string' || kid.length > KEY_ID_LIMIT) {
    throw invalidResponse('signature', 'The key id of the ID token is not usable.');
  }
  return { alg, kid };
}

async function verifySignature(idToken: string, key: VerificationKey['key'], alg: string): Promise<JsonObject> {
  let payload: Uint8Array;
  try {
    ({ payload } = await compactVerify(idToken, key, { algorithms: [alg] }));
  } catch {
    // No cause: nothing of a token belongs in a log.
    throw invalidResponse('signature', 'The signature of the ID token does not hold.');
  }
  return parsePart(payload, 'payload');
}

function parsePart(bytes: Uint8Array, part: string): JsonObject {
  try {
    return parseStrictObject(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    if (cause instanceof ConnectorError) throw cause;
    throw invalidResponse('signature', `The ${part} of the ID token is not one unambiguous JSON object.`);
  }
}

/** A header's value for the log: short, and no control characters. */
function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 32)) : typeof value;
}

// What the claims of an ID token with a good signature must agree with: the checks in their order, then each of them.

/** Seconds that two clocks may be apart. */
const CLOCK_TOLERANCE = 300;
/**
 * Seconds since `iat` after which a token is no answer to a login of ours: a pending login lives for ten minutes, and
 * some upstreams date their tokens five minutes back.
 */
const ISSUED_AT_MOST_AGO = 3_600;
/** The last second of the year 9999: beyond it a date is not a date. */
const LAST_SECOND = 253_402_300_799;

/** @throws {ConnectorError} at step `claims` for the first thing that does not hold. */
export function checkClaims(claims: JsonObject, expected: ExpectedIdToken, jwk: PublishedKey, alg: string): void {
  checkIssuer(claims, expected);
  expected.acceptKey?.(jwk, claims);
  checkAudience(claims, expected.clientId);
  checkTimes(claims, expected.runtime.now());
  checkNonce(claims, expected.nonce);
  checkSubject(claims);
  checkHash(claims, 'c_hash', expected.code, alg);
  checkHash(claims, 'at_hash', expected.accessToken, alg);
  checkAuthenticationTime(claims, expected);
}

function checkIssuer(claims: JsonObject, expected: ExpectedIdToken): void {
  if (claims.iss !== expected.issuer(claims)) refuse('iss is not the expected issuer');
}

/** Several audiences are accepted only with `azp` naming us; an `azp` that names another is never. */
function checkAudience({ aud, azp }: JsonObject, clientId: string): void {
  const audiences = Array.isArray(aud) ? (aud as readonly unknown[]) : [aud];
  if (!audiences.every((one) => typeof one === 'string') || !audiences.includes(clientId)) {
    refuse('aud does not name this connection’s client id');
  }
  if (audiences.length > 1 && azp === undefined) refuse('there are several audiences and no azp');
  if (azp !== undefined && azp !== clientId) refuse('azp is another client');
}

/** `nbf` is optional in an ID token; the other two are not. */
function checkTimes(claims: JsonObject, at: Date): void {
  const now = at.getTime() / 1_000;
  const exp = secondsOf(claims, 'exp');
  const iat = secondsOf(claims, 'iat');
  if (now >= exp + CLOCK_TOLERANCE) refuse('the token has expired (exp)');
  if (iat > now + CLOCK_TOLERANCE) refuse('the token is from the future (iat); compare the clocks');
  if (iat < now - ISSUED_AT_MOST_AGO) refuse('the token was issued too long ago (iat)');
  if (claims.nbf !== undefined && secondsOf(claims, 'nbf') > now + CLOCK_TOLERANCE) {
    refuse('the token is not valid yet (nbf); compare the clocks');
  }
}

function checkNonce(claims: JsonObject, nonce: string): void {
  if (nonce === '' || claims.nonce !== nonce) refuse('nonce is not this login’s');
}

/** Printable ASCII only (Core section 2): two subjects that a database stores alike would be one person. */
function checkSubject({ sub }: JsonObject): void {
  if (typeof sub !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(sub)) refuse('sub is not 1 to 255 ASCII characters');
}

/** OpenID Connect Core 1.0, sections 3.1.3.6 and 3.3.2.11: the left half of the hash of the signature's algorithm. */
function checkHash(claims: JsonObject, name: 'c_hash' | 'at_hash', value: string | undefined, alg: string): void {
  const hash = claims[name];
  if (hash === undefined || value === undefined) return;
  const digits = /\d{3}$/.exec(alg)?.[0] ?? '512';
  const digest = createHash(`sha${digits}`).update(value, 'ascii').digest();
  if (hash !== digest.subarray(0, digest.length / 2).toString('base64url')) refuse(`${name} does not match`);
}

/** Never compared with `iat`: there are upstreams that date `iat` five minutes back, before the person has signed in. */
function checkAuthenticationTime(claims: JsonObject, { maxAge, requireAuthTime, runtime }: ExpectedIdToken): void {
  if (claims.auth_time === undefined) {
    if (requireAuthTime === true) refuse('auth_time is missing');
    return;
  }
  const now = runtime.now().getTime() / 1_000;
  const time = secondsOf(claims, 'auth_time');
  if (time > now + CLOCK_TOLERANCE) refuse('auth_time is in the future; compare the clocks');
  if (maxAge !== undefined && now > time + maxAge + CLOCK_TOLERANCE) refuse('the sign-in is older than max_age');
}

function secondsOf(claims: JsonObject, name: string): number {
  const value = claims[name];
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0 || value > LAST_SECOND) {
    return refuse(`${name} is missing or not a time`);
  }
  return value;
}

function refuse(what: string): never {
  throw invalidResponse('claims', `The ID token was refused: ${what}.`);
}

/** What an ID token must agree with. */
export interface ExpectedIdToken {
  readonly keys: KeyFinder;
  readonly jwksUri: string;
  /** The algorithms this connection accepts; `none` and symmetric ones never verify, whatever is listed. */
  readonly algorithms: readonly string[];
  readonly clientId: string;
  /** The only acceptable `iss` for these claims; may throw a ConnectorError when there is none. Called after the signature holds. */
  issuer(claims: JsonObject): string;
  /** Refuses, by throwing, a key that may not sign for this token's issuer. Called after `iss` holds. */
  acceptKey?(jwk: PublishedKey, claims: JsonObject): void;
  /** The nonce of this login's checks. */
  readonly nonce: string;
  /** When given, a `c_hash` in the token must match. */
  readonly code?: string;
  /** When given, an `at_hash` in the token must match. */
  readonly accessToken?: string;
  /** Seconds. An `auth_time` in the token must not be older. */
  readonly maxAge?: number;
  /** Demand `auth_time`, which not every upstream sends. Default: false. */
  readonly requireAuthTime?: boolean;
  readonly runtime: ConnectorRuntime;
  readonly signal?: AbortSignal;
  /** Hears when the signature holds. */
  readonly observer?: SignInObserver;
}
