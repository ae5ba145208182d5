/** The discovery documents, member for member as Microsoft's; what is missing there is missing here. */
import type { Segment } from '../directory/directory.js';
import { CONSUMERS_TENANT_ID } from '../seed/seed.js';
import type { Version } from '../server/grants.js';
import type { SandboxState } from '../server/state.js';

/** A domain in the path comes back as the tenant's id; `common` and `organizations` have a template as issuer. */
export function discoveryDocument(
  state: SandboxState,
  version: Version,
  segment: Segment,
  applicationId: string | undefined,
): Record<string, unknown> {
  return version === 2 ? versionTwo(state, segment, applicationId) : versionOne(state, segment, applicationId);
}

function versionTwo(state: SandboxState, segment: Segment, appId: string | undefined): Record<string, unknown> {
  const at = `${state.base}/${segment.name}`;
  return {
    token_endpoint: `${at}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: withAppId(`${at}/discovery/v2.0/keys`, appId),
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: state.issuer(2, issuerTenant(segment)),
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${state.base}/oidc/userinfo`,
    authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${at}/oauth2/v2.0/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${at}/oauth2/v2.0/logout`,
    claims_supported: [
      ...['sub', 'iss', 'cloud_instance_name', 'cloud_instance_host_name', 'cloud_graph_host_name', 'msgraph_host'],
      ...['aud', 'exp', 'iat', 'auth_time', 'acr', 'nonce', 'preferred_username', 'name', 'tid', 'ver', 'at_hash'],
      ...['c_hash', 'email'],
    ],
    ...cloudMembers(state, segment, at),
  };
}

function versionOne(state: SandboxState, segment: Segment, appId: string | undefined): Record<string, unknown> {
  const at = `${state.base}/${segment.name}`;
  return {
    token_endpoint: `${at}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: withAppId(`${at}/discovery/keys`, appId),
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'token id_token', 'token'],
    scopes_supported: ['openid'],
    issuer: state.issuer(1, issuerTenant(segment)),
    microsoft_multi_refresh_token: true,
    authorization_endpoint: `${at}/oauth2/authorize`,
    device_authorization_endpoint: `${at}/oauth2/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${at}/oauth2/logout`,
    claims_supported: [
      ...['sub', 'iss', 'cloud_instance_name', 'cloud_instance_host_name', 'cloud_graph_host_name', 'msgraph_host'],
      ...['aud', 'exp', 'iat', 'auth_time', 'acr', 'amr', 'nonce', 'email', 'given_name', 'family_name', 'nickname'],
    ],
    check_session_iframe: `${at}/oauth2/checksession`,
    userinfo_endpoint: `${at}/openid/userinfo`,
    ...cloudMembers(state, segment, at),
  };
}

/** `msgraph_host` is the sandbox's own host: a hub that follows it must not end up at Microsoft. */
function cloudMembers(state: SandboxState, segment: Segment, at: string): Record<string, unknown> {
  return {
    kerberos_endpoint: `${at}/kerberos`,
    tenant_region_scope: segment.kind === 'tenant' ? (segment.tenant.region ?? 'WW') : null,
    cloud_instance_name: 'microsoftonline.com',
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: new URL(state.base).host,
    rbac_url: 'https://pas.windows.net',
  };
}

function issuerTenant(segment: Segment): string {
  if (segment.kind === 'consumers') return CONSUMERS_TENANT_ID;
  return segment.kind === 'tenant' ? segment.tenant.id : '{tenantid}';
}

function withAppId(url: string, appId: string | undefined): string {
  return appId === undefined ? url : `${url}?appid=${encodeURIComponent(appId)}`;
}
