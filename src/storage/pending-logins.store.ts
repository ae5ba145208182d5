import type { Selectable } from 'kysely';
import { type PendingLogin, PendingLoginStore, type PendingPurpose } from '../upstream/index.js';
import type { Database } from './database.js';
import { prepared } from './prepared-query.js';
import type { PendingLoginsTable } from './schema.js';
import type { Sealer } from './sealer.js';

/** What is sealed of a pending login: whoever reads the database must not be able to answer in somebody's name. */
type Sealed = Pick<PendingLogin, 'checks' | 'keptForm'>;

/** Pending logins in the hub's database. A consumed one is deleted, its checks with it. */
export class SqlPendingLoginStore extends PendingLoginStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {
    super();
  }

  override async insert(login: PendingLogin): Promise<void> {
    await insertion.all(this.database, {
      state_hash: login.stateHash,
      browser_hash: login.browserHash,
      connection_id: login.connectionId,
      connection_revision: login.connectionRevision,
      ...purposeColumns(login.purpose),
      locale: login.locale,
      sealed: this.seal(login.stateHash, login),
      created_at: login.createdAt.getTime(),
      expires_at: login.expiresAt.getTime(),
    });
  }

  override async find(stateHash: string, now: Date): Promise<PendingLogin | undefined> {
    const row = await byState.first(this.database, { stateHash, now: now.getTime() });
    return row && this.read(row);
  }

  override async keepForm(stateHash: string, form: string, now: Date): Promise<boolean> {
    const row = await this.database
      .selectFrom('pending_logins')
      .select('sealed')
      .where('state_hash', '=', stateHash)
      .where('expires_at', '>', now.getTime())
      .executeTakeFirst();
    if (row === undefined) return false;
    const { checks, keptForm } = this.open(stateHash, row.sealed);
    if (keptForm !== undefined) return false;
    // Of parallel posts one wins: the row must still hold what was read.
    const result = await this.database
      .updateTable('pending_logins')
      .set({ sealed: this.seal(stateHash, { checks, keptForm: form }) })
      .where('state_hash', '=', stateHash)
      .where('sealed', '=', row.sealed)
      .where('expires_at', '>', now.getTime())
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  override async consume(stateHash: string, browserHash: string, now: Date): Promise<PendingLogin | undefined> {
    const row = await consumption.first(this.database, { stateHash, browserHash, now: now.getTime() });
    return row && this.read(row);
  }

  override async countWaiting(now: Date): Promise<number> {
    const { waiting } = await this.database
      .selectFrom('pending_logins')
      .select((row) => row.fn.countAll<number | string>().as('waiting'))
      .where('expires_at', '>', now.getTime())
      .where('trial_id', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(waiting);
  }

  private read(row: Selectable<PendingLoginsTable>): PendingLogin {
    return {
      stateHash: row.state_hash,
      browserHash: row.browser_hash,
      connectionId: row.connection_id,
      connectionRevision: row.connection_revision,
      purpose: purposeOf(row),
      locale: row.locale,
      ...this.open(row.state_hash, row.sealed),
      createdAt: new Date(Number(row.created_at)),
      expiresAt: new Date(Number(row.expires_at)),
    };
  }

  private seal(stateHash: string, { checks, keptForm }: Sealed): string {
    const plain: Sealed = { checks, ...(keptForm !== undefined && { keptForm }) };
    return this.sealer.seal(JSON.stringify(plain), place(stateHash));
  }

  private open(stateHash: string, sealed: string): Sealed {
    return JSON.parse(this.sealer.open(sealed, place(stateHash))) as Sealed;
  }
}

const insertion = prepared<PendingLoginsTable>()((database, value) =>
  database.insertInto('pending_logins').values({
    state_hash: value('state_hash'),
    browser_hash: value('browser_hash'),
    connection_id: value('connection_id'),
    connection_revision: value('connection_revision'),
    client_id: value('client_id'),
    request_uid: value('request_uid'),
    trial_id: value('trial_id'),
    locale: value('locale'),
    sealed: value('sealed'),
    created_at: value('created_at'),
    expires_at: value('expires_at'),
  }),
);

const byState = prepared<{ stateHash: string; now: number }>()((database, value) =>
  database
    .selectFrom('pending_logins')
    .selectAll()
    .where('state_hash', '=', value('stateHash'))
    .where('expires_at', '>', value('now')),
);

const consumption = prepared<{ stateHash: string; browserHash: string; now: number }>()((database, value) =>
  database
    .deleteFrom('pending_logins')
    .where('state_hash', '=', value('stateHash'))
    .where('browser_hash', '=', value('browserHash'))
    .where('expires_at', '>', value('now'))
    .returningAll(),
);

function place(stateHash: string) {
  return { table: 'pending_logins', column: 'sealed', id: stateHash };
}

/**
 * Stands in `trial_id` for a consent, and names no trial: the build before this one, on the same database, knows trials
 * and sign-ins only, and refuses an answer for a trial that is gone with a page.
 */
const NO_TRIAL = 'consent';

function purposeColumns(purpose: PendingPurpose): Pick<PendingLoginsTable, 'client_id' | 'request_uid' | 'trial_id'> {
  switch (purpose.name) {
    case 'application':
      return { client_id: purpose.clientId, request_uid: purpose.requestUid, trial_id: null };
    case 'trial':
      return { client_id: null, request_uid: null, trial_id: purpose.trialId };
    case 'consent':
      return { client_id: null, request_uid: null, trial_id: NO_TRIAL };
  }
}

function purposeOf({
  client_id: clientId,
  request_uid: requestUid,
  trial_id: trialId,
}: PendingLoginsTable): PendingPurpose {
  if (trialId === NO_TRIAL) return { name: 'consent' };
  if (trialId !== null) return { name: 'trial', trialId };
  if (clientId === null || requestUid === null) throw new TypeError('A pending login is for nothing.');
  return { name: 'application', clientId, requestUid };
}
