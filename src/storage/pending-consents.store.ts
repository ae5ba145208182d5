import { type PendingConsent, PendingConsentStore } from '../login/index.js';
import type { Database } from './database.js';
import { pendingConsents } from './tables/pending-logins.js';
import { fromRow, toRow } from './tables/table.js';

/** Pending consents in the hub's database. A consumed one is deleted. */
export class SqlPendingConsentStore extends PendingConsentStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async insert(consent: PendingConsent): Promise<void> {
    await this.database.insertInto('pending_consents').values(toRow(pendingConsents, consent)).execute();
  }

  override async consume(stateHash: string, browserHash: string, now: Date): Promise<PendingConsent | undefined> {
    const row = await this.database
      .deleteFrom('pending_consents')
      .where('state_hash', '=', stateHash)
      .where('browser_hash', '=', browserHash)
      .where('expires_at', '>', now.getTime())
      .returningAll()
      .executeTakeFirst();
    return row && fromRow(pendingConsents, row);
  }
}
