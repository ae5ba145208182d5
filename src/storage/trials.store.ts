import type { Selectable } from 'kysely';
import { type Trial, type TrialNote, type TrialOpening, type TrialReport, TrialStore } from '../trials/index.js';
import { connectionFromJson } from './connection-json.js';
import type { Database } from './database.js';
import type { TrialsTable } from './schema.js';
import type { Sealer } from './sealer.js';

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
    await this.database
      .insertInto('trials')
      .values({
        id: trial.id,
        ticket_hash: trial.ticketHash,
        connection_id: trial.connectionId ?? null,
        connection_name: trial.connectionName,
        display_name: trial.displayName ?? null,
        strategy: trial.strategy,
        is_draft: Number(trial.isDraft),
        browser_hash: trial.browserHash ?? null,
        sealed: this.seal(trial.id, trial),
        created_at: trial.createdAt.getTime(),
        opened_at: trial.openedAt?.getTime() ?? null,
        finished_at: trial.finishedAt?.getTime() ?? null,
        expires_at: trial.expiresAt.getTime(),
      })
      .execute();
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

  private read(row: Selectable<TrialsTable>): Trial {
    const { draft, notes, report } = this.unseal(row.id, row.sealed);
    return {
      id: row.id,
      ticketHash: row.ticket_hash,
      ...(row.connection_id !== null && { connectionId: row.connection_id }),
      connectionName: row.connection_name,
      ...(row.display_name !== null && { displayName: row.display_name }),
      strategy: row.strategy,
      isDraft: row.is_draft === 1,
      ...(draft !== undefined && { draft }),
      createdAt: new Date(Number(row.created_at)),
      expiresAt: new Date(Number(row.expires_at)),
      ...(row.opened_at !== null && { openedAt: new Date(Number(row.opened_at)) }),
      ...(row.browser_hash !== null && { browserHash: row.browser_hash }),
      notes,
      ...(row.finished_at !== null && { finishedAt: new Date(Number(row.finished_at)) }),
      ...(report !== undefined && { report }),
    };
  }

  private seal(id: string, { draft, notes, report }: Sealed): string {
    return this.sealer.seal(JSON.stringify({ draft, notes, report }), place(id));
  }

  private unseal(id: string, sealed: string): Sealed {
    const { draft, ...rest } = JSON.parse(this.sealer.open(sealed, place(id))) as Sealed;
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

function place(id: string) {
  return { table: 'trials', column: 'sealed', id };
}
