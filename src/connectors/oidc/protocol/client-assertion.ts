/** The client authenticating by a key of its own (`private_key_jwt`; RFC 7523 section 3, OpenID Connect Core 1.0, section 9). */
import { randomBytes } from 'node:crypto';
import { importJWK, type JWK, SignJWT } from 'jose';
import type { ConnectorRuntime } from '../../connector.js';

/** Seconds that an assertion is good for: it is made for one request, which is sent at once. */
const LIFETIME = 60;

/** A private key to sign assertions with. */
export interface ClientKey {
  readonly jwk: JWK;
  readonly algorithm: string;
  /** What the key is called at the upstream; left out, the upstream tries those it knows. */
  readonly keyId?: string;
}

export interface ClientAssertionOptions {
  readonly key: ClientKey;
  readonly clientId: string;
  /**
   * Exactly one: the issuer, or the token endpoint for an upstream that knows nothing newer. Several would let one
   * authorization server use the assertion at another.
   */
  readonly audience: string;
  readonly runtime: Pick<ConnectorRuntime, 'now'>;
}

/** An assertion for one token request. */
export async function clientAssertion(options: ClientAssertionOptions): Promise<string> {
  const { key, clientId, audience, runtime } = options;
  const now = Math.floor(runtime.now().getTime() / 1_000);
  return new SignJWT()
    .setProtectedHeader({ alg: key.algorithm, typ: 'JWT', ...(key.keyId === undefined ? {} : { kid: key.keyId }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setJti(randomBytes(16).toString('base64url'))
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME)
    .sign(await importJWK(key.jwk, key.algorithm));
}
