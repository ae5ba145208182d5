import type { SelectQueryBuilder } from 'kysely';
import type { Page, PageRequest } from '../common/page.js';
import {
  type Identity,
  IdentityExists,
  type RecordedSignIn,
  type User,
  type UserFilter,
  type UserOrder,
  UserStore,
} from '../users/index.js';
import { byCheckpoint, byOffset } from './connection-pages.js';
import type { Database } from './database.js';
import type { Schema } from './schema.js';
import { readTimeCursor, timeCursor } from './time-cursor.js';
import { inTransaction } from './transactions.js';
import { groupsColumn, identityRow, profileColumns, readUser, type StoredUser, userRow } from './user-rows.js';

/** Keeps users and their identities in the database. */
export class SqlUserStore extends UserStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async find(id: string): Promise<User | undefined> {
    const row = await users(this.database).where('users.id', '=', id).executeTakeFirst();
    return row && readUser(row);
  }

  override async findByIdentity(key: Pick<Identity, 'connectionId' | 'issuer' | 'subject'>): Promise<User | undefined> {
    const row = await users(this.database)
      .where('identities.connection_id', '=', key.connectionId)
      .where('identities.issuer', '=', key.issuer)
      .where('identities.subject', '=', key.subject)
      .executeTakeFirst();
    return row && readUser(row);
  }

  override insert(user: User): Promise<void> {
    return inTransaction(this.database, async (transaction) => {
      await transaction.insertInto('users').values(userRow(user)).execute();
      const inserted = await transaction
        .insertInto('identities')
        .values(identityRow(user.identity, user.id))
        .onConflict((conflict) => conflict.columns(['connection_id', 'issuer', 'subject']).doNothing())
        .returning('user_id')
        .executeTakeFirst();
      if (inserted === undefined) throw new IdentityExists('This identity has a user.');
    });
  }

  override recordSignIn(id: string, signIn: RecordedSignIn): Promise<User | undefined> {
    return inTransaction(this.database, async (transaction) => {
      const counted = await transaction
        .updateTable('users')
        .set((e) => ({
          logins_count: e('logins_count', '+', 1),
          last_login: signIn.at.getTime(),
          last_ip: signIn.ip ?? null,
          groups: groupsColumn(signIn.groups),
          updated_at: signIn.at.getTime(),
          ...(signIn.profile !== undefined && profileColumns(signIn.profile)),
        }))
        .where('id', '=', id)
        .where('blocked', '=', 0)
        .returning('id')
        .executeTakeFirst();
      if (counted === undefined) return undefined;
      const { connectionId, issuer, subject, connectionName, claims } = signIn.identity;
      await transaction
        .updateTable('identities')
        .set({ claims: JSON.stringify(claims), connection_name: connectionName })
        .where('user_id', '=', id)
        .where('connection_id', '=', connectionId)
        .where('issuer', '=', issuer)
        .where('subject', '=', subject)
        .execute();
      const row = await users(transaction).where('users.id', '=', id).executeTakeFirst();
      return row && readUser(row);
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
    let query = users(this.database).orderBy('users.created_at', direction).orderBy('users.id', direction);
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

/** Each user with their identity: so far there is exactly one. */
function users(database: Database): SelectQueryBuilder<Schema, 'users' | 'identities', StoredUser> {
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
