/** RSA keys for fake upstreams, made once for a process: making one takes longer than a test. */
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

const made = new Map<string, Promise<SigningKey>>();

/** The same name gives the same key. */
export function signingKey(name: string, modulusLength = 2048): Promise<SigningKey> {
  const known = made.get(name);
  if (known !== undefined) return known;
  const key = make(name, modulusLength);
  made.set(name, key);
  return key;
}

async function make(kid: string, modulusLength: number): Promise<SigningKey> {
  // jose makes no key below 2048 bits, and a weak one is what some tests need.
  const { privateKey, publicKey } =
    modulusLength < 2048
      ? await crypto.subtle.generateKey(
          { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent: new Uint8Array([1, 0, 1]) },
          true,
          ['sign', 'verify'],
        )
      : await generateKeyPair('RS256', { extractable: true, modulusLength });
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' } };
}
