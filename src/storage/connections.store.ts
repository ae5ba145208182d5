import { type SelectQueryBuilder, sql } from 'kysely';
import type { Page, PageRequest } from '../common/page.js';
import {
  type Connection,
  type ConnectionChange,
  type ConnectionFilter,
  ConnectionNameTaken,
  ConnectionStore,
  type ConnectionUse,
  hasButton,
} from '../connections/index.js';
import { forgetConsents } from './admin-consents.store.js';
import {
  allowClients,
  clientsOfConnection,
  missingClients,
  refuseClients,
  refusingUnknownClients,
} from './connection-clients.js';
import {
  anyUser,
  anyWithDomain,
  buttonsOfClient,
  type ConnectionWithUse,
  connectionById,
  connectionByIdWithUse,
  connectionByName,
  connectionByNameWithUse,
  connectionsOfClient,
  holderOfDomain,
  insertDomains,
  showButton,
  usableConnection,
  usableKey,
  usableOwner,
} from './connection-queries.js';
import type { Database } from './database.js';
import { inTransaction } from './database.js';
import { byCheckpoint, byOffset } from './pages.js';
import type { Schema } from './schema.js';
import type { Sealer } from './sealing/sealer.js';
import { type ConnectionsTable, connectionRow, readConnection } from './tables/connections.js';
import { forgetDrafts } from './trials.store.js';
import { onceInUnit, Unit } from './unit.js';

