import { AccountStore, type StoredAccount } from '../openid-provider/index.js';
import { hashOf } from './artifact-rows.js';
import { usableBy, usableConnection, usableKey } from './connection-queries.js';
import type { Database } from './database.js';
import { prepared } from './prepared-query.js';
import { Unit } from './unit.js';
import { readUser, type StoredUser, withIdentity } from './user-rows.js';
import { UsersOfUnit } from './users-of-unit.js';

/** Users and whether an application may be told about them, by one query. */
export class SqlAccountStore extends AccountStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async find(userId: string, clientId: string): Promise<StoredAccount | undefined> {
    const unit = Unit.of(this.database);
    if (unit === undefined) return read(await accountOf.first(this.database, { userId, clientId }));
    await unit.known(foreseen(clientId));
    const users = this.usersOf(unit);
    return await unit.once(`account ${JSON.stringify([userId, clientId])}`, async () => {
      // Who has just signed in is in the unit, and not yet in the database where they are new.
      const user = await users.known(userId);
      if (user !== undefined)
        return { user, isUsable: await this.isUsable(unit, user.identity.connectionId, clientId) };
      return this.meet(unit, clientId, read(await accountOf.first(this.database, { userId, clientId })));
    });
  }

  override async foresee(model: string, id: string, clientId: string): Promise<void> {
    const unit = Unit.of(this.database);
    await unit?.once(foreseen(clientId), async () => {
      const values = { model, idHash: hashOf(id), clientId };
      this.meet(unit, clientId, read(await accountOfArtifact.first(this.database, values)));
    });
  }

  private isUsable(unit: Unit, id: string, clientId: string): Promise<boolean> {
    return unit.once(usableKey(id, clientId), async () => {
      return (await usableConnection.first(this.database, { id, clientId })) !== undefined;
    });
  }

  /** @returns the account as the unit knows it, which may have changed the user. */
  private meet(unit: Unit, clientId: string, account: StoredAccount | undefined): StoredAccount | undefined {
    if (account === undefined) return undefined;
    unit.remember(usableKey(account.user.identity.connectionId, clientId), account.isUsable);
    return { ...account, user: this.usersOf(unit).meet(account.user) };
  }

  private usersOf(unit: Unit): UsersOfUnit {
    return unit.part(UsersOfUnit, () => new UsersOfUnit(this.database));
  }
}

function foreseen(clientId: string): string {
  return `account foreseen ${clientId}`;
}

type AccountRow = StoredUser & { readonly usable_id: string | null };

function read(row: AccountRow | undefined): StoredAccount | undefined {
  return row && { user: readUser(row), isUsable: row.usable_id !== null };
}

const accountOf = prepared<{ userId: string; clientId: string }>()((database, value) =>
  accounts(database, value('clientId')).where('users.id', '=', value('userId')),
);

const accountOfArtifact = prepared<{ model: string; idHash: string; clientId: string }>()((database, value) =>
  accounts(database, value('clientId')).where('users.id', '=', (select) =>
    select
      .selectFrom('oidc_artifacts')
      .select('account_id')
      .where('model', '=', value('model'))
      .where('id_hash', '=', value('idHash'))
      .$castTo<{ account_id: string }>(),
  ),
);

function accounts(database: Database, clientId: string) {
  return withIdentity(database)
    .leftJoin(usableBy(database, clientId).as('usable'), 'usable.id', 'identities.connection_id')
    .select('usable.id as usable_id');
}
