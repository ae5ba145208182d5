import type { Adapter, ClientMetadata } from 'oidc-provider';
import { type Application, type ApplicationDirectory, isPublic } from '../../applications/index.js';

/** Grants of the OpenID Provider. Whatever else an application lists is not offered. */
const GRANT_TYPES: ReadonlySet<string> = new Set(['authorization_code', 'refresh_token', 'client_credentials']);
const MAX_CLIENT_ID = 256;

/** The hub's own client metadata, beside the registered ones. */
export const EXTRA_CLIENT_METADATA = ['require_pkce', 'web_origins'] as const;

/**
 * Gives the library its clients, read afresh for every request: a disabled application is unknown at once.
 * @param foresee begins to read what the request will need next, so that it goes to the database together.
 */
export function clientAdapter(applications: ApplicationDirectory, foresee: (clientId: string) => void): Adapter {
  const nothing = async (): Promise<undefined> => undefined;
  const refuse = async (): Promise<never> => {
    throw new TypeError('Applications are changed over the management API only.');
  };
  return {
    find: async (clientId) => {
      if (clientId.length > MAX_CLIENT_ID || clientId.includes('\0')) return undefined;
      const finding = applications.findEnabled(clientId);
      foresee(clientId);
      const application = await finding;
      return application && clientMetadataOf(application);
    },
    findByUid: nothing,
    findByUserCode: nothing,
    upsert: refuse,
    consume: refuse,
    destroy: refuse,
    revokeByGrantId: refuse,
  };
}

/** An application as the library knows it. Its "secret" is the hash: see `compareClientSecret` in `create-provider.ts`. */
function clientMetadataOf(application: Application): ClientMetadata {
  const usesCode = application.grantTypes.includes('authorization_code') && application.callbacks.length > 0;
  // A confidential application may use either method of sending its secret, so it matters only whether there is one.
  const secret = isPublic(application) ? undefined : application.secretHash;
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
    token_endpoint_auth_method: secret === undefined ? 'none' : 'client_secret_basic',
    ...(secret !== undefined && { client_secret: secret }),
    id_token_signed_response_alg: 'RS256',
    require_pkce: secret === undefined || application.requirePkce,
    web_origins: [...application.webOrigins],
  };
}
