import type { EventType, HubEvent } from '../../events/index.js';
import { integer, json, optional, type RowOf, table, text, textOf, time } from './table.js';

const DAY = 24 * 60 * 60_000;

/** What happened: sign-ins, and what operators did. */
export const events = table('events', {
  columns: {
    log_id: text,
    date: time,
    /** Grows with the time, and within a millisecond in order of arrival. Counted from 1 in rows of builds before. */
    sequence: integer,
    type: textOf<EventType>(),
    description: text,
    client_id: optional(text),
    connection_id: optional(text),
    connection: optional(text),
    user_id: optional(text),
    ip: optional(text),
    user_agent: optional(text),
    correlation_id: optional(text),
    details: json<HubEvent['details']>(),
  },
  key: ['log_id'],
  sealed: 'nothing',
  expiry: { column: 'date', keptMs: 90 * DAY },
});
export type EventsTable = RowOf<typeof events>;
