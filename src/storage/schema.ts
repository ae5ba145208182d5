/**
 * Tables of the hub, one interface each. Column types are those both engines share: text, and integers.
 * Times are milliseconds since the epoch, booleans 0 or 1, JSON and sealed secrets text.
 */
export interface ConnectionsTable {
  id: string;
  name: string;
  strategy: string;
  display_name: string | null;
  icon_url: string | null;
  domain: string | null;
  /** JSON array. */
  domain_aliases: string;
  profile_sync: string;
  /** Null: follows from whether the connection has domains. */
  show_as_button: number | null;
  is_enabled: number;
  callback_kind: string;
  restrict_email_domains: number;
  secret_expires_at: number | null;
  next_secret_expires_at: number | null;
  secret_rotated_at: number | null;
  /** JSON object of strings. */
  metadata: string;
  /** JSON object: the connector's options without its secrets. */
  options: string;
  /** Version of the connector's options that these are of. */
  options_version: number;
  /** Sealed JSON object: the secret options, those that come next, the key of the links for administrators. */
  secrets_sealed: string;
  revision: number;
  created_at: number;
  updated_at: number;
}

/** Domains of connections. A partial unique index on `domain` where `is_active` = 1 gives each one owner. */
export interface ConnectionDomainsTable {
  connection_id: string;
  domain: string;
  is_primary: number;
  /** 1 while the connection is enabled. */
  is_active: number;
}

export interface ConnectionClientsTable {
  connection_id: string;
  client_id: string;
  /** 1 while the connection has a button: a login page must not look at all of an application's connections. */
  has_button: number;
}

export interface ApplicationsTable {
  client_id: string;
  name: string;
  app_type: string;
  /** JSON arrays of strings. */
  callbacks: string;
  allowed_logout_urls: string;
  web_origins: string;
  grant_types: string;
  token_endpoint_auth_method: string;
  /** SHA-256 of the secret in hex; null for public clients. */
  secret_hash: string | null;
  require_pkce: number;
  is_enabled: number;
  created_at: number;
  updated_at: number;
}

/** Which scopes of an audience an application may ask for by `client_credentials`. */
export interface ClientGrantsTable {
  id: string;
  client_id: string;
  audience: string;
  /** JSON array of strings. */
  scope: string;
}

export interface UsersTable {
  id: string;
  blocked: number;
  /** JSON object: the root profile without its groups. */
  profile: string;
  /** JSON array: the groups of the last sign-in, whatever profile sync says of the rest. Null: unknown. */
  groups: string | null;
  /** Lower case, to be searched by. */
  email: string | null;
  logins_count: number;
  last_login: number | null;
  last_ip: string | null;
  created_at: number;
  updated_at: number;
}

/** Unique on (connection_id, issuer, subject): the only key a person is recognised by. */
export interface IdentitiesTable {
  connection_id: string;
  issuer: string;
  subject: string;
  user_id: string;
  connection_name: string;
  strategy: string;
  /** JSON object: the verified claims of the last sign-in. */
  claims: string;
}

export interface PendingLoginsTable {
  /** SHA-256 of the state in base64url. */
  state_hash: string;
  /** SHA-256 of the handle in this browser's cookie. */
  browser_hash: string;
  connection_id: string;
  connection_revision: number;
  /** Of the application it is for, with the request; null in a trial. */
  client_id: string | null;
  /** Uid of the authorization request to resume. */
  request_uid: string | null;
  /** Of the trial it is for; null otherwise. */
  trial_id: string | null;
  locale: string;
  /** Sealed JSON: checks, and the kept form_post body. */
  sealed: string;
  created_at: number;
  expires_at: number;
}

/** An administrator on the way through the upstream's consent page. */
export interface PendingConsentsTable {
  /** SHA-256 of the state in base64url. */
  state_hash: string;
  /** SHA-256 of the handle in this browser's cookie. */
  browser_hash: string;
  connection_id: string;
  connection_revision: number;
  expires_at: number;
}

/** What administrators of upstream directories said they consented to. */
export interface AdminConsentsTable {
  connection_id: string;
  tenant_id: string;
  claimed_at: number;
  /** Null while it is only claimed. */
  verified_at: number | null;
  verified_by: string | null;
}

/** Trial sign-ins of connections: their links, and what they found. */
export interface TrialsTable {
  id: string;
  /** SHA-256 of the ticket in the link. */
  ticket_hash: string;
  /** Null for a connection that was never saved. */
  connection_id: string | null;
  connection_name: string;
  display_name: string | null;
  strategy: string;
  is_draft: number;
  /** SHA-256 of the handle in the cookie of the browser that opened the link; null until then. */
  browser_hash: string | null;
  /** Sealed JSON: the draft until the end, notes between the two turns, then the report. */
  sealed: string;
  created_at: number;
  opened_at: number | null;
  finished_at: number | null;
  expires_at: number;
}

/** What the OpenID Provider keeps: sessions, grants, codes, tokens. Ids are stored hashed: they are credentials. */
export interface OidcArtifactsTable {
  model: string;
  id_hash: string;
  /** Sealed JSON. */
  payload_sealed: string;
  grant_id: string | null;
  uid_hash: string | null;
  account_id: string | null;
  client_id: string | null;
  consumed_at: number | null;
  created_at: number;
  expires_at: number | null;
}

export interface SigningKeysTable {
  kid: string;
  algorithm: string;
  /** Sealed JWK, private. */
  jwk_sealed: string;
  created_at: number;
  /** From when on tokens are signed with it: later than `created_at`, so that it is published first. */
  active_from: number;
  /** When it leaves the JWKS; null while no newer key replaces it. */
  retired_at: number | null;
}

export interface EventsTable {
  log_id: string;
  date: number;
  /** Order of arrival: tells apart what happened in one millisecond. */
  sequence: number;
  type: string;
  description: string;
  client_id: string | null;
  connection_id: string | null;
  connection: string | null;
  user_id: string | null;
  ip: string | null;
  user_agent: string | null;
  correlation_id: string | null;
  /** JSON object. */
  details: string;
}

/** How often something happened in its current window, for rate limits. */
export interface RateCountersTable {
  /** A hash: what is counted may be somebody's address. */
  key: string;
  hits: number;
  ends_at: number;
}

/** Facts about the hub itself: the sealed canary, that the first management client was made, cookie keys. */
export interface HubSettingsTable {
  key: string;
  value: string;
}

export interface Schema {
  connections: ConnectionsTable;
  connection_domains: ConnectionDomainsTable;
  connection_clients: ConnectionClientsTable;
  applications: ApplicationsTable;
  client_grants: ClientGrantsTable;
  users: UsersTable;
  identities: IdentitiesTable;
  pending_logins: PendingLoginsTable;
  pending_consents: PendingConsentsTable;
  admin_consents: AdminConsentsTable;
  trials: TrialsTable;
  oidc_artifacts: OidcArtifactsTable;
  signing_keys: SigningKeysTable;
  events: EventsTable;
  rate_counters: RateCountersTable;
  hub_settings: HubSettingsTable;
}
