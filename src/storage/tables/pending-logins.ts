import { integer, optional, type RowOf, table, text, time } from './table.js';

/** People on their way through an upstream. */
export const pendingLogins = table('pending_logins', {
  columns: {
    /** SHA-256 of the state in base64url. */
    state_hash: text,
    /** SHA-256 of the handle in this browser's cookie. */
    browser_hash: text,
    connection_id: text,
    connection_revision: integer,
    /** What it is for: `application`, `trial`, `consent`. Null in rows of the first build, which follow from whose they are. */
    purpose: optional(text),
    /** Of the application it is for, with the request; null otherwise. */
    client_id: optional(text),
    /** Uid of the authorization request to resume. */
    request_uid: optional(text),
    /** Of the trial it is for; a word that names no trial in a consent; null otherwise. */
    trial_id: optional(text),
    locale: text,
    /** Sealed JSON: checks and the kept form_post body, until it is claimed; then what its browser was answered. */
    sealed: text,
    created_at: time,
    /** When an answer of the upstream was taken for it. */
    claimed_at: optional(time),
    expires_at: time,
  },
  key: ['state_hash'],
  sealed: 'sealed',
  expiry: { column: 'expires_at' },
});
export type PendingLoginsTable = RowOf<typeof pendingLogins>;
