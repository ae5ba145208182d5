import { type Trial, type TrialNote, type TrialOpening, type TrialReport, TrialStore } from '../trials/index.js';
import type { Database } from './database.js';
import type { Sealer } from './sealing/sealer.js';
import { connectionFromJson } from './tables/connections.js';
import { fromRow, placeOf, toRow } from './tables/table.js';
import { type TrialsTable, trials } from './tables/trials.js';

/** What is sealed of a trial: a draft has secrets, a report is about a person. */
type Sealed = Pick<Trial, 'draft' | 'notes' | 'report'>;

/** Trial sign-ins in the hub's database. */
export class SqlTrialStore extends TrialStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {
    super();
  }

  override async insert(trial: Trial): Promise<void> {
    const row = toRow(trials, { ...trial, sealed: this.seal(trial.id, trial) });
    await this.database.insertInto('trials').values(row).execute();
  }

  override async find(id: string, now: Date): Promise<Trial | undefined> {
    const row = await this.database
      .selectFrom('trials')
      .selectAll()
      .where('id', '=', id)
      .where('expires_at', '>', now.getTime())
      .executeTakeFirst();
    return row && this.read(row);
  }

  override async open({ id, ticketHash, browserHash, now, expiresAt }: TrialOpening): Promise<boolean> {
    const { numUpdatedRows } = await this.database
      .updateTable('trials')
      .set({ browser_hash: browserHash, opened_at: now.getTime(), expires_at: expiresAt.getTime() })
      .where('id', '=', id)
      .where('ticket_hash', '=', ticketHash)
      .where('opened_at', 'is', null)
      .where('expires_at', '>', now.getTime())
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  }

  override async keepNotes(id: string, notes: readonly TrialNote[], now: Date): Promise<boolean> {
    const trial = await this.find(id, now);
    if (trial === undefined || trial.finishedAt !== undefined) return false;
    const { numUpdatedRows } = await this.database
      .updateTable('trials')
      .set({ sealed: this.seal(id, { ...trial, notes }) })
      .where('id', '=', id)
      .where('finished_at', 'is', null)
      .where('expires_at', '>', now.getTime())
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  }

  override async finish(id: string, report: TrialReport, now: Date, expiresAt: Date): Promise<boolean> {
    const { numUpdatedRows } = await this.database
      .updateTable('trials')
      .set({
        sealed: this.seal(id, { notes: [], report }),
        finished_at: now.getTime(),
        expires_at: expiresAt.getTime(),
      })
      .where('id', '=', id)
      .where('finished_at', 'is', null)
      .where('expires_at', '>', now.getTime())
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  }

  private read(row: TrialsTable): Trial {
    const { sealed, ...trial } = fromRow(trials, row);
    return { ...trial, ...this.unseal(trial.id, sealed) };
  }

  private seal(id: string, { draft, notes, report }: Sealed): string {
    return this.sealer.seal(JSON.stringify({ draft, notes, report }), placeOf(trials, { id }));
  }

  private unseal(id: string, sealed: string): Sealed {
    const { draft, ...rest } = JSON.parse(this.sealer.open(sealed, placeOf(trials, { id }))) as Sealed;
    return { ...rest, ...(draft !== undefined && { draft: connectionFromJson(draft) }) };
  }
}

/** Drafts that would change a connection go with it, for the secrets in them. Reports stay until they expire. */
export async function forgetDrafts(database: Database, connectionId: string): Promise<void> {
  await database
    .deleteFrom('trials')
    .where('connection_id', '=', connectionId)
    .where('is_draft', '=', 1)
    .where('finished_at', 'is', null)
    .execute();
}
