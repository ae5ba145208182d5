import { type PendingConsent, PendingConsentStore } from '../login/index.js';
import type { Database } from './database.js';

/** Pending consents in the hub's database. A consumed one is deleted. */
export class SqlPendingConsentStore extends PendingConsentStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async insert(consent: PendingConsent): Promise<void> {
    await this.database
      .insertInto('pending_consents')
      .values({
        state_hash: consent.stateHash,
        browser_hash: consent.browserHash,
        connection_id: consent.connectionId,
        connection_revision: consent.connectionRevision,
        expires_at: consent.expiresAt.getTime(),
      })
      .execute();
  }

  override async consume(stateHash: string, browserHash: string, now: Date): Promise<PendingConsent | undefined> {
    const row = await this.database
      .deleteFrom('pending_consents')
      .where('state_hash', '=', stateHash)
      .where('browser_hash', '=', browserHash)
      .where('expires_at', '>', now.getTime())
      .returningAll()
      .executeTakeFirst();
    return (
      row && {
        stateHash: row.state_hash,
        browserHash: row.browser_hash,
        connectionId: row.connection_id,
        connectionRevision: row.connection_revision,
        expiresAt: new Date(Number(row.expires_at)),
      }
    );
  }
}
