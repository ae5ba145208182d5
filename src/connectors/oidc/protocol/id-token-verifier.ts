/**
 * THE ID-token verifier (OpenID Connect Core 1.0, section 3.1.3.7): every OIDC connector and every driver uses this
 * one. The signature is verified before any claim decides anything; then the list in `id-token-claims.ts` runs.
 */
import { compactVerify } from 'jose';
import type { JsonObject } from '../../connector.js';
import { ConnectorError } from '../../connector-error.js';
import { invalidResponse } from './errors.js';
import { parseStrictObject } from './fetch-json.js';
import { checkClaims, type ExpectedIdToken } from './id-token-claims.js';
import type { VerificationKey } from './key-set.js';

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
