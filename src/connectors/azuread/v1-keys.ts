/**
 * The keys of the v1.0 endpoints. Their document does not say for which issuer a key signs, and may hold keys of personal
 * accounts and of other clouds. The v2.0 document of the same endpoint says it, so a key counts only as described there.
 */
import type { ConnectorRuntime } from '../connector.js';
import {
  invalidResponse,
  type KeyFinder,
  type KeyHeader,
  type KeySource,
  MetadataSource,
  type PublishedKey,
  type VerificationKey,
} from '../oidc/index.js';
import { type Address, v2AddressOf } from './address.js';
import { acceptMetadata } from './issuer.js';

interface V1KeysOptions {
  readonly address: Address;
  /** Keeps both documents, by its own rules. */
  readonly keys: KeySource;
  readonly runtime: ConnectorRuntime;
}

export class V1Keys implements KeyFinder {
  private readonly metadata: MetadataSource;

  constructor(private readonly options: V1KeysOptions) {
    const address = v2AddressOf(options.address);
    this.metadata = new MetadataSource({
      url: address.discoveryUrl,
      runtime: options.runtime,
      accept: (metadata) => acceptMetadata(metadata, address),
    });
  }

  /** @throws {ConnectorError} what `KeySource` throws, of either document; `misconfigured` without one of v2.0. */
  async find(jwksUri: string, header: KeyHeader, signal?: AbortSignal): Promise<VerificationKey> {
    const { keys } = this.options;
    const { key, jwk } = await keys.find(jwksUri, header, signal);
    if (jwk.issuer !== undefined) return { key, jwk };
    const told = (await keys.find(await this.v2Uri(signal), header, signal)).jwk;
    if (!isSameKey(jwk, told)) {
      throw invalidResponse('signature', 'The key of the ID token is another one at the v2.0 endpoint.');
    }
    return { key, jwk: told };
  }

  /** All keys that may verify a token, as the v2.0 document describes them. @throws what `find` throws. */
  async list(jwksUri: string, alg: string, signal?: AbortSignal): Promise<readonly PublishedKey[]> {
    const { keys } = this.options;
    const own = await keys.list(jwksUri, alg, signal);
    const told = await keys.list(await this.v2Uri(signal), alg, signal);
    return told.filter((key) => own.some((one) => one.kid === key.kid && isSameKey(one, key)));
  }

  private async v2Uri(signal: AbortSignal | undefined): Promise<string> {
    return (await this.metadata.get(signal)).jwks_uri;
  }
}

/** Compares the keys themselves, because an id is only a name. */
function isSameKey(one: PublishedKey, other: PublishedKey): boolean {
  return one.n !== undefined && one.n === other.n && one.e === other.e;
}
