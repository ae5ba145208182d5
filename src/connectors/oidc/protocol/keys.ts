/**
 * The upstream's signing keys (RFC 7517), looked up by the key id of a token whose signature is still unverified:
 * whoever sends tokens chooses that id, so it must not be able to cause more than one request per cool-down.
 */
import { type CryptoKey, importJWK, type JWK } from 'jose';
import { isObject } from '../../claim-values.js';
import type { ConnectorRuntime, JsonObject } from '../../connector.js';
import { CachedDocument, within } from './cached-document.js';
import { invalidResponse, upstreamUnavailable } from './errors.js';
import { fetchJsonObject } from './fetch-json.js';

const COOL_DOWN = 30_000;
/** Documents kept. An upstream names one, sometimes two; one that names another each hour must not fill the memory. */
const SET_LIMIT = 4;

interface KeySet {
  readonly document: CachedDocument<readonly PublishedKey[]>;
  /** When a request last brought no key for the id it was made for. */
  fruitlessAt?: number;
}

/**
 * Keys by the URL of their document; one instance per connection, so that a flood against one connection delays no
 * other. A known key costs no request. An unknown one costs one request at once; only when that brought nothing do
 * 30 seconds pass before the next. The last good keys serve for 24 hours.
 */
export class KeySource implements KeyFinder {
  private readonly sets = new Map<string, KeySet>();
  private readonly imported = new ImportedKeys();

  constructor(private readonly options: { readonly runtime: ConnectorRuntime }) {}

  async find(jwksUri: string, header: KeyHeader, signal?: AbortSignal): Promise<VerificationKey> {
    try {
      return await this.imported.get(await this.select(jwksUri, header, signal), header.alg);
    } catch (cause) {
      if (signal?.aborted) throw upstreamUnavailable('signature', 'The time for this sign-in is up.', cause);
      throw cause;
    }
  }

  /**
   * All keys that may verify a token of this algorithm.
   * @throws {ConnectorError} `upstream_unavailable` without a usable document.
   */
  async list(jwksUri: string, alg: string, signal?: AbortSignal): Promise<readonly PublishedKey[]> {
    return suitableKeys(await this.setOf(jwksUri).document.get(signal), { alg });
  }

  /** When the newest copy at hand was loaded; undefined without one. Asks nobody. */
  loadedAt(): Date | undefined {
    const times = [...this.sets.values()].flatMap(({ document }) => document.loadedAt() ?? []);
    return times.sort((one, other) => other.getTime() - one.getTime())[0];
  }

  private async select(jwksUri: string, header: KeyHeader, signal: AbortSignal | undefined): Promise<PublishedKey> {
    const set = this.setOf(jwksUri);
    const loaded = set.document.hasUsable();
    let keys = suitableKeys(await set.document.get(signal), header);
    if (keys.length === 0 && loaded && !within(set.fruitlessAt, COOL_DOWN, this.now())) {
      keys = suitableKeys(await set.document.reload(signal), header);
    }
    const [key, second] = keys;
    if (key === undefined) {
      if (!within(set.fruitlessAt, COOL_DOWN, this.now())) set.fruitlessAt = this.now();
      throw invalidResponse('signature', 'The upstream publishes no suitable key for this token.');
    }
    if (second !== undefined) throw invalidResponse('signature', 'Several published keys fit this token.');
    return key;
  }

  private setOf(jwksUri: string): KeySet {
    const set = this.sets.get(jwksUri) ?? this.newSet(jwksUri);
    // The one asked for last comes last, and the first one goes.
    this.sets.delete(jwksUri);
    this.sets.set(jwksUri, set);
    for (const uri of [...this.sets.keys()].slice(0, -SET_LIMIT)) this.sets.delete(uri);
    return set;
  }

  private newSet(jwksUri: string): KeySet {
    const { runtime } = this.options;
    const load = async () => keySetOf(await fetchJsonObject(jwksUri, runtime, 'signature'), jwksUri);
    return { document: new CachedDocument({ runtime, load }) };
  }

  private now(): number {
    return this.options.runtime.now().getTime();
  }
}

// Which published keys count: signature keys of a fitting type and strength, among the first hundred.

const KEY_LIMIT = 100;
const RSA_BITS = 2048;

