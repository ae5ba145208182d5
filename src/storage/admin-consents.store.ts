import {
  type AdminConsentRecord,
  AdminConsentStore,
  type ConsentEvidence,
  type ConsentKey,
} from '../consents/index.js';
import type { Database } from './database.js';
import { prepared } from './prepared-query.js';
import { type AdminConsentsTable, adminConsents } from './tables/admin-consents.js';
import { fromRow } from './tables/table.js';

/** Claims kept of a connection until they are verified. Whoever has the link can make up tenants: the oldest make room. */
const MAX_CLAIMED = 50;

/** Administrators' consents in the hub's database: one row for each connection and tenant. */
export class SqlAdminConsentStore extends AdminConsentStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async claim({ connectionId, tenantId }: ConsentKey, at: Date): Promise<void> {
    const claimed_at = at.getTime();
    await this.database
      .insertInto('admin_consents')
      .columns(['connection_id', 'tenant_id', 'claimed_at'])
      // Not for a connection that was deleted meanwhile: its foreign key would refuse.
      .expression((from) =>
        from
          .selectFrom('connections')
          .select((column) => [
            'connections.id',
            column.cast<string>(column.val(tenantId), 'text').as('tenant_id'),
            column.cast<number>(column.val(claimed_at), 'bigint').as('claimed_at'),
          ])
          .where('connections.id', '=', connectionId),
      )
      .onConflict((conflict) => conflict.columns(['connection_id', 'tenant_id']).doUpdateSet({ claimed_at }))
      .execute();
    const unverified = this.database
      .selectFrom('admin_consents')
      .select('tenant_id')
      .where('connection_id', '=', connectionId)
      .where('verified_at', 'is', null);
    await this.database
      .deleteFrom('admin_consents')
      .where('connection_id', '=', connectionId)
      .where('verified_at', 'is', null)
      .where('tenant_id', 'not in', unverified.orderBy('claimed_at', 'desc').orderBy('tenant_id').limit(MAX_CLAIMED))
      .execute();
  }

  override async verify({ connectionId, tenantId }: ConsentKey, by: ConsentEvidence, at: Date): Promise<boolean> {
    const { numUpdatedRows } = await this.database
      .updateTable('admin_consents')
      .set({ verified_at: at.getTime(), verified_by: by })
      .where('connection_id', '=', connectionId)
      .where('tenant_id', '=', tenantId)
      .where('verified_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  override async find(key: ConsentKey): Promise<AdminConsentRecord | undefined> {
    const row = await byKey.first(this.database, key);
    return row && read(row);
  }

  override async list(connectionId: string, limit: number): Promise<readonly AdminConsentRecord[]> {
    const rows = await this.database
      .selectFrom('admin_consents')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .orderBy('claimed_at', 'desc')
      .orderBy('tenant_id')
      .limit(limit)
      .execute();
    return rows.map(read);
  }
}

const byKey = prepared<ConsentKey>()((database, value) =>
  database
    .selectFrom('admin_consents')
    .selectAll()
    .where('connection_id', '=', value('connectionId'))
    .where('tenant_id', '=', value('tenantId')),
);

/** Forgets all consents to a connection. */
export async function forgetConsents(database: Database, connectionId: string): Promise<void> {
  await database.deleteFrom('admin_consents').where('connection_id', '=', connectionId).execute();
}

function read(row: AdminConsentsTable): AdminConsentRecord {
  const { verifiedAt: at, verifiedBy: by, ...consent } = fromRow(adminConsents, row);
  return { ...consent, ...(at !== undefined && by !== undefined && { verified: { at, by } }) };
}
