/**
 * Discovery documents, key documents and instance discovery. Documents are, member for member, as Microsoft's: what is
 * missing there is missing here.
 */
import { randomUUID } from 'node:crypto';
import { type RequestHandler, type Response, Router } from 'express';
import { CONSUMERS_TENANT_ID } from '../seed/seed.js';
import { AadstsError } from '../world/aadsts.js';
import type { Segment } from '../world/directory.js';
import { sendError, troubled } from '../world/failures.js';
import type { Version } from '../world/grants.js';
import { parameter, parametersOf } from '../world/request-log.js';
import type { SandboxState } from '../world/state.js';

export function metadataRoutes(state: SandboxState): Router {
  const router = Router();
  const document: (version: Version) => RequestHandler[] = (version) => [
    troubled(state, 'discovery'),
    withSegment(state, (segment, request, response) => {
      if (version === 1 && segment.kind === 'consumers') throw new AadstsError(90027);
      const appId = parameter(parametersOf(request), 'appid');
      metadataHeaders(response).json(discoveryDocument(state, version, segment, appId));
    }),
  ];
  const keys: (version: Version) => RequestHandler[] = (version) => [
    troubled(state, 'keys'),
    withSegment(state, (_segment, _request, response) => {
      metadataHeaders(response).json(state.keys.document(version, state.base));
    }),
  ];
  router.get('/common/discovery/instance', instanceDiscovery(state));
  router.get('/:segment/v2.0/.well-known/openid-configuration', ...document(2));
  router.get('/:segment/.well-known/openid-configuration', ...document(1));
  // At the path of the v1.0 issuer, where libraries look that derive the address from an `iss` claim.
  router.get('/sts/:segment/.well-known/openid-configuration', ...document(1));
  router.get('/:segment/discovery/v2.0/keys', ...keys(2));
  router.get('/:segment/discovery/keys', ...keys(1));
  return router;
}

type SegmentHandler = (segment: Segment, request: Parameters<RequestHandler>[0], response: Response) => void;

function withSegment(state: SandboxState, handle: SegmentHandler): RequestHandler {
  return (request, response) => {
    try {
      const name = String(request.params.segment);
      const segment = state.directory.segment(name);
      if (segment === undefined) throw new AadstsError(90002, { tenant: name }, { error: 'invalid_tenant' });
      handle(segment, request, response);
    } catch (error) {
      sendError(state, request, response, error);
    }
  };
}

function metadataHeaders(response: Response): Response {
  return response.set({
    'cache-control': 'max-age=86400, private',
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, OPTIONS',
    'x-content-type-options': 'nosniff',
    p3p: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
    'x-ms-request-id': randomUUID(),
    'x-ms-ests-server': '2.1.0 - SANDBOX',
  });
}

/** Which clouds there are. The sandbox is one cloud of one host. */
function instanceDiscovery(state: SandboxState): RequestHandler {
  return (request, response) => {
    const host = new URL(state.base).host;
    const asked = parameter(parametersOf(request), 'authorization_endpoint');
    const isOwn = asked === undefined || (URL.canParse(asked) && new URL(asked).host === host);
    if (!isOwn) {
      sendError(state, request, response, new AadstsError(50049));
      return;
    }
    const segment = asked === undefined ? 'common' : (new URL(asked).pathname.split('/')[1] ?? 'common');
    metadataHeaders(response).json({
      tenant_discovery_endpoint: `${state.base}/${segment}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  };
}

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