const KEY_TYPES: Readonly<Record<string, { readonly kty: string; readonly crv?: string }>> = {
  RS256: { kty: 'RSA' },
  RS384: { kty: 'RSA' },
  RS512: { kty: 'RSA' },
  PS256: { kty: 'RSA' },
  PS384: { kty: 'RSA' },
  PS512: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  ES512: { kty: 'EC', crv: 'P-521' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
  Ed25519: { kty: 'OKP', crv: 'Ed25519' },
};

/** Every signature that the verifier knows: all of them with a key that only the upstream has. */
export const signatureAlgorithms: readonly string[] = Object.keys(KEY_TYPES);

/** @throws {ConnectorError} `upstream_unavailable` when the document is no key set. */
export function keySetOf(document: JsonObject, jwksUri: string): readonly PublishedKey[] {
  const { keys } = document;
  if (!Array.isArray(keys)) throw upstreamUnavailable('signature', `The document at ${jwksUri} is not a key set.`);
  return keys.slice(0, KEY_LIMIT).filter(isObject) as unknown as PublishedKey[];
}

/** Every key that may verify a token with this header. Symmetric keys never do: no algorithm here has their type. */
export function suitableKeys(
  keys: readonly PublishedKey[],
  header: { readonly kid?: string; readonly alg: string },
): readonly PublishedKey[] {
  const type = KEY_TYPES[header.alg];
  if (type === undefined) return [];
  return keys.filter(
    (key) =>
      (header.kid === undefined || key.kid === header.kid) &&
      key.kty === type.kty &&
      (type.crv === undefined || key.crv === type.crv) &&
      (key.use === undefined || key.use === 'sig') &&
      (key.alg === undefined || key.alg === header.alg) &&
      (key.key_ops === undefined || (Array.isArray(key.key_ops) && key.key_ops.includes('verify'))) &&
      (key.kty !== 'RSA' || bitsOf(key.n) >= RSA_BITS),
  );
}

/** @throws {ConnectorError} `invalid_response` for a key that is none, such as a point off its curve. */
export async function importVerificationKey(jwk: PublishedKey, alg: string): Promise<VerificationKey> {
  try {
    return { key: (await importJWK(publicPartOf(jwk), alg)) as CryptoKey, jwk };
  } catch (cause) {
    throw invalidResponse('signature', 'The published key of this token cannot be used.', cause);
  }
}

/** Only what makes the key: `x5c`, `x5u` and private members published by mistake lead to nothing. */
function publicPartOf(jwk: PublishedKey): JWK {
  const { kty, crv, n, e, x, y } = jwk;
  if (kty === 'RSA') return { kty, n, e } as JWK;
  return kty === 'EC' ? ({ kty, crv, x, y } as JWK) : ({ kty, crv, x } as JWK);
}

function bitsOf(modulus: unknown): number {
  if (typeof modulus !== 'string') return 0;
  const bytes = Buffer.from(modulus, 'base64url');
  const start = bytes.findIndex((byte) => byte !== 0);
  return start === -1 ? 0 : (bytes.length - start) * 8 - (Math.clz32(bytes[start] ?? 0) - 24);
}

/**
 * Published keys ready to verify, each imported once for an algorithm and never used for another. They are known by the
 * very object that their document holds: one that a newer document replaced is never found again, whatever its id.
 */
export class ImportedKeys {
  private readonly ready = new WeakMap<PublishedKey, Map<string, VerificationKey>>();

  /** @throws {ConnectorError} `invalid_response` for a key that is none. */
  async get(jwk: PublishedKey, alg: string): Promise<VerificationKey> {
    const known = this.ready.get(jwk) ?? new Map<string, VerificationKey>();
    this.ready.set(jwk, known);
    const key = known.get(alg) ?? (await importVerificationKey(jwk, alg));
    known.set(alg, key);
    return key;
  }
}

/** A key as its document has it, with the members that some upstreams add to say whose tokens it may sign. */
export type PublishedKey = JWK & { readonly issuer?: string; readonly cloud_instance_name?: string };

/** A published key, ready to verify a signature. */
export interface VerificationKey {
  readonly key: CryptoKey;
  readonly jwk: PublishedKey;
}

/** What chooses the key of a token. Nothing vouches for it yet. */
export interface KeyHeader {
  readonly kid?: string;
  readonly alg: string;
}

export interface KeyFinder {
  /**
   * The one key that fits the header. Without `kid` the document must hold exactly one suitable key.
   * @throws {ConnectorError} `invalid_response` for no key or several, `upstream_unavailable` without a usable document.
   */
  find(jwksUri: string, header: KeyHeader, signal?: AbortSignal): Promise<VerificationKey>;
}
