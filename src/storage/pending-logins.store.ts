import { type PendingLogin, PendingLoginStore, type PendingPurpose } from '../upstream/index.js';
import type { Database } from './database.js';
import { everyColumn, prepared } from './prepared-query.js';
import type { Sealer } from './sealing/sealer.js';
import { type PendingLoginsTable, pendingLogins } from './tables/pending-logins.js';
import { fromRow, placeOf, toRow } from './tables/table.js';

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
    const sealed = this.seal(login.stateHash, login);
    const row = toRow(pendingLogins, { ...login, ...purposeColumns(login.purpose), sealed });
    await insertion.all(this.database, row);
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

  private read(row: PendingLoginsTable): PendingLogin {
    const { purpose, clientId, requestUid, trialId, sealed, ...login } = fromRow(pendingLogins, row);
    return {
      ...login,
      purpose: purposeOf({ purpose, clientId, requestUid, trialId }),
      ...this.open(login.stateHash, sealed),
    };
  }

  private seal(stateHash: string, { checks, keptForm }: Sealed): string {
    return this.sealer.seal(JSON.stringify({ checks, keptForm }), placeOf(pendingLogins, { state_hash: stateHash }));
  }

  private open(stateHash: string, sealed: string): Sealed {
    return JSON.parse(this.sealer.open(sealed, placeOf(pendingLogins, { state_hash: stateHash }))) as Sealed;
  }
}

const insertion = prepared<PendingLoginsTable>()((database, value) =>
  database.insertInto('pending_logins').values(everyColumn(pendingLogins, value)),
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

interface PurposeColumns {
  readonly purpose?: string | undefined;
  readonly clientId?: string | undefined;
  readonly requestUid?: string | undefined;
  readonly trialId?: string | undefined;
}

/**
 * Names no trial. The build before this one, on the same database, knows sign-ins and trials only: it takes a consent for
 * a trial that is gone, and refuses its answer with a page.
 */
const NO_TRIAL = 'consent';

function purposeColumns({ name, ...of }: PendingPurpose) {
  return { purpose: name, ...of, ...(name === 'consent' && { trialId: NO_TRIAL }) };
}

/** Rows of the build before this one do not name their purpose: it follows from whose they are. */
function purposeOf({ purpose, clientId, requestUid, trialId }: PurposeColumns): PendingPurpose {
  if (purpose === 'consent') return { name: purpose };
  if (trialId !== undefined) return { name: 'trial', trialId };
  if (clientId === undefined || requestUid === undefined) throw new TypeError('A pending login is for nothing.');
  return { name: 'application', clientId, requestUid };
}
