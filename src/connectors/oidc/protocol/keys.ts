/**
 * The upstream's signing keys (RFC 7517), looked up by the key id of a token whose signature is still unverified:
 * whoever sends tokens chooses that id, so it must not be able to cause more than one request per cool-down.
 */
import type { ConnectorRuntime } from '../../connector.js';
import { CachedDocument, within } from './cached-document.js';
import { invalidResponse, upstreamUnavailable } from './errors.js';
import { fetchJsonObject } from './fetch-json.js';
import {
  ImportedKeys,
  type KeyFinder,
  type KeyHeader,
  keySetOf,
  type PublishedKey,
  suitableKeys,
  type VerificationKey,
} from './key-set.js';

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
