import type { Identity, RootProfile } from '../../users/index.js';
import { flag, integer, json, optional, type RowOf, table, text, time } from './table.js';

/** The people that the hub knows. */
export const users = table('users', {
  columns: {
    id: text,
    blocked: flag,
    /** The root profile without its groups. */
    profile: json<Omit<RootProfile, 'groups'>>(),
    /** The groups of the last sign-in, whatever profile sync says of the rest. Null: unknown. */
    groups: optional(json<readonly string[]>()),
    /** Lower case, to be searched by. */
    email: optional(text),
    logins_count: integer,
    last_login: optional(time),
    last_ip: optional(text),
    created_at: time,
    updated_at: time,
  },
  key: ['id'],
  sealed: 'nothing',
  expiry: 'never',
});
export type UsersTable = RowOf<typeof users>;

/** Unique on (connection_id, issuer, subject): the only key a person is recognised by. */
export const identities = table('identities', {
  columns: {
    connection_id: text,
    issuer: text,
    subject: text,
    user_id: text,
    connection_name: text,
    strategy: text,
    /** The verified claims of the last sign-in. */
    claims: json<Identity['claims']>(),
  },
  key: ['connection_id', 'issuer', 'subject'],
  sealed: 'nothing',
  expiry: 'never',
});
