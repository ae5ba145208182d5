import type { SelectQueryBuilder } from 'kysely';
import type { Page, PageRequest } from '../common/page.js';
import {
  type Identity,
  IdentityExists,
  type RecordedSignIn,
  type RootProfile,
  type User,
  type UserFilter,
  type UserOrder,
  UserStore,
} from '../users/index.js';
import type { Database } from './database.js';
import { inTransaction } from './database.js';
import { byCheckpoint, byOffset, readTimeCursor, timeCursor } from './pages.js';
import { prepared, type ValueOf } from './prepared-query.js';
import type { Schema } from './schema.js';
import { fromRow, type RowOf, toRow } from './tables/table.js';
import { identities, type UsersTable, users } from './tables/users.js';

/** Keeps users and their identities in the database. */
export class SqlUserStore extends UserStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async find(id: string): Promise<User | undefined> {
    const row = await byId.first(this.database, { id });
    return row && readUser(row);
  }

  override async findByIdentity(key: Pick<Identity, 'connectionId' | 'issuer' | 'subject'>): Promise<User | undefined> {
    const row = await byIdentity.first(this.database, key);
    return row && readUser(row);
  }

  override insert(user: User): Promise<void> {
    return inTransaction(this.database, async (transaction) => {
      const { groups, ...profile } = user.profile;
      const row = toRow(users, {
        ...user,
        profile,
        ...(groups !== undefined && { groups }),
      });
      await transaction
        .insertInto('users')
        .values({ ...row, ...profileColumns(user.profile) })
        .execute();
      const inserted = await transaction
        .insertInto('identities')
        .values(toRow(identities, { ...user.identity, userId: user.id }))
        .onConflict((conflict) => conflict.columns(['connection_id', 'issuer', 'subject']).doNothing())
        .returning('user_id')
        .executeTakeFirst();
      if (inserted === undefined) throw new IdentityExists('This identity has a user.');
    });
  }

  override recordSignIn(id: string, signIn: RecordedSignIn): Promise<User | undefined> {
    return inTransaction(this.database, async (transaction) => {
      const values = { id, at: signIn.at.getTime(), ip: signIn.ip ?? null, groups: groupsColumn(signIn.groups) };
      const user =
        signIn.profile === undefined
          ? await counting.first(transaction, values)
          : await countingAndSyncing.first(transaction, { ...values, ...profileColumns(signIn.profile) });
      if (user === undefined) return undefined;
      const { connectionId, issuer, subject, connectionName, claims } = signIn.identity;
      const identity = await keepingClaims.first(transaction, {
        id,
        connectionId,
        issuer,
        subject,
        connectionName,
        claims: JSON.stringify(claims),
      });
      return identity && readUser({ ...user, ...identity });
    });
  }

  override async setBlocked(id: string, blocked: boolean, at: Date): Promise<User | undefined> {
    await this.database
      .updateTable('users')
      .set({ blocked: Number(blocked), updated_at: at.getTime() })
      .where('id', '=', id)
      .execute();
    return this.find(id);
  }

  override async delete(id: string): Promise<boolean> {
    const deleted = await this.database.deleteFrom('users').where('id', '=', id).returning('id').executeTakeFirst();
    return deleted !== undefined;
  }

  override async list(filter: UserFilter, page: PageRequest, order: UserOrder = 'newest-first'): Promise<Page<User>> {
    const [direction, beyond] = order === 'newest-first' ? (['desc', '<'] as const) : (['asc', '>'] as const);
    let query = withIdentity(this.database).orderBy('users.created_at', direction).orderBy('users.id', direction);
    if (filter.id !== undefined) query = query.where('users.id', '=', filter.id);
    if (filter.email !== undefined) query = query.where('users.email', '=', filter.email);
    if (filter.connectionName !== undefined) {
      query = query.where('identities.connection_name', '=', filter.connectionName);
    }
    if (page.kind === 'offset') return byOffset(query, page, readUser);
    if (page.from !== undefined) {
      const { time, id } = readTimeCursor(page.from);
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('users.created_at', 'users.id'), beyond, tuple(time, id)),
      );
    }
    return byCheckpoint(query, page, readUser, (user) => timeCursor(user.createdAt, user.id));
  }
}

/** RFC 5321, section 4.5.3.1: local part, "@" and domain. */
const LONGEST_EMAIL = 64 + 1 + 255;

/** A user's row with that of their identity beside it. */
type StoredUser = UsersTable & Omit<RowOf<typeof identities>, 'user_id'>;

/** Root attributes without groups, which are kept by every sign-in and so in a column of their own. */
function profileColumns({ groups, ...profile }: RootProfile): Pick<UsersTable, 'profile' | 'email'> {
  return { profile: JSON.stringify(profile), email: searchable(profile.email) };
}

/** What is longer than any address is kept in the profile, but not looked for: an index entry has its limits. */
function searchable(email: string | undefined): string | null {
  return email === undefined || email.length > LONGEST_EMAIL ? null : email.toLowerCase();
}

function groupsColumn(groups: readonly string[] | undefined): string | null {
  return groups === undefined ? null : JSON.stringify(groups);
}

function readUser(row: StoredUser): User {
  const { email, groups, profile, ...user } = fromRow(users, row);
  const { userId, ...identity } = fromRow(identities, { ...row, user_id: row.id });
  return { ...user, profile: { ...profile, ...(groups !== undefined && { groups }) }, identity };
}

/** Each user with their identity: so far there is exactly one. */
function withIdentity(database: Database): SelectQueryBuilder<Schema, 'users' | 'identities', StoredUser> {
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

const byId = prepared<{ id: string }>()((database, value) =>
  withIdentity(database).where('users.id', '=', value('id')),
);

const byIdentity = prepared<Pick<Identity, 'connectionId' | 'issuer' | 'subject'>>()((database, value) =>
  withIdentity(database)
    .where('identities.connection_id', '=', value('connectionId'))
    .where('identities.issuer', '=', value('issuer'))
    .where('identities.subject', '=', value('subject')),
);

interface CountedSignIn {
  readonly id: string;
  readonly at: number;
  readonly ip: string | null;
  readonly groups: string | null;
}

function countingOf(database: Database, value: ValueOf<CountedSignIn>) {
  return database
    .updateTable('users')
    .set((e) => ({
      logins_count: e('logins_count', '+', 1),
      last_login: value('at'),
      last_ip: value('ip'),
      groups: value('groups'),
      updated_at: value('at'),
    }))
    .where('id', '=', value('id'))
    .where('blocked', '=', 0);
}

const counting = prepared<CountedSignIn>()((database, value) => countingOf(database, value).returningAll());

const countingAndSyncing = prepared<CountedSignIn & Pick<UsersTable, 'profile' | 'email'>>()((database, value) =>
  countingOf(database, value)
    .set({ profile: value('profile'), email: value('email') })
    .returningAll(),
);

const keepingClaims = prepared<Omit<Identity, 'strategy' | 'claims'> & { id: string; claims: string }>()(
  (database, value) =>
    database
      .updateTable('identities')
      .set({ claims: value('claims'), connection_name: value('connectionName') })
      .where('user_id', '=', value('id'))
      .where('connection_id', '=', value('connectionId'))
      .where('issuer', '=', value('issuer'))
      .where('subject', '=', value('subject'))
      .returning(['connection_id', 'issuer', 'subject', 'connection_name', 'strategy', 'claims']),
);
