/**
 * OpenID Connect connectors whose ID-token verifier lacks one check. Each takes a second look at what the sound one
 * refused, with a verifier that makes all the checks but that one.
 */
import { createHash } from 'node:crypto';
import { importJWK, jwtVerify } from 'jose';
import type { ConnectorDefinition, ConnectorRuntime, JsonObject, JsonValue } from '../../../src/connectors/index.js';
import { openIdConnect } from '../../../src/connectors/oidc/index.js';
import type { OidcOptions } from '../../../src/connectors/oidc/oidc.options.js';
import type { Forgery } from '../../../src/connectors/testing/index.js';
import { signingKey } from '../../../src/connectors/testing/upstream/forgeries.js';
import type { BrokenConnector } from './broken-connector.js';
import { oidcHarness } from './oidc-harness.js';

interface Token {
  readonly text: string;
  readonly header: JsonObject;
  readonly payload: string;
  readonly claims: JsonObject;
  readonly isSigned: boolean;
  readonly accessToken: string;
  readonly code: string;
  readonly nonce: JsonValue | undefined;
  readonly now: number;
}

interface Check {
  /** What the verifier is said to leave out. */
  readonly name: string;
  readonly fails: (token: Token) => boolean;
  /** The forgeries that only this check notices. */
  readonly noticed: readonly Forgery[];
}

const check = (name: string, noticed: readonly Forgery[], fails: (token: Token) => boolean): Check => ({
  name,
  noticed,
  fails,
});

const ISSUER = 'https://upstream.example/realm';
const CLIENT = 'hub';
const half = (hashed: string): string =>
  createHash('sha256').update(hashed).digest().subarray(0, 16).toString('base64url');
const partsOf = ({ text }: Token): number => text.split('.').length;
const seconds = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN);

const checks: readonly Check[] = [
  check('the shape', ['not_a_token'], (token) => partsOf(token) < 3),
  check('encryption', ['encrypted'], (token) => partsOf(token) > 3),
  check('that it is signed', ['unsigned'], ({ header }) => header.alg === 'none'),
  check('the kind of key', ['signed_with_public_key'], ({ header }) => header.alg === 'HS256'),
  check('the algorithm', ['wrong_algorithm'], ({ header }) => header.alg === 'RS512'),
  check('whose key it is', ['key_in_header'], ({ header }) => header.jwk !== undefined),
  check('the key id', ['unknown_key_id'], ({ header }) => header.kid !== 'published' && header.jwk === undefined),
  check(
    'the signature',
    ['wrong_key', 'broken_signature'],
    ({ header, isSigned }) => header.alg === 'RS256' && header.jwk === undefined && !isSigned,
  ),
  check('extensions', ['critical_extension'], ({ header }) => header.crit !== undefined),
  check('the type', ['access_token_type'], ({ header }) => header.typ === 'at+jwt'),
  check('the size', ['too_large'], ({ text }) => text.length > 100_000),
  check('repeated members', ['duplicate_member'], ({ payload }) => payload.split('"sub":').length > 2),
  check(
    'the nonce',
    ['wrong_nonce', 'replayed'],
    ({ claims, nonce }) => typeof claims.nonce === 'string' && claims.nonce !== nonce,
  ),
  check('a missing nonce', ['missing_nonce'], ({ claims }) => claims.nonce === undefined),
  check('the nonce’s type', ['nonce_in_array'], ({ claims }) => Array.isArray(claims.nonce)),
  check('the issuer', ['wrong_issuer'], ({ claims: { iss } }) => iss !== undefined && !String(iss).startsWith(ISSUER)),
  check('the issuer’s end', ['issuer_with_slash'], ({ claims: { iss } }) => iss === `${ISSUER}/`),
  check('a missing issuer', ['missing_issuer'], ({ claims: { iss } }) => iss === undefined),
  check('the audience', ['wrong_audience'], ({ claims: { aud } }) => typeof aud === 'string' && aud !== CLIENT),
  check('a missing audience', ['missing_audience'], ({ claims: { aud } }) => aud === undefined),
  check('further audiences', ['foreign_audience_added'], ({ claims: { aud } }) => Array.isArray(aud)),
  check('azp', ['foreign_authorized_party'], ({ claims: { azp } }) => azp !== undefined && azp !== CLIENT),
  check('exp', ['expired'], ({ claims: { exp }, now }) => seconds(exp) <= now - 300),
  check('a missing exp', ['missing_expiry'], ({ claims: { exp } }) => exp === undefined),
  check('the type of exp', ['expiry_as_text'], ({ claims: { exp } }) => typeof exp === 'string'),
  check('an exp without end', ['expiry_without_end'], ({ claims: { exp } }) => seconds(exp) > 1e12),
  check('nbf', ['not_yet_valid'], ({ claims: { nbf }, now }) => seconds(nbf) > now + 300),
  check('an iat to come', ['from_the_future'], ({ claims: { iat }, now }) => seconds(iat) > now + 300),
  check('an old iat', ['issued_long_ago'], ({ claims: { iat }, now }) => seconds(iat) < now - 3_600),
  check('a missing iat', ['missing_issued_at'], ({ claims: { iat } }) => iat === undefined),
  check('a missing sub', ['missing_subject'], ({ claims: { sub } }) => sub === undefined),
  check('an empty sub', ['empty_subject'], ({ claims: { sub } }) => sub === ''),
  check('the type of sub', ['subject_as_number'], ({ claims: { sub } }) => typeof sub === 'number'),
  check('a long sub', ['endless_subject'], ({ claims: { sub } }) => String(sub).length > 255),
  check(
    'at_hash',
    ['wrong_access_token_hash'],
    ({ claims: { at_hash }, accessToken }) => at_hash !== undefined && at_hash !== half(accessToken),
  ),
  check('c_hash', ['wrong_code_hash'], ({ claims: { c_hash }, code }) => c_hash !== undefined && c_hash !== half(code)),
];

