/** The address of a connection's upstream: cloud, tenant segment and generation, all read from its options. Pure. */
import { misconfigured, type ProviderMetadata } from '../oidc/index.js';
import type { AzureAdOptions } from './azuread.options.js';
import { type Cloud, readCloud } from './options/clouds.js';
import type { Audience } from './options/tenant.js';

export interface Address {
  readonly cloud: Cloud;
  /** First part of every path: a tenant id, a tenant's domain, or an audience. Authorize and token request share it. */
  readonly segment: string;
  /** Set where people of several tenants (or of the personal one) sign in through one endpoint. */
  readonly audience?: Audience;
  readonly version: 'v1.0' | 'v2.0';
  readonly discoveryUrl: string;
}

/** @throws {TypeError} for options that were not validated. */
export function addressOf(options: AzureAdOptions): Address {
  const cloud = readCloud(options.cloud_instance);
  const segment = options.useCommonEndpoint ? options.audience_type : options.tenant_domain;
  if (cloud === undefined || segment === undefined) throw new TypeError('The options were not validated.');
  const version = options.identity_api === 'azure-active-directory-v1.0' ? 'v1.0' : 'v2.0';
  const audience = options.useCommonEndpoint ? { audience: options.audience_type } : {};
  return { cloud, segment, version, discoveryUrl: discoveryUrlOf(cloud, segment, version), ...audience };
}

/** The same address in the generation v2.0. */
export function v2AddressOf(address: Address): Address {
  const { cloud, segment } = address;
  return { ...address, version: 'v2.0', discoveryUrl: discoveryUrlOf(cloud, segment, 'v2.0') };
}

function discoveryUrlOf({ authority }: Cloud, segment: string, version: Address['version']): string {
  const generation = version === 'v2.0' ? '/v2.0' : '';
  return `${authority}/${segment}${generation}/.well-known/openid-configuration`;
}

/** The issuer that identities of a tenant are stored under, whatever endpoint or alias answered. */
export function canonicalIssuer(cloud: Cloud, tenantId: string): string {
  return `${cloud.authority}/${tenantId}/v2.0`;
}

// Where Microsoft Graph is for a connection. Never taken from a token: overage carries an address anybody could have
// written. Pure.

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
