import { integer, table, text, time } from './table.js';

/** How often something happened in its current window, for rate limits. So short a file because every table has one. */
export const rateCounters = table('rate_counters', {
  columns: {
    /** A hash: what is counted may be somebody's address. */
    key: text,
    hits: integer,
    ends_at: time,
  },
  key: ['key'],
  sealed: 'nothing',
  expiry: { column: 'ends_at' },
});
