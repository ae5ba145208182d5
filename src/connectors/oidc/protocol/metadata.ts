/** The upstream's discovery document (OpenID Connect Discovery 1.0, section 3), cached per instance: one per connection. */
import type { ConnectorRuntime, JsonObject, JsonValue } from '../../connector.js';
import { CachedDocument } from './cached-document.js';
import { misconfigured, upstreamUnavailable } from './errors.js';
import { fetchJsonObject } from './fetch-json.js';

export interface ProviderMetadata {
  /** As published; may be a template, so `accept` decides about it. */
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly userinfo_endpoint?: string;
  readonly [member: string]: JsonValue | undefined;
}

export interface MetadataSourceOptions {
  /** URL of the discovery document itself, not of the issuer. */
  readonly url: string;
  readonly runtime: ConnectorRuntime;
  /**
   * Decides whether the document is the expected upstream's: its `issuer` above all.
   * @throws {ConnectorError} when it is not; the document is then not used.
   */
  accept(metadata: ProviderMetadata): void;
}

/**
 * Fresh for one hour, then refreshed in the background; the last good copy serves for 24 hours while refreshing
 * fails; after a failure the upstream is left alone for 30 seconds, or 5 without a copy. At most 5 seconds for one load.
 */
export class MetadataSource {
  private readonly document: CachedDocument<ProviderMetadata>;

  constructor(private readonly options: MetadataSourceOptions) {
    this.document = new CachedDocument({ runtime: options.runtime, load: () => this.load() });
  }

  /**
   * @param signal ends this caller's wait, not the load that others share.
   * @throws {ConnectorError} `upstream_unavailable`, or `misconfigured` when the upstream refuses the address or the
   *   document points to unsafe endpoints, or what `accept` throws.
   */
  async get(signal?: AbortSignal): Promise<ProviderMetadata> {
    try {
      return await this.document.get(signal);
    } catch (cause) {
      if (signal?.aborted) throw upstreamUnavailable('discovery', 'The time for this sign-in is up.', cause);
      throw cause;
    }
  }

  /** When the copy at hand was loaded; undefined without one. Asks nobody. */
  loadedAt(): Date | undefined {
    return this.document.loadedAt();
  }

  private async load(): Promise<ProviderMetadata> {
    const { url, runtime, accept } = this.options;
    const metadata = toMetadata(await fetchJsonObject(url, runtime, 'discovery'), url);
    accept(metadata);
    return metadata;
  }
}

const REQUIRED = ['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint', 'end_session_endpoint'];

function toMetadata(document: JsonObject, url: string): ProviderMetadata {
  const missing = REQUIRED.filter((name) => typeof document[name] !== 'string' || document[name] === '');
  if (missing.length > 0) {
    throw upstreamUnavailable('discovery', `The discovery document at ${url} lacks ${missing.join(', ')}.`);
  }
  // Plain http is for upstreams whose discovery document itself came over it, which the guarded fetch had to allow.
  const schemes = url.startsWith('http:') ? ['https:', 'http:'] : ['https:'];
  for (const name of ENDPOINTS) {
    const endpoint = document[name];
    if (endpoint === undefined || endpoint === null) continue;
    const parsed = typeof endpoint === 'string' && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
    if (
      parsed === undefined ||
      !schemes.includes(parsed.protocol) ||
      parsed.username !== '' ||
      parsed.password !== ''
    ) {
      throw misconfigured('discovery', `The discovery document at ${url} has an unusable ${name}.`);
    }
  }
  return document as unknown as ProviderMetadata;
}
