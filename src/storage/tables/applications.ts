import type { ApplicationType, TokenEndpointAuthMethod } from '../../applications/index.js';
import { flag, json, optional, table, text, textOf, time } from './table.js';

/** Downstream applications. */
export const applications = table('applications', {
  columns: {
    client_id: text,
    name: text,
    app_type: textOf<ApplicationType>(),
    callbacks: json<readonly string[]>(),
    allowed_logout_urls: json<readonly string[]>(),
    web_origins: json<readonly string[]>(),
    grant_types: json<readonly string[]>(),
    token_endpoint_auth_method: textOf<TokenEndpointAuthMethod>(),
    /** SHA-256 of the secret in hex; null for public clients. */
    secret_hash: optional(text),
    require_pkce: flag,
    is_enabled: flag,
    created_at: time,
    updated_at: time,
  },
  key: ['client_id'],
  sealed: 'nothing',
  expiry: 'never',
});

/** Which scopes of an audience an application may ask for by `client_credentials`. */
export const clientGrants = table('client_grants', {
  columns: {
    id: text,
    client_id: text,
    audience: text,
    scope: json<readonly string[]>(),
  },
  key: ['id'],
  sealed: 'nothing',
  expiry: 'never',
});
