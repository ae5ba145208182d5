/** The option `private_key`: a PEM or a JWK, as one text. The key itself decides the algorithm (RFC 7518 section 3.1). Pure. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';

/** A private key to sign assertions with. */
export interface ClientKey {
  readonly jwk: JWK;
  readonly algorithm: string;
  /** What the key is called at the upstream; left out, the upstream tries those it knows. */
  readonly keyId?: string;
}

const sizeLimit = 20_000;
const rsaBits = 2048;
const rsaAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const curves: Readonly<Record<string, string>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
  Ed25519: 'EdDSA',
};

/** A JWK may be sent as an object; line breaks of a PEM may have been written as `\n`. */
export function readPrivateKey(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return JSON.stringify(value);
  if (typeof value !== 'string') return value;
  const text = value.trim();
  return text.startsWith('-----BEGIN') ? text.replace(/\\r?\\n|\\n/g, '\n') : text;
}

export function privateKeyProblem(value: unknown): string | undefined {
  if (value === undefined) return 'is missing: private_key_jwt signs with it. Give a PEM or a JWK';
  if (typeof value !== 'string' || value === '') return 'must be a private key as PEM or JWK';
  if (value.length > sizeLimit) return `is longer than ${sizeLimit} characters`;
  const reading = parse(value);
  return 'problem' in reading ? reading.problem : undefined;
}

/** @throws {TypeError} for a text that `privateKeyProblem` has a problem with. */
export function clientKeyOf(text: string, keyId: string | undefined): ClientKey {
  const reading = parse(text);
  if ('problem' in reading) throw new TypeError(`The private key ${reading.problem}.`);
  const { key } = reading;
  return keyId === undefined ? key : { ...key, keyId };
}

type Reading = { readonly key: ClientKey } | { readonly problem: string };

function parse(text: string): Reading {
  if (text.startsWith('{')) return parseJwk(text);
  const label = /^-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1];
  if (label === undefined) return { problem: 'is neither a PEM ("-----BEGIN PRIVATE KEY-----") nor a JWK' };
  if (label === 'CERTIFICATE') return { problem: 'is a certificate: give the private key that belongs to it' };
  if (label.endsWith('PUBLIC KEY'))
    return { problem: 'is a public key, which the upstream gets: give the private one' };
  if (label === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type: 4,ENCRYPTED/m.test(text)) {
    return { problem: 'is encrypted with a password: decrypt it first (openssl pkcs8 -topk8 -nocrypt)' };
  }
  return described(() => createPrivateKey({ key: text, format: 'pem' }), {});
}

function parseJwk(text: string): Reading {
  const jwk = asJwk(text);
  if (jwk === undefined) return { problem: 'begins like a JWK and is no JSON object' };
  if (typeof jwk.d !== 'string') return { problem: 'is a JWK without its private part ("d")' };
  if (jwk.use !== undefined && jwk.use !== 'sig')
    return { problem: 'is a JWK for encryption ("use"): give a signing key' };
  return described(() => createPrivateKey({ key: { ...jwk } as never, format: 'jwk' }), jwk);
}

function asJwk(text: string): JWK | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @param given what came with the key: its name and the algorithm it is for. */
function described(read: () => KeyObject, given: JWK): Reading {
  let jwk: JWK;
  try {
    jwk = read().export({ format: 'jwk' }) as JWK;
  } catch {
    // No reason of the library's: it may quote the key.
    return { problem: 'cannot be read, or is of a kind that signs no JWT: use RSA, P-256, P-384, P-521 or Ed25519' };
  }
  const bits = jwk.kty === 'RSA' && jwk.n !== undefined ? Buffer.from(jwk.n, 'base64url').length * 8 : rsaBits;
  if (bits < rsaBits) return { problem: `is an RSA key of ${bits} bits: make one of at least ${rsaBits}` };
  const fitting = jwk.kty === 'RSA' ? rsaAlgorithms : [curves[jwk.crv ?? '']].filter((one) => one !== undefined);
  const algorithm = given.alg === undefined ? fitting[0] : fitting.find((one) => one === given.alg);
  if (algorithm === undefined) {
    return { problem: 'is of a curve, or says an algorithm ("alg"), that this hub does not sign with' };
  }
  return { key: { jwk, algorithm, ...(typeof given.kid === 'string' ? { keyId: given.kid } : {}) } };
}
