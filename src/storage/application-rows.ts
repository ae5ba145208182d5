import type { Application, ApplicationType, ClientGrant, TokenEndpointAuthMethod } from '../applications/index.js';
import type { ApplicationsTable, ClientGrantsTable } from './schema.js';

export function applicationRow(application: Application): ApplicationsTable {
  return {
    client_id: application.clientId,
    name: application.name,
    app_type: application.appType,
    callbacks: JSON.stringify(application.callbacks),
    allowed_logout_urls: JSON.stringify(application.allowedLogoutUrls),
    web_origins: JSON.stringify(application.webOrigins),
    grant_types: JSON.stringify(application.grantTypes),
    token_endpoint_auth_method: application.tokenEndpointAuthMethod,
    secret_hash: application.secretHash ?? null,
    require_pkce: Number(application.requirePkce),
    is_enabled: Number(application.isEnabled),
    created_at: application.createdAt.getTime(),
    updated_at: application.updatedAt.getTime(),
  };
}

export function readApplication(row: ApplicationsTable): Application {
  return {
    clientId: row.client_id,
    name: row.name,
    appType: row.app_type as ApplicationType,
    callbacks: texts(row.callbacks),
    allowedLogoutUrls: texts(row.allowed_logout_urls),
    webOrigins: texts(row.web_origins),
    grantTypes: texts(row.grant_types),
    tokenEndpointAuthMethod: row.token_endpoint_auth_method as TokenEndpointAuthMethod,
    ...(row.secret_hash !== null && { secretHash: row.secret_hash }),
    requirePkce: row.require_pkce === 1,
    isEnabled: row.is_enabled === 1,
    // PostgreSQL answers a bigint as text.
    createdAt: new Date(Number(row.created_at)),
    updatedAt: new Date(Number(row.updated_at)),
  };
}

export function grantRow(grant: ClientGrant): ClientGrantsTable {
  return { id: grant.id, client_id: grant.clientId, audience: grant.audience, scope: JSON.stringify(grant.scope) };
}

export function readGrant(row: ClientGrantsTable): ClientGrant {
  return { id: row.id, clientId: row.client_id, audience: row.audience, scope: texts(row.scope) };
}

function texts(json: string): readonly string[] {
  return JSON.parse(json) as readonly string[];
}
