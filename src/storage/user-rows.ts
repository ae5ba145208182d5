import type { SelectQueryBuilder } from 'kysely';
import type { Identity, RootProfile, User } from '../users/index.js';
import type { Database } from './database.js';
import { prepared, type ValueOf } from './prepared-query.js';
import type { Schema } from './schema.js';
import { fromRow, type RowOf, toRow } from './tables/table.js';
import { identities, type UsersTable, users } from './tables/users.js';

/** The key that a person is recognised by. */
export type IdentityKey = Pick<Identity, 'connectionId' | 'issuer' | 'subject'>;

/** A user's row with that of their identity beside it. */
export type StoredUser = UsersTable & Omit<RowOf<typeof identities>, 'user_id'>;

export function readUser(row: StoredUser): User {
  const { email, groups, profile, ...user } = fromRow(users, row);
  const { userId, ...identity } = fromRow(identities, { ...row, user_id: row.id });
  return { ...user, profile: { ...profile, ...(groups !== undefined && { groups }) }, identity };
}

export function userRow(user: User): UsersTable {
  const { groups, ...profile } = user.profile;
  const row = toRow(users, { ...user, profile, ...(groups !== undefined && { groups }) });
  return { ...row, ...profileColumns(user.profile) };
}

export function identityRow(user: User): RowOf<typeof identities> {
  return toRow(identities, { ...user.identity, userId: user.id });
}

/** RFC 5321, section 4.5.3.1: local part, "@" and domain. */
const LONGEST_EMAIL = 64 + 1 + 255;

/** Root attributes without groups, which are kept by every sign-in and so in a column of their own. */
export function profileColumns({ groups, ...profile }: RootProfile): Pick<UsersTable, 'profile' | 'email'> {
  return { profile: JSON.stringify(profile), email: searchable(profile.email) };
}

/** What is longer than any address is kept in the profile, but not looked for: an index entry has its limits. */
function searchable(email: string | undefined): string | null {
  return email === undefined || email.length > LONGEST_EMAIL ? null : email.toLowerCase();
}

export function groupsColumn(groups: readonly string[] | undefined): string | null {
  return groups === undefined ? null : JSON.stringify(groups);
}

/** Each user with their identity: so far there is exactly one. */
export function withIdentity(database: Database): SelectQueryBuilder<Schema, 'users' | 'identities', StoredUser> {
  return database
    .selectFrom('users')
    .innerJoin('identities', 'identities.user_id', 'users.id')
    .selectAll('users')
    .select([
      'identities.connection_id',
      'identities.issuer',
      'identities.subject',
      'identities.connection_name',
      'identities.strategy',
      'identities.claims',
    ]);
}

export const userById = prepared<{ id: string }>()((database, value) =>
  withIdentity(database).where('users.id', '=', value('id')),
);

export const userByIdentity = prepared<IdentityKey>()((database, value) =>
  withIdentity(database)
    .where('identities.connection_id', '=', value('connectionId'))
    .where('identities.issuer', '=', value('issuer'))
    .where('identities.subject', '=', value('subject')),
);

interface CountedSignIn {
  readonly id: string;
  readonly times: number;
  readonly at: number;
  readonly ip: string | null;
  readonly groups: string | null;
}

/** Of nobody who was blocked a moment ago. No parallel sign-in is lost. */
function countingOf(database: Database, value: ValueOf<CountedSignIn>) {
  return database
    .updateTable('users')
    .set((e) => ({
      logins_count: e('logins_count', '+', value('times')),
      last_login: value('at'),
      last_ip: value('ip'),
      groups: value('groups'),
      updated_at: value('at'),
    }))
    .where('id', '=', value('id'))
    .where('blocked', '=', 0);
}

export const counting = prepared<CountedSignIn>()(countingOf);

export const countingAndSyncing = prepared<CountedSignIn & Pick<UsersTable, 'profile' | 'email'>>()((database, value) =>
  countingOf(database, value).set({ profile: value('profile'), email: value('email') }),
);

export const keepingClaims = prepared<IdentityKey & { id: string; connectionName: string; claims: string }>()(
  (database, value) =>
    database
      .updateTable('identities')
      .set({ claims: value('claims'), connection_name: value('connectionName') })
      .where('user_id', '=', value('id'))
      .where('connection_id', '=', value('connectionId'))
      .where('issuer', '=', value('issuer'))
      .where('subject', '=', value('subject')),
);
