import { type Selectable, type SelectQueryBuilder, sql } from 'kysely';
import { InvalidInputError } from '../common/errors.js';
import type { Page, PageRequest } from '../common/page.js';
import { type EventFilter, EventStore, type EventType, type HubEvent } from '../events/index.js';
import { byCheckpoint, byOffset } from './connection-pages.js';
import type { Database } from './database.js';
import { prepared, type ValueOf } from './prepared-query.js';
import type { EventsTable, Schema } from './schema.js';

type Row = Selectable<EventsTable>;
type Query = SelectQueryBuilder<Schema, 'events', object>;

/** Events in the hub's database. */
export class SqlEventStore extends EventStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async append(event: HubEvent): Promise<void> {
    await insertion.all(this.database, rowOf(event));
  }

  override async appendOnce(event: HubEvent): Promise<boolean> {
    return (await insertionOnce.first(this.database, rowOf(event))) !== undefined;
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

  override async removeBefore(before: Date): Promise<number> {
    const result = await this.database.deleteFrom('events').where('date', '<', before.getTime()).executeTakeFirst();
    return Number(result.numDeletedRows);
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

  private row(logId: string): Promise<Row | undefined> {
    return this.database.selectFrom('events').selectAll().where('log_id', '=', logId).executeTakeFirst();
  }
}

type NewRow = Omit<Row, 'sequence'>;

function insertInto(database: Database, value: ValueOf<NewRow>) {
  return database.insertInto('events').values({
    log_id: value('log_id'),
    date: value('date'),
    sequence: sql<number>`(select coalesce(max(sequence), 0) + 1 from events)`,
    type: value('type'),
    description: value('description'),
    client_id: value('client_id'),
    connection_id: value('connection_id'),
    connection: value('connection'),
    user_id: value('user_id'),
    ip: value('ip'),
    user_agent: value('user_agent'),
    correlation_id: value('correlation_id'),
    details: value('details'),
  });
}

const insertion = prepared<NewRow>()(insertInto);

const insertionOnce = prepared<NewRow>()((database, value) =>
  insertInto(database, value)
    .onConflict((conflict) => conflict.column('log_id').doNothing())
    .returning('log_id'),
);

function newestFirst(query: Query) {
  return query.selectAll().orderBy('date', 'desc').orderBy('sequence', 'desc').orderBy('log_id', 'desc');
}

function rowOf(event: HubEvent): NewRow {
  return {
    log_id: event.logId,
    date: event.date.getTime(),
    type: event.type,
    description: event.description,
    client_id: event.clientId ?? null,
    connection_id: event.connectionId ?? null,
    connection: event.connection ?? null,
    user_id: event.userId ?? null,
    ip: event.ip ?? null,
    user_agent: event.userAgent ?? null,
    correlation_id: event.correlationId ?? null,
    details: JSON.stringify(event.details),
  };
}

function readEvent(row: Row): HubEvent {
  return {
    logId: row.log_id,
    date: new Date(Number(row.date)),
    type: row.type as EventType,
    description: row.description,
    ...(row.client_id !== null && { clientId: row.client_id }),
    ...(row.connection_id !== null && { connectionId: row.connection_id }),
    ...(row.connection !== null && { connection: row.connection }),
    ...(row.user_id !== null && { userId: row.user_id }),
    ...(row.ip !== null && { ip: row.ip }),
    ...(row.user_agent !== null && { userAgent: row.user_agent }),
    ...(row.correlation_id !== null && { correlationId: row.correlation_id }),
    details: JSON.parse(row.details) as HubEvent['details'],
  };
}
