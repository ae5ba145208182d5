import type { Application } from '../application.js';
import type { ClientGrant } from '../application.store.js';
import type { RevealedApplication } from '../application-administration.js';
import type { ApplicationSettings } from '../application-draft.js';
import type { UpdateClientDto } from '../dto/update-client.dto.js';

/** An application as the management API shows it. */
export function presentClient(application: Application) {
  return {
    client_id: application.clientId,
    name: application.name,
    app_type: application.appType,
    is_first_party: true,
    callbacks: application.callbacks,
    allowed_logout_urls: application.allowedLogoutUrls,
    web_origins: application.webOrigins,
    grant_types: application.grantTypes,
    token_endpoint_auth_method: application.tokenEndpointAuthMethod,
    require_pkce: application.requirePkce,
    is_enabled: application.isEnabled,
    created_at: application.createdAt.toISOString(),
    updated_at: application.updatedAt.toISOString(),
  };
}

/** The same with the secret, in the one answer that shows it. */
export function presentRevealed({ application, secret }: RevealedApplication) {
  return { ...presentClient(application), ...(secret !== undefined && { client_secret: secret }) };
}

export function presentGrant(grant: ClientGrant) {
  return {
    id: grant.id,
    client_id: grant.clientId,
    audience: grant.audience,
    scope: grant.scope,
    subject_type: 'client',
  };
}

/** What a body says about an application, without what it leaves out. */
export function settingsOf(body: UpdateClientDto): ApplicationSettings {
  const settings = {
    name: body.name,
    appType: body.app_type,
    callbacks: body.callbacks,
    allowedLogoutUrls: body.allowed_logout_urls,
    webOrigins: body.web_origins,
    grantTypes: body.grant_types,
    tokenEndpointAuthMethod: body.token_endpoint_auth_method,
    requirePkce: body.require_pkce,
    isEnabled: body.is_enabled,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
