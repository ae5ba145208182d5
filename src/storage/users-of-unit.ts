import { IdentityExists, type RecordedSignIn, type User } from '../users/index.js';
import type { Database, KeptWrite } from './database.js';
import { everyColumn, prepared } from './prepared-query.js';
import type { RowOf } from './tables/table.js';
import { identities, type UsersTable, users } from './tables/users.js';
import { once, type UnitPart } from './unit.js';
import {
  counting,
  countingAndSyncing,
  countingAndSyncingFor,
  countingFor,
  groupsColumn,
  type IdentityKey,
  identityRow,
  keepingClaims,
  profileColumns,
  readUser,
  usableFor,
  userById,
  userByIdentity,
  userRow,
} from './user-rows.js';

/** A user as the database has it, and as it is once the unit is written. */
interface Known {
  readonly stored: User | undefined;
  readonly user: User;
  /** How many sign-ins of theirs the unit counts. */
  readonly times: number;
  /** The application that they sign in to. */
  readonly clientId?: string | undefined;
}

/** Users within one unit of work: each is read at most once, and written once. */
export class UsersOfUnit implements UnitPart {
  /** Undefined: there is none. */
  private readonly users = new Map<string, Promise<Known | undefined>>();
  /** By identity. */
  private readonly ids = new Map<string, Promise<string | undefined>>();
  private readonly changed = new Map<string, Known>();

  constructor(private readonly database: Database) {}

  async find(id: string): Promise<User | undefined> {
    return (await this.byId(id))?.user;
  }

  /** Without asking the database. */
  async known(id: string): Promise<User | undefined> {
    return (await this.users.get(id))?.user;
  }

  /** Takes note of a user as the database has them. @returns the user as the unit knows them. */
  meet(stored: User): User {
    const changed = this.changed.get(stored.id);
    if (changed !== undefined) return changed.user;
    this.remember(unchanged(stored));
    return stored;
  }

  async findByIdentity(key: IdentityKey): Promise<User | undefined> {
    const id = await once(this.ids, nameOf(key), async () => {
      const row = await userByIdentity.first(this.database, key);
      if (row !== undefined && !this.users.has(row.id)) this.remember(unchanged(readUser(row)));
      return row?.id;
    });
    return id === undefined ? undefined : this.find(id);
  }

  /** @throws {IdentityExists} where this unit knows of them already; else whoever writes the unit is told. */
  async insert(user: User, clientId?: string): Promise<void> {
    if ((await this.ids.get(nameOf(user.identity))) !== undefined)
      throw new IdentityExists('This identity has a user.');
    this.keep({ stored: undefined, user, times: 0, clientId });
  }

  async recordSignIn(id: string, signIn: RecordedSignIn): Promise<User | undefined> {
    const known = await this.byId(id);
    if (known === undefined || known.user.blocked || nameOf(known.user.identity) !== nameOf(signIn.identity)) {
      return undefined;
    }
    const user = signedIn(known.user, signIn);
    this.keep({ stored: known.stored, user, times: known.times + 1, clientId: signIn.clientId });
    return user;
  }

  /** Lets a user be read anew, who was changed beside the unit. */
  forget(id: string): void {
    if (!this.changed.has(id)) this.users.delete(id);
  }

  takeWrites(): readonly KeptWrite[] {
    const writes = [...this.changed.values()].flatMap((known) => [...this.writesOf(known)]);
    for (const { user } of this.changed.values()) this.remember(unchanged(user));
    this.changed.clear();
    return writes;
  }