/** Keeps connections, their domains and their applications in the database; secrets sealed. */
export class SqlConnectionStore extends ConnectionStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {
    super();
  }

  async insert(connection: Connection, enabledClients: readonly string[]): Promise<void> {
    const clients = [...new Set(enabledClients)];
    await refusingUnknownClients(this.database, clients, () =>
      this.changing(async (transaction) => {
        const inserted = await transaction
          .insertInto('connections')
          .values(connectionRow(connection, this.sealer))
          .onConflict((conflict) => conflict.column('name').doNothing())
          .returning('id')
          .executeTakeFirst();
        if (inserted === undefined) throw new ConnectionNameTaken(`The name ${connection.name} is in use.`);
        await insertDomains(transaction, connection);
        await allowClients(transaction, connection.id, clients);
      }),
    );
  }

  update(connection: Connection, read: Connection, change: ConnectionChange = {}): Promise<boolean> {
    return this.changing(async (transaction) => {
      const { id, name, strategy, created_at, ...changes } = connectionRow(connection, this.sealer);
      const updated = await transaction
        .updateTable('connections')
        .set(changes)
        .where('id', '=', read.id)
        .where('revision', '=', read.revision)
        .where('updated_at', '=', read.updatedAt.getTime())
        .returning('id')
        .executeTakeFirst();
      if (updated === undefined) return false;
      await transaction.deleteFrom('connection_domains').where('connection_id', '=', read.id).execute();
      await insertDomains(transaction, connection);
      await showButton(transaction, read.id, hasButton(connection));
      if (change.isOtherRegistration) await forgetConsents(transaction, read.id);
      return true;
    });
  }

  delete(id: string): Promise<boolean> {
    return this.changing(async (transaction) => {
      const deleted = await transaction
        .deleteFrom('connections')
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst();
      await forgetDrafts(transaction, id);
      return deleted !== undefined;
    });
  }

  findById(id: string): Promise<Connection | undefined> {
    return onceInUnit(this.database, `connection id ${id}`, () =>
      this.one(connectionById.first(this.database, { id })),
    );
  }

  findByName(name: string): Promise<Connection | undefined> {
    return onceInUnit(this.database, `connection name ${name}`, () =>
      this.one(connectionByName.first(this.database, { name })),
    );
  }

  findByNameFor(name: string, clientId: string): Promise<ConnectionUse | undefined> {
    return onceInUnit(this.database, `connection use ${JSON.stringify([name, clientId])}`, () =>
      this.use(clientId, connectionByNameWithUse.first(this.database, { name, clientId })),
    );
  }

  findByIdFor(id: string, clientId: string): Promise<ConnectionUse | undefined> {
    return this.use(clientId, connectionByIdWithUse.first(this.database, { id, clientId }));
  }

  list(filter: ConnectionFilter, page: PageRequest): Promise<Page<Connection>> {
    let query = this.database.selectFrom('connections').selectAll('connections');
    if (filter.name !== undefined) query = query.where('name', '=', filter.name);
    if (filter.isEnabled !== undefined) query = query.where('is_enabled', '=', filter.isEnabled ? 1 : 0);
    if (filter.expiringBefore !== undefined) {
      query = query.where('secret_expires_at', '<', filter.expiringBefore.getTime());
    }
    if (filter.strategies !== undefined) {
      // `in ()` is no SQL: nothing is of no strategy.
      query =
        filter.strategies.length === 0 ? query.where(sql.lit(false)) : query.where('strategy', 'in', filter.strategies);
    }
    return this.page(query, page);
  }

  ownerOfDomain(domain: string): Promise<string | undefined> {
    return holderOfDomain(this.database, domain);
  }

  clientsOf(id: string, page: PageRequest): Promise<Page<string>> {
    return clientsOfConnection(this.database, id, page);
  }

  async setClients(
    id: string,
    changes: readonly { readonly clientId: string; readonly status: boolean }[],
  ): Promise<void> {
    const added = changes.filter((change) => change.status).map((change) => change.clientId);
    const removed = changes.filter((change) => !change.status).map((change) => change.clientId);
    await refusingUnknownClients(this.database, added, () =>
      this.changing(async (transaction) => {
        await refuseClients(transaction, id, removed);
        await allowClients(transaction, id, added);
      }),
    );
  }

  hasUsers(id: string): Promise<boolean> {
    return anyUser(this.database, id);
  }

  async hasClient(clientId: string): Promise<boolean> {
    return (await missingClients(this.database, [clientId])).length === 0;
  }

  connectionsOf(clientId: string, page: PageRequest): Promise<Page<Connection>> {
    return this.page(connectionsOfClient(this.database, clientId).selectAll('connections'), page);
  }

  isUsableBy(id: string, clientId: string): Promise<boolean> {
    return onceInUnit(
      this.database,
      usableKey(id, clientId),
      async () => (await usableConnection.first(this.database, { id, clientId })) !== undefined,
    );
  }

  async anyDomainUsableBy(clientId: string): Promise<boolean> {
    return (await anyWithDomain.first(this.database, { clientId })) !== undefined;
  }

  async buttonsFor(clientId: string): Promise<readonly Connection[]> {
    const rows = await buttonsOfClient.all(this.database, { clientId });
    return rows.map((row) => readConnection(row, this.sealer));
  }

  findByDomainFor(clientId: string, domain: string): Promise<Connection | undefined> {
    return this.one(usableOwner.first(this.database, { clientId, domain }));
  }

  private async use(
    clientId: string,
    found: Promise<ConnectionWithUse | undefined>,
  ): Promise<ConnectionUse | undefined> {
    const row = await found;
    if (row === undefined) return undefined;
    const isUsable = row.usable_id !== null;
    const use = { connection: readConnection(row, this.sealer), isUsable, awaitsProof: row.claimed_by !== null };
    Unit.of(this.database)?.remember(usableKey(row.id, clientId), use.isUsable);
    return use;
  }

  private async one(found: Promise<ConnectionsTable | undefined>): Promise<Connection | undefined> {
    const row = await found;
    const connection = row && readConnection(row, this.sealer);
    if (connection === undefined) return undefined;
    const unit = Unit.of(this.database);
    // Found by one name, known by the other.
    unit?.remember(`connection id ${connection.id}`, connection);
    unit?.remember(`connection name ${connection.name}`, connection);
    return connection;
  }

  /** A transaction after which what a unit has read of connections is not known to be true. */
  private async changing<Result>(work: (transaction: Database) => Promise<Result>): Promise<Result> {
    try {
      return await inTransaction(this.database, work);
    } finally {
      Unit.of(this.database)?.forget('connection ');
    }
  }

  /** Names never change, so a checkpoint by name holds whatever is added or removed meanwhile. */
  private page(
    query: SelectQueryBuilder<Schema, 'connections', ConnectionsTable>,
    page: PageRequest,
  ): Promise<Page<Connection>> {
    const read = (row: ConnectionsTable) => readConnection(row, this.sealer);
    const ordered = query.orderBy('connections.name');
    if (page.kind === 'offset') return byOffset(ordered, page, read);
    const after = page.from === undefined ? ordered : ordered.where('connections.name', '>', page.from);
    return byCheckpoint(after, page, read, (connection) => connection.name);
  }
}
