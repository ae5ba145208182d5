import type { SelectQueryBuilder } from 'kysely';
import { InvalidInputError } from '../common/errors.js';
import type { Page, PageRequest } from '../common/page.js';
import { type EventFilter, EventStore, type HubEvent } from '../events/index.js';
import type { Database } from './database.js';
import { byCheckpoint, byOffset } from './pages.js';
import { everyColumn, prepared, type ValueOf } from './prepared-query.js';
import type { Schema } from './schema.js';
import { type EventsTable, events } from './tables/events.js';
import { fromRow, toRow } from './tables/table.js';
import { Unit } from './unit.js';

/** More than anybody records in one. */
const SEQUENCES_A_MILLISECOND = 1000;

type Query = SelectQueryBuilder<Schema, 'events', object>;

/** Events in the hub's database. */
export class SqlEventStore extends EventStore {
  private sequence = 0;

  constructor(private readonly database: Database) {
    super();
  }

  override async append(event: HubEvent, onStored?: () => void): Promise<void> {
    const row = this.rowOf(event);
    const unit = Unit.of(this.database);
    if (unit === undefined) {
      await insertion.all(this.database, row);
      onStored?.();
      return;
    }
    const query = insertion.filled(this.database, row);
    // Sequences have one length: they sort as numbers do.
    unit.write({ table: 'events', key: String(row.sequence), query, ...(onStored && { onWritten: onStored }) });
  }

  override async appendOnce(event: HubEvent): Promise<boolean> {
    return (await insertionOnce.first(this.database, this.rowOf(event))) !== undefined;
  }

  override async find(logId: string): Promise<HubEvent | undefined> {
    const row = await this.row(logId);
    return row && readEvent(row);
  }

  override async list(filter: EventFilter, page: PageRequest): Promise<Page<HubEvent>> {
    const query = this.matching(filter);
    if (page.kind === 'offset') return byOffset(newestFirst(query), page, readEvent);
    const older = page.from === undefined ? query : await this.olderThan(query, page.from);
    return byCheckpoint(newestFirst(older), page, readEvent, (event) => event.logId);
  }

  private async olderThan(query: Query, logId: string): Promise<Query> {
    const from = await this.row(logId);
    if (from === undefined) {
      throw new InvalidInputError([
        { field: 'from', message: '"from" is not the id of a log entry. Start without it.' },
      ]);
    }
    return query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('date', 'sequence', 'log_id'), '<', tuple(from.date, from.sequence, from.log_id)),
    );
  }

  private matching(filter: EventFilter): Query {
    let query: Query = this.database.selectFrom('events');
    if (filter.userId !== undefined) query = query.where('user_id', '=', filter.userId);
    if (filter.connectionId !== undefined) query = query.where('connection_id', '=', filter.connectionId);
    if (filter.since !== undefined) query = query.where('date', '>=', filter.since.getTime());
    if (filter.type !== undefined) query = query.where('type', '=', filter.type);
    return query;
  }

  /** Numbered by its time, and one further where that is taken: so is the order of those of one millisecond. */
  private rowOf(event: HubEvent): EventsTable {
    this.sequence = Math.max(this.sequence + 1, event.date.getTime() * SEQUENCES_A_MILLISECOND);
    return toRow(events, { ...event, sequence: this.sequence });
  }

  private row(logId: string): Promise<EventsTable | undefined> {
    return this.database.selectFrom('events').selectAll().where('log_id', '=', logId).executeTakeFirst();
  }
}

function insertInto(database: Database, value: ValueOf<EventsTable>) {
  return database.insertInto('events').values(everyColumn(events, value));
}

const insertion = prepared<EventsTable>()(insertInto);

const insertionOnce = prepared<EventsTable>()((database, value) =>
  insertInto(database, value)
    .onConflict((conflict) => conflict.column('log_id').doNothing())
    .returning('log_id'),
);

function newestFirst(query: Query) {
  return query.selectAll().orderBy('date', 'desc').orderBy('sequence', 'desc').orderBy('log_id', 'desc');
}

function readEvent(row: EventsTable): HubEvent {
  const { sequence, ...event } = fromRow(events, row);
  return event;
}
