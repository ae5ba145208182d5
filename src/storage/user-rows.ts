import type { Identity, RootProfile, User } from '../users/index.js';
import type { IdentitiesTable, UsersTable } from './schema.js';

/** RFC 5321, section 4.5.3.1: local part, "@" and domain. */
const LONGEST_EMAIL = 64 + 1 + 255;

/** A user's row with that of their identity beside it. */
export type StoredUser = UsersTable & Omit<IdentitiesTable, 'user_id'>;

export function userRow(user: User): UsersTable {
  return {
    id: user.id,
    blocked: Number(user.blocked),
    ...profileColumns(user.profile),
    groups: groupsColumn(user.profile.groups),
    logins_count: user.loginsCount,
    last_login: user.lastLogin?.getTime() ?? null,
    last_ip: user.lastIp ?? null,
    created_at: user.createdAt.getTime(),
    updated_at: user.updatedAt.getTime(),
  };
}

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

export function identityRow(identity: Identity, userId: string): IdentitiesTable {
  return {
    connection_id: identity.connectionId,
    issuer: identity.issuer,
    subject: identity.subject,
    user_id: userId,
    connection_name: identity.connectionName,
    strategy: identity.strategy,
    claims: JSON.stringify(identity.claims),
  };
}

export function readUser(row: StoredUser): User {
  return {
    id: row.id,
    blocked: row.blocked === 1,
    profile: {
      ...(JSON.parse(row.profile) as RootProfile),
      ...(row.groups !== null && { groups: JSON.parse(row.groups) as readonly string[] }),
    },
    identity: {
      connectionId: row.connection_id,
      connectionName: row.connection_name,
      strategy: row.strategy,
      issuer: row.issuer,
      subject: row.subject,
      claims: JSON.parse(row.claims) as Identity['claims'],
    },
    // PostgreSQL answers a bigint as text.
    loginsCount: Number(row.logins_count),
    ...(row.last_login !== null && { lastLogin: new Date(Number(row.last_login)) }),
    ...(row.last_ip !== null && { lastIp: row.last_ip }),
    createdAt: new Date(Number(row.created_at)),
    updatedAt: new Date(Number(row.updated_at)),
  };
}