  private *writesOf({ stored, user, times, clientId }: Known): Iterable<KeptWrite> {
    const of = (table: 'users' | 'identities', query: KeptWrite['query']): KeptWrite => ({
      table,
      key: user.id,
      query,
      mustAffect: 'user',
    });
    if (stored === undefined) {
      yield of('users', insertion.filled(this.database, userRow(user)));
      const row = identityRow(user);
      const identity =
        clientId === undefined
          ? insertionOfIdentity.filled(this.database, row)
          : insertionOfIdentityFor.filled(this.database, { ...row, clientId });
      yield of('identities', identity);
      return;
    }
    yield of('users', this.counted(stored, user, times, clientId));
    const { connectionId, issuer, subject, connectionName } = user.identity;
    const claims = JSON.stringify(user.identity.claims);
    if (connectionName === stored.identity.connectionName && claims === JSON.stringify(stored.identity.claims)) return;
    const values = { id: user.id, connectionId, issuer, subject, connectionName, claims };
    yield of('identities', keepingClaims.filled(this.database, values));
  }

  /** The profile is left alone where it is the same: that spares the index of addresses. */
  private counted(stored: User, user: User, times: number, clientId: string | undefined): KeptWrite['query'] {
    const row = userRow(user);
    const values = {
      id: user.id,
      times,
      at: user.updatedAt.getTime(),
      ip: user.lastIp ?? null,
      groups: groupsColumn(user.profile.groups),
    };
    const before = profileColumns(stored.profile);
    const isSame = row.profile === before.profile && row.email === before.email;
    const synced = { ...values, profile: row.profile, email: row.email };
    if (clientId === undefined) {
      return isSame ? counting.filled(this.database, values) : countingAndSyncing.filled(this.database, synced);
    }
    const to = { connectionId: user.identity.connectionId, clientId };
    return isSame
      ? countingFor.filled(this.database, { ...values, ...to })
      : countingAndSyncingFor.filled(this.database, { ...synced, ...to });
  }

  private byId(id: string): Promise<Known | undefined> {
    return once(this.users, id, async () => {
      const row = await userById.first(this.database, { id });
      return row && (this.changed.get(id) ?? unchanged(readUser(row)));
    });
  }

  private keep(known: Known): void {
    this.changed.set(known.user.id, known);
    this.remember(known);
  }

  private remember(known: Known): void {
    this.users.set(known.user.id, Promise.resolve(known));
    this.ids.set(nameOf(known.user.identity), Promise.resolve(known.user.id));
  }
}

function unchanged(user: User): Known {
  return { stored: user, user, times: 0 };
}

function nameOf({ connectionId, issuer, subject }: IdentityKey): string {
  return JSON.stringify([connectionId, issuer, subject]);
}

/** The user after the sign-in. */
function signedIn(user: User, { at, ip, identity, profile, groups }: RecordedSignIn): User {
  const { lastIp: _before, ...rest } = user;
  const { groups: _those, ...root } = profile ?? user.profile;
  return {
    ...rest,
    profile: { ...root, ...(groups !== undefined && { groups }) },
    identity: { ...user.identity, connectionName: identity.connectionName, claims: identity.claims },
    loginsCount: user.loginsCount + 1,
    lastLogin: at,
    ...(ip !== undefined && { lastIp: ip }),
    updatedAt: at,
  };
}

const insertion = prepared<UsersTable>()((database, value) =>
  database.insertInto('users').values(everyColumn(users, value)),
);

const insertionOfIdentity = prepared<RowOf<typeof identities>>()((database, value) =>
  database
    .insertInto('identities')
    .values(everyColumn(identities, value))
    .onConflict((conflict) => conflict.columns(['connection_id', 'issuer', 'subject']).doNothing()),
);

/** Of nobody whose application may not use the connection any more. */
const insertionOfIdentityFor = prepared<RowOf<typeof identities> & { clientId: string }>()((database, value) => {
  const names = Object.keys(identities.columns) as (keyof typeof identities.columns)[];
  return database
    .insertInto('identities')
    .columns(names)
    .expression((select) =>
      select
        .selectFrom(usableFor(database, value('connection_id'), value('clientId')).as('usable'))
        .select(names.map((name) => select.val(value(name)).as(name)))
        // SQLite takes `on conflict` for a join without it.
        .where('usable.id', 'is not', null),
    )
    .onConflict((conflict) => conflict.columns(['connection_id', 'issuer', 'subject']).doNothing());
});
