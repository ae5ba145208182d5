/** Where Microsoft Graph is for a connection. Never taken from a token: overage carries an address anybody could have written. Pure. */
import { misconfigured, type ProviderMetadata } from '../../oidc/index.js';
import type { Address } from '../address.js';

/**
 * Origin of Graph: fixed for Microsoft's clouds; for another one what its discovery document names (`msgraph_host`),
 * else the origin of its sign-in endpoints.
 * @throws {ConnectorError} `misconfigured` when the document names something that is no host.
 */
export function graphOrigin(address: Address, metadata: ProviderMetadata): string {
  const { graph, authority } = address.cloud;
  if (graph !== undefined) return graph;
  const host = metadata.msgraph_host;
  if (host === undefined || host === null) return authority;
  const { protocol } = new URL(authority);
  const origin = `${protocol}//${String(host)}`;
  // Compared after parsing: a path, a user name or a port that a parser reads differently would lead elsewhere.
  if (typeof host === 'string' && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()) {
    return new URL(origin).origin;
  }
  throw misconfigured('graph', 'The discovery document names no usable host of Microsoft Graph (msgraph_host).');
}
