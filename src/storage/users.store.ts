import type { Page, PageRequest } from '../common/page.js';
import { Overtaken } from '../common/unit-of-work.js';
import {
  IdentityExists,
  type RecordedSignIn,
  type User,
  type UserFilter,
  type UserOrder,
  UserStore,
} from '../users/index.js';
import type { Database } from './database.js';
import { byCheckpoint, byOffset, readTimeCursor, timeCursor } from './pages.js';
import { Unit } from './unit.js';
import { SqlUnitOfWork } from './unit-of-work.js';
import { type IdentityKey, readUser, type StoredUser, userById, userByIdentity, withIdentity } from './user-rows.js';
import { UsersOfUnit } from './users-of-unit.js';

/** Keeps users and their identities in the database. */
export class SqlUserStore extends UserStore {
  private readonly units: SqlUnitOfWork;

  constructor(private readonly database: Database) {
    super();
    this.units = new SqlUnitOfWork(database);
  }

  override async find(id: string): Promise<User | undefined> {
    const unit = this.unit();
    return unit === undefined ? read(await userById.first(this.database, { id })) : unit.find(id);
  }

  override async findByIdentity(key: IdentityKey): Promise<User | undefined> {
    const unit = this.unit();
    return unit === undefined ? read(await userByIdentity.first(this.database, key)) : unit.findByIdentity(key);
  }

  override async insert(user: User): Promise<void> {
    const unit = this.unit();
    if (unit !== undefined) return unit.insert(user);
    try {
      await this.units.run(() => this.insert(user));
    } catch (error) {
      throw error instanceof Overtaken ? new IdentityExists('This identity has a user.') : error;
    }
  }

  override async recordSignIn(id: string, signIn: RecordedSignIn): Promise<User | undefined> {
    const unit = this.unit();
    if (unit !== undefined) return unit.recordSignIn(id, signIn);
    try {
      return await this.units.run(() => this.recordSignIn(id, signIn));
    } catch (error) {
      if (error instanceof Overtaken) return undefined;
      throw error;
    }
  }

  override async setBlocked(id: string, blocked: boolean, at: Date): Promise<User | undefined> {
    await this.database
      .updateTable('users')
      .set({ blocked: Number(blocked), updated_at: at.getTime() })
      .where('id', '=', id)
      .execute();
    this.unit()?.forget(id);
    return this.find(id);
  }

  override async delete(id: string): Promise<boolean> {
    const deleted = await this.database.deleteFrom('users').where('id', '=', id).returning('id').executeTakeFirst();
    this.unit()?.forget(id);
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

  private unit(): UsersOfUnit | undefined {
    return Unit.of(this.database)?.part(UsersOfUnit, () => new UsersOfUnit(this.database));
  }
}

function read(row: StoredUser | undefined): User | undefined {
  return row && readUser(row);
}
