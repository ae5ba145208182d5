import { optional, type RowOf, table, text, time } from './table.js';

/** What the OpenID Provider keeps: sessions, grants, codes, tokens. Ids are stored hashed: they are credentials. */
export const oidcArtifacts = table('oidc_artifacts', {
  columns: {
    model: text,
    id_hash: text,
    /** Sealed JSON. */
    payload_sealed: text,
    grant_id: optional(text),
    uid_hash: optional(text),
    /** Of what ends with a session: what that is found by. */
    session_hash: optional(text),
    account_id: optional(text),
    client_id: optional(text),
    consumed_at: optional(time),
    created_at: time,
    expires_at: optional(time),
  },
  key: ['model', 'id_hash'],
  sealed: 'payload_sealed',
  expiry: { column: 'expires_at' },
});
export type OidcArtifactsTable = RowOf<typeof oidcArtifacts>;
