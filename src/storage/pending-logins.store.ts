import { type AnsweredLogin, type PendingLogin, PendingLoginStore, type PendingPurpose } from '../upstream/index.js';
import { type Database, executorOf } from './database.js';
import { everyColumn, type PreparedQuery, prepared } from './prepared-query.js';
import type { Sealer } from './sealing/sealer.js';
import { type PendingLoginsTable, pendingLogins } from './tables/pending-logins.js';
import { fromRow, placeOf, toRow } from './tables/table.js';
import { Unit } from './unit.js';

/** What is sealed of a pending login: whoever reads the database must not be able to answer in somebody's name. */
interface Sealed {
  readonly checks?: PendingLogin['checks'] | undefined;
  readonly keptForm?: string | undefined;
  readonly answer?: string;
}

/** Pending logins in the hub's database. One that is over is deleted, its checks with it. */
export class SqlPendingLoginStore extends PendingLoginStore {
  /**
   * On the embedded engine, which this process alone uses, a claim need not be seen by anybody else: the row is written
   * once, when the login is over. Until then a claim is here, with the time when its row expires.
   */
  private readonly claims = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {
    super();
  }

  override async insert(login: PendingLogin): Promise<void> {
    const sealed = this.seal(login.stateHash, login);
    const row = toRow(pendingLogins, { ...login, ...purposeColumns(login.purpose), sealed });
    await this.write(login.stateHash, insertion, row);
  }

  override async find(stateHash: string, now: Date): Promise<PendingLogin | undefined> {
    const row = await this.waiting(stateHash, now);
    return row && this.read(row);
  }

