import { AccountStore, type StoredAccount } from '../openid-provider/index.js';
import { usableBy, usableKey } from './connection-queries.js';
import type { Database } from './database.js';
import { prepared } from './prepared-query.js';
import { Unit } from './unit.js';
import { readUser, withIdentity } from './user-rows.js';
import { UsersOfUnit } from './users-of-unit.js';

/** Users and whether an application may be told about them, by one query. */
export class SqlAccountStore extends AccountStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async find(userId: string, clientId: string): Promise<StoredAccount | undefined> {
    const unit = Unit.of(this.database);
    if (unit === undefined) return this.load(userId, clientId);
    const users = unit.part(UsersOfUnit, () => new UsersOfUnit(this.database));
    return await unit.once(`account ${JSON.stringify([userId, clientId])}`, async () => {
      // Who has just signed in is in the unit, and so is whether the application may use the connection.
      const user = await users.known(userId);
      const isUsable = user && (await unit.known<boolean>(usableKey(user.identity.connectionId, clientId)));
      if (user !== undefined && isUsable !== undefined) return { user, isUsable };
      const account = await this.load(userId, clientId);
      if (account === undefined) return undefined;
      unit.remember(usableKey(account.user.identity.connectionId, clientId), account.isUsable);
      return { ...account, user: users.meet(account.user) };
    });
  }

  private async load(userId: string, clientId: string): Promise<StoredAccount | undefined> {
    const row = await accountOf.first(this.database, { userId, clientId });
    return row && { user: readUser(row), isUsable: row.usable_id !== null };
  }
}

const accountOf = prepared<{ userId: string; clientId: string }>()((database, value) =>
  withIdentity(database)
    .leftJoin(usableBy(database, value('clientId')).as('usable'), 'usable.id', 'identities.connection_id')
    .select('usable.id as usable_id')
    .where('users.id', '=', value('userId')),
);
