/**
 * What `options` says on the wire about the connection itself, whatever its strategy. The hub keeps these and a
 * connector never sees them, so none of its options, nor another name for one, can be called so.
 */
export const CONNECTION_OPTIONS = [
  'domain',
  'domain_aliases',
  'icon_url',
  'set_user_root_attributes',
  'callback',
  'restrict_email_domains',
  'client_secret_expires_at',
  'client_secret_next_expires_at',
] as const;