  override async keepForm(stateHash: string, form: string, now: Date): Promise<boolean> {
    const row = await this.waiting(stateHash, now);
    if (row === undefined) return false;
    const { checks, keptForm } = this.open(stateHash, row.sealed);
    if (keptForm !== undefined) return false;
    // Of parallel posts one wins: the row must still hold what was read.
    const result = await this.database
      .updateTable('pending_logins')
      .set({ sealed: this.seal(stateHash, { checks, keptForm: form }) })
      .where('state_hash', '=', stateHash)
      .where('sealed', '=', row.sealed)
      .where('claimed_at', 'is', null)
      .where('expires_at', '>', now.getTime())
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  override async claim(
    stateHash: string,
    browserHashes: readonly string[],
    now: Date,
  ): Promise<PendingLogin | undefined> {
    const values = { stateHash, now: now.getTime(), ...slots(browserHashes) };
    if (executorOf(this.database).isShared) {
      const [row] = await claiming.relaxed(this.database, values);
      return row && this.read(row);
    }
    const row = await this.waiting(stateHash, now);
    if (row === undefined || !browserHashes.includes(row.browser_hash)) return undefined;
    // Another call may have come first since that was read.
    if (this.claims.has(stateHash)) return undefined;
    this.claims.set(stateHash, row.expires_at);
    return this.read(row);
  }

  override async end(stateHash: string): Promise<void> {
    await this.write(stateHash, removal, { stateHash });
  }

  override async keepAnswer(stateHash: string, answer: string, now: Date, until: Date): Promise<void> {
    const sealed = this.seal(stateHash, { answer });
    await this.write(stateHash, answering, { stateHash, sealed, now: now.getTime(), until: until.getTime() });
  }

  override async findAnswer(stateHash: string, now: Date): Promise<AnsweredLogin | undefined> {
    const row = await claimed.first(this.database, { stateHash, now: now.getTime() });
    const answer = row && this.open(stateHash, row.sealed).answer;
    if (row === undefined || answer === undefined) return undefined;
    const { browserHash, locale, ...columns } = fromRow(pendingLogins, row);
    return { browserHash, locale, purpose: purposeOf(columns), answer };
  }

  override async countWaiting(now: Date): Promise<number> {
    const { waiting } = await this.database
      .selectFrom('pending_logins')
      .select((row) => row.fn.countAll<number | string>().as('waiting'))
      .where('expires_at', '>', now.getTime())
      .where('claimed_at', 'is', null)
      .where('purpose', '=', 'application')
      .executeTakeFirstOrThrow();
    return Math.max(0, Number(waiting) - this.claims.size);
  }

  private async waiting(stateHash: string, now: Date): Promise<PendingLoginsTable | undefined> {
    const row = await unclaimed.first(this.database, { stateHash, now: now.getTime() });
    for (const [claimed, expiresAt] of this.claims) if (expiresAt <= now.getTime()) this.claims.delete(claimed);
    return this.claims.has(stateHash) ? undefined : row;
  }

  private async write<Values extends object>(
    stateHash: string,
    statement: PreparedQuery<Values, unknown>,
    values: Values,
  ): Promise<void> {
    const onWritten = () => void this.claims.delete(stateHash);
    const unit = Unit.of(this.database);
    if (unit !== undefined) {
      const query = statement.filled(this.database, values);
      unit.write({ table: 'pending_logins', key: stateHash, query, onWritten });
      return;
    }
    await statement.all(this.database, values);
    onWritten();
  }

  private read(row: PendingLoginsTable): PendingLogin {
    const { purpose, clientId, requestUid, trialId, sealed, claimedAt, ...login } = fromRow(pendingLogins, row);
    const { checks = {}, keptForm } = this.open(login.stateHash, sealed);
    return {
      ...login,
      purpose: purposeOf({ purpose, clientId, requestUid, trialId }),
      checks,
      ...(keptForm !== undefined && { keptForm }),
    };
  }

  private seal(stateHash: string, { checks, keptForm, answer }: Sealed): string {
    const plain = JSON.stringify({ checks, keptForm, answer });
    return this.sealer.seal(plain, placeOf(pendingLogins, { state_hash: stateHash }));
  }

  private open(stateHash: string, sealed: string): Sealed {
    return JSON.parse(this.sealer.open(sealed, placeOf(pendingLogins, { state_hash: stateHash }))) as Sealed;
  }
}

/** A browser has few handles: a query of a fixed shape is prepared once. */
const SLOTS = ['b0', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'b8', 'b9'] as const;

function slots(browserHashes: readonly string[]): Record<(typeof SLOTS)[number], string> {
  return Object.fromEntries(SLOTS.map((slot, index) => [slot, browserHashes[index] ?? ''])) as ReturnType<typeof slots>;
}

const insertion = prepared<PendingLoginsTable>()((database, value) =>
  database.insertInto('pending_logins').values(everyColumn(pendingLogins, value)),
);

const unclaimed = prepared<{ stateHash: string; now: number }>()((database, value) =>
  database
    .selectFrom('pending_logins')
    .selectAll()
    .where('state_hash', '=', value('stateHash'))
    .where('claimed_at', 'is', null)
    .where('expires_at', '>', value('now')),
);

const claimed = prepared<{ stateHash: string; now: number }>()((database, value) =>
  database
    .selectFrom('pending_logins')
    .selectAll()
    .where('state_hash', '=', value('stateHash'))
    .where('claimed_at', 'is not', null)
    .where('expires_at', '>', value('now')),
);

const claiming = prepared<{ stateHash: string; now: number } & ReturnType<typeof slots>>()((database, value) =>
  database
    .updateTable('pending_logins')
    .set({ claimed_at: value('now') })
    .where('state_hash', '=', value('stateHash'))
    .where(
      'browser_hash',
      'in',
      SLOTS.map((slot) => value(slot)),
    )
    .where('claimed_at', 'is', null)
    .where('expires_at', '>', value('now'))
    .returningAll(),
);

const answering = prepared<{ stateHash: string; sealed: string; now: number; until: number }>()((database, value) =>
  database
    .updateTable('pending_logins')
    .set({ sealed: value('sealed'), claimed_at: value('now'), expires_at: value('until') })
    .where('state_hash', '=', value('stateHash')),
);

const removal = prepared<{ stateHash: string }>()((database, value) =>
  database.deleteFrom('pending_logins').where('state_hash', '=', value('stateHash')),
);

interface PurposeColumns {
  readonly purpose?: string | undefined;
  readonly clientId?: string | undefined;
  readonly requestUid?: string | undefined;
  readonly trialId?: string | undefined;
}

function purposeColumns({ name, ...of }: PendingPurpose) {
  return { purpose: name, ...of };
}

function purposeOf({ purpose, clientId, requestUid, trialId }: PurposeColumns): PendingPurpose {
  if (purpose === 'consent') return { name: purpose };
  if (trialId !== undefined) return { name: 'trial', trialId };
  if (clientId === undefined || requestUid === undefined) throw new TypeError('A pending login is for nothing.');
  return { name: 'application', clientId, requestUid };
}
