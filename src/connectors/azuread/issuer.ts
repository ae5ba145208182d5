/**
 * Who may have issued an ID token: the discovery document's issuer (on common endpoints a template for the token's own
 * tenant), and the key's own. A common endpoint's key set holds keys of personal accounts and of other clouds, so a
 * good signature alone says little.
 */
import type { JsonObject } from '../connector.js';
import type { ConnectorError } from '../connector-error.js';
import { invalidResponse, type ProviderMetadata, type PublishedKey } from '../oidc/index.js';
import { type Address, canonicalIssuer } from './address.js';
import { type AzureAdMessageKey, failure } from './azuread.messages.js';
import { consumerTenantId, isTenantId } from './options/tenant.js';

const placeholder = '{tenantid}';

/**
 * Refuses a discovery document that is not the configured tenant's in the configured cloud.
 * @throws {ConnectorError} `misconfigured`
 */
export function acceptMetadata(metadata: ProviderMetadata, address: Address): void {
  const { cloud, segment, audience } = address;
  const endpoints = [metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri];
  const instance = metadata.cloud_instance_name;
  const isOurCloud =
    endpoints.every((endpoint) => new URL(endpoint).origin === cloud.authority) &&
    (cloud.instanceName === undefined || instance === undefined || instance === cloud.instanceName);
  // Microsoft answers for a tenant of another cloud with that cloud's endpoints; the secret must not go there.
  if (!isOurCloud) {
    throw refused(`The discovery document of "${segment}" is of another cloud than "${cloud.name}".`, 'aadsts.90038');
  }
  const tenant = issuingTenant(metadata, address);
  const isExpected =
    audience === undefined
      ? isTenantId(tenant) && (!isTenantId(segment) || tenant === segment)
      : tenant === placeholder || (audience === 'consumers' && tenant === consumerTenantId);
  if (!isExpected) {
    throw refused(`The discovery document of "${segment}" names an unexpected issuer.`, 'aadsts.90002');
  }
}

/** The tenant's place in the issuer of a discovery document: its id, or the placeholder. */
function issuingTenant({ issuer }: ProviderMetadata, { cloud, version }: Address): string | undefined {
  // v1.0 issuers are on a host of their own, and elsewhere again in other clouds: only the tenant's place is known.
  if (version === 'v1.0') return /^https?:\/\/[^/]+\/(?:[^{}]+\/)?([^/]+)\/$/.exec(issuer)?.[1];
  const [prefix, suffix] = [`${cloud.authority}/`, '/v2.0'];
  if (!issuer.startsWith(prefix) || !issuer.endsWith(suffix)) return undefined;
  return issuer.slice(prefix.length, -suffix.length);
}

/** Whether an answer that names this issuer may be the connection's, before there is a token to compare with. */
export function isAnsweringIssuer(iss: string, { issuer }: ProviderMetadata): boolean {
  const [prefix = '', suffix] = issuer.split(placeholder);
  if (suffix === undefined) return iss === issuer;
  const tenant = iss.slice(prefix.length, iss.length - suffix.length);
  return iss.startsWith(prefix) && iss.endsWith(suffix) && isTenantId(tenant);
}

/**
 * The only `iss` that a token with these claims may have.
 * @throws {ConnectorError} `invalid_response` for a token of another generation, or with no usable tenant.
 */
export function expectedIssuer(claims: JsonObject, metadata: ProviderMetadata, address: Address): string {
  if (claims.ver !== (address.version === 'v2.0' ? '2.0' : '1.0')) {
    throw invalidResponse('claims', `The ID token is not of the generation ${address.version}.`);
  }
  const spellings = Object.keys(claims).filter((name) => name.toLowerCase() === 'tid');
  const { tid } = claims;
  if (spellings.length !== 1 || !isTenantId(tid)) {
    throw invalidResponse('claims', 'The ID token names no tenant, or not as one lower-case GUID (tid).');
  }
  if (!metadata.issuer.includes(placeholder) && issuingTenant(metadata, address) !== tid) {
    throw invalidResponse('claims', 'The ID token is of another tenant than the connection (tid).');
  }
  return metadata.issuer.replace(placeholder, tid);
}

/**
 * Refuses a key that may not sign for the token's issuer.
 * @param key as the v2.0 document describes it: see `v1-keys.ts`.
 * @throws {ConnectorError} `invalid_response`
 */
export function acceptKey(key: PublishedKey, claims: JsonObject, metadata: ProviderMetadata, address: Address): void {
  const instance = metadata.cloud_instance_name ?? address.cloud.instanceName;
  if (key.cloud_instance_name !== undefined && instance !== undefined && key.cloud_instance_name !== instance) {
    throw invalidResponse('signature', 'The key of the ID token belongs to another cloud.');
  }
  if (key.issuer === undefined) {
    if (address.audience === undefined) return;
    throw invalidResponse('signature', 'The key of the ID token does not say for which issuer it signs.');
  }
  const tid = String(claims.tid);
  const issuer = typeof key.issuer === 'string' ? key.issuer.replace(placeholder, tid) : undefined;
  // The key of a v1.0 token is published under the tenant's v2.0 issuer.
  const canonical = address.version === 'v1.0' ? canonicalIssuer(address.cloud, tid) : undefined;
  if (issuer !== claims.iss && (canonical === undefined || issuer !== canonical)) {
    throw invalidResponse('signature', 'The key of the ID token signs for another issuer.');
  }
}

/**
 * Refuses people of tenants that the connection does not admit. For verified claims: the answer is genuine.
 * @throws {ConnectorError} `identity_rejected`
 */
export function admitTenant(claims: JsonObject, address: Address, allowed: readonly string[]): void {
  const { audience } = address;
  if (audience === undefined) return;
  const tid = String(claims.tid);
  const isPersonal = tid === consumerTenantId;
  const isAudience = audience === 'common' || (audience === 'consumers') === isPersonal;
  const isListed = audience === 'consumers' || allowed.includes(tid) || (allowed.length === 1 && allowed[0] === '*');
  if (isAudience && isListed) return;
  const message = `The tenant ${tid} is not among those that the connection admits.`;
  const about = { code: 'identity_rejected', step: 'claims', actor: 'operator' } as const;
  throw failure({ ...about, key: 'azuread.tenant_not_allowed' }, message);
}

function refused(message: string, key: AzureAdMessageKey): ConnectorError {
  return failure({ code: 'misconfigured', step: 'discovery', actor: 'operator', key }, message);
}