function parsed(part: string | undefined): JsonObject {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as JsonObject;
  } catch {
    return {};
  }
}

async function isSigned(text: string): Promise<boolean> {
  const { publicJwk } = await signingKey('published');
  const key = await importJWK(publicJwk, 'RS256');
  // Only the signature: whatever jose says of the claims comes after it.
  return jwtVerify(text, key, { crit: { x: true } } as object).then(
    () => true,
    (error: { readonly code?: string }) =>
      !['ERR_JWS_SIGNATURE_VERIFICATION_FAILED', 'ERR_JWS_INVALID'].includes(error.code ?? ''),
  );
}

/** The generic connector, which lets pass what only `left` notices. */
function without(left: Check): ConnectorDefinition {
  return {
    ...openIdConnect,
    create: (options: OidcOptions, runtime: ConnectorRuntime) => {
      let answer: JsonObject = {};
      const fetch: typeof globalThis.fetch = async (input, init) => {
        const response = await runtime.fetch(input, init);
        if (String(input).endsWith('/token')) answer = (await response.clone().json()) as JsonObject;
        return response;
      };
      const sound = openIdConnect.create(options, { ...runtime, fetch });
      return {
        authorize: (request) => sound.authorize(request),
        mapProfile: (identity) => sound.mapProfile(identity),
        callback: (response) =>
          sound.callback(response).catch(async (error) => {
            const text = String(answer.id_token);
            const [header, payload] = text.split('.');
            const token: Token = {
              text,
              header: parsed(header),
              payload: Buffer.from(payload ?? '', 'base64url').toString(),
              claims: parsed(payload),
              isSigned: await isSigned(text),
              accessToken: String(answer.access_token),
              code: response.parameters.get('code') ?? '',
              nonce: response.checks.nonce,
              now: runtime.now().getTime() / 1_000,
            };
            const wrong = structure(token) ?? checks.filter((one) => one.fails(token));
            if (wrong.some((one) => one !== left)) throw error;
            return { issuer: ISSUER, subject: String(token.claims.sub), claims: token.claims };
          }),
      };
    },
  };
}

/** Of what is no signed token, nothing else can be said. */
function structure(token: Token): readonly Check[] | undefined {
  const wrong = checks.slice(0, 2).filter((one) => one.fails(token));
  return wrong.length === 0 ? undefined : wrong;
}

export const brokenVerifiers: readonly BrokenConnector[] = checks.map((left) => ({
  that: `does not verify ${left.name}`,
  definition: without(left),
  harness: oidcHarness,
  topics: ['a forged answer'],
  red: left.noticed.map(
    (forgery) => `refuses an answer with ${forgery.replaceAll('_', ' ')}, and accepts the same one without`,
  ),
}));
