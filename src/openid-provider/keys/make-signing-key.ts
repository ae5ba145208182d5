import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import type { SigningKey } from './signing-key.js';

/** A fresh RSA key of 2048 bits: RS256 is what every application accepts without configuration. */
export async function makeSigningKey(createdAt: Date, activeFrom: Date): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, algorithm: 'RS256', jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' }, createdAt, activeFrom };
}
