import type { ClientMetadata } from 'oidc-provider';
import { type Application, isPublic } from '../../applications/index.js';

/** Grants of the OpenID Provider. What else an application lists is not offered. */
const GRANT_TYPES: ReadonlySet<string> = new Set(['authorization_code', 'refresh_token', 'client_credentials']);

/** The hub's own client metadata, beside the registered ones. */
export const EXTRA_CLIENT_METADATA = ['require_pkce', 'web_origins'] as const;

/** An application as the library knows it. The "secret" is its hash: see `client-rules.ts`. */
export function clientMetadataOf(application: Application): ClientMetadata {
  const usesCode = application.grantTypes.includes('authorization_code') && application.callbacks.length > 0;
  const authMethod = authMethodOf(application);
  return {
    client_id: application.clientId,
    client_name: application.name,
    // Native applications listen on whatever loopback port is free (RFC 8252, section 7.3).
    application_type: application.appType === 'native' ? 'native' : 'web',
    grant_types: application.grantTypes.filter(
      (type) => GRANT_TYPES.has(type) && (type !== 'authorization_code' || usesCode),
    ),
    response_types: usesCode ? ['code'] : [],
    redirect_uris: [...application.callbacks],
    post_logout_redirect_uris: [...application.allowedLogoutUrls],
    token_endpoint_auth_method: authMethod,
    ...(authMethod !== 'none' && application.secretHash !== undefined && { client_secret: application.secretHash }),
    id_token_signed_response_alg: 'RS256',
    require_pkce: isPublic(application) || authMethod === 'none' || application.requirePkce,
    web_origins: [...application.webOrigins],
  };
}

/** A confidential application may use either method of sending its secret, so it matters only whether there is one. */
function authMethodOf(application: Application): 'none' | 'client_secret_basic' {
  return isPublic(application) || application.secretHash === undefined ? 'none' : 'client_secret_basic';
}
