import { sql } from 'kysely';
import {
  type Application,
  ApplicationStore,
  type ApplicationType,
  type ClientGrant,
  ClientGrantExists,
} from '../applications/index.js';
import type { Page, PageRequest } from '../common/page.js';
import type { Database } from './database.js';
import { inTransaction } from './database.js';
import { byCheckpoint, byOffset, readTimeCursor, timeCursor } from './pages.js';
import { prepared } from './prepared-query.js';
import { applications, clientGrants } from './tables/applications.js';
import { fromRow, type RowOf, toRow } from './tables/table.js';
import { onceInUnit, Unit } from './unit.js';

const FIRST_MANAGEMENT_CLIENT = 'first_management_client';

/** Keeps applications and their client grants in the database. Of a secret there is only its hash. */
export class SqlApplicationStore extends ApplicationStore {
  constructor(private readonly database: Database) {
    super();
  }

  override insert(application: Application, grants: readonly ClientGrant[] = []): Promise<void> {
    return inTransaction(this.database, async (transaction) => {
      await transaction.insertInto('applications').values(toRow(applications, application)).execute();
      if (grants.length > 0)
        await transaction
          .insertInto('client_grants')
          .values(grants.map((grant) => toRow(clientGrants, grant)))
          .execute();
    });
  }

  override async update(application: Application, read: Application): Promise<boolean> {
    const { client_id, created_at, ...changes } = toRow(applications, application);
    const updated = await this.database
      .updateTable('applications')
      .set(changes)
      .where('client_id', '=', read.clientId)
      .where('updated_at', '=', read.updatedAt.getTime())
      .returning('client_id')
      .executeTakeFirst();
    this.forget(read.clientId);
    return updated !== undefined;
  }

  override async delete(clientId: string): Promise<boolean> {
    const deleted = await this.database
      .deleteFrom('applications')
      .where('client_id', '=', clientId)
      .returning('client_id')
      .executeTakeFirst();
    this.forget(clientId);
    return deleted !== undefined;
  }

  override async find(clientId: string): Promise<Application | undefined> {
    return onceInUnit(this.database, `application ${clientId}`, async () => {
      const row = await byClientId.first(this.database, { clientId });
      return row && readApplication(row);
    });
  }

  override async list(
    { appTypes }: { readonly appTypes?: readonly ApplicationType[] },
    page: PageRequest,
  ): Promise<Page<Application>> {
    let query = this.database.selectFrom('applications').selectAll().orderBy('created_at').orderBy('client_id');
    if (appTypes !== undefined) {
      // `in ()` is no SQL: nothing is of no type.
      query = appTypes.length === 0 ? query.where(sql.lit(false)) : query.where('app_type', 'in', appTypes);
    }
    if (page.kind === 'offset') return byOffset(query, page, readApplication);
    if (page.from !== undefined) {
      const { time, id } = readTimeCursor(page.from);
      query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'client_id'), '>', tuple(time, id)));
    }
    return byCheckpoint(query, page, readApplication, ({ createdAt, clientId }) => timeCursor(createdAt, clientId));
  }

  override async hasWebOrigin(origin: string): Promise<boolean> {
    const rows = await this.database
      .selectFrom('applications')
      .select('web_origins')
      .where('is_enabled', '=', 1)
      .where('web_origins', '!=', '[]')
      .execute();
    return rows.some((row) => (JSON.parse(row.web_origins) as readonly string[]).includes(origin));
  }

  override async grantFor(clientId: string, audience: string): Promise<ClientGrant | undefined> {
    const row = await this.database
      .selectFrom('client_grants')
      .selectAll()
      .where('client_id', '=', clientId)
      .where('audience', '=', audience)
      .executeTakeFirst();
    return row && readGrant(row);
  }

  override async findGrant(id: string): Promise<ClientGrant | undefined> {
    const row = await this.database.selectFrom('client_grants').selectAll().where('id', '=', id).executeTakeFirst();
    return row && readGrant(row);
  }

  override async listGrants(
    { clientId, audience }: { readonly clientId?: string; readonly audience?: string },
    page: PageRequest,
  ): Promise<Page<ClientGrant>> {
    let query = this.database.selectFrom('client_grants').selectAll().orderBy('id');
    if (clientId !== undefined) query = query.where('client_id', '=', clientId);
    if (audience !== undefined) query = query.where('audience', '=', audience);
    if (page.kind === 'offset') return byOffset(query, page, readGrant);
    if (page.from !== undefined) query = query.where('id', '>', page.from);
    return byCheckpoint(query, page, readGrant, (grant) => grant.id);
  }

  override async insertGrant(grant: ClientGrant): Promise<void> {
    const inserted = await this.database
      .insertInto('client_grants')
      .values(toRow(clientGrants, grant))
      .onConflict((conflict) => conflict.columns(['client_id', 'audience']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted === undefined) throw new ClientGrantExists('The client has a grant for this audience.');
  }

  override async updateGrant(grant: ClientGrant): Promise<boolean> {
    const updated = await this.database
      .updateTable('client_grants')
      .set({ scope: JSON.stringify(grant.scope) })
      .where('id', '=', grant.id)
      .returning('id')
      .executeTakeFirst();
    return updated !== undefined;
  }

  override async deleteGrant(id: string): Promise<boolean> {
    const deleted = await this.database
      .deleteFrom('client_grants')
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst();
    return deleted !== undefined;
  }

  override insertFirstManagementClient(
    application: Application,
    grant: ClientGrant,
    beforeStored: () => Promise<void> = async () => {},
  ): Promise<boolean> {
    return inTransaction(this.database, async (transaction) => {
      // The marker outlives the client, so that a removed one stays removed.
      const marked = await transaction
        .insertInto('hub_settings')
        .values({ key: FIRST_MANAGEMENT_CLIENT, value: application.clientId })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('key')
        .executeTakeFirst();
      if (marked === undefined) return false;
      await transaction.insertInto('applications').values(toRow(applications, application)).execute();
      await transaction.insertInto('client_grants').values(toRow(clientGrants, grant)).execute();
      await beforeStored();
      return true;
    });
  }

  private forget(clientId: string): void {
    Unit.of(this.database)?.forget(`application ${clientId}`);
  }
}

const readApplication = (row: RowOf<typeof applications>): Application => fromRow(applications, row);
const readGrant = (row: RowOf<typeof clientGrants>): ClientGrant => fromRow(clientGrants, row);

const byClientId = prepared<{ clientId: string }>()((database, value) =>
  database.selectFrom('applications').selectAll().where('client_id', '=', value('clientId')),
);
