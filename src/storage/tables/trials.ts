import { flag, optional, type RowOf, table, text, time } from './table.js';

/** Trial sign-ins of connections: their links, and what they found. */
export const trials = table('trials', {
  columns: {
    id: text,
    /** SHA-256 of the ticket in the link. */
    ticket_hash: text,
    /** Null for a connection that was never saved. */
    connection_id: optional(text),
    connection_name: text,
    display_name: optional(text),
    strategy: text,
    is_draft: flag,
    /** SHA-256 of the handle in the cookie of the browser that opened the link; null until then. */
    browser_hash: optional(text),
    /** Sealed JSON: the draft until the end, notes between the two turns, then the report. */
    sealed: text,
    created_at: time,
    opened_at: optional(time),
    finished_at: optional(time),
    expires_at: time,
  },
  key: ['id'],
  sealed: 'sealed',
  expiry: { column: 'expires_at' },
});
export type TrialsTable = RowOf<typeof trials>;
