import { sql } from 'kysely';
import { type RateCount, RateCounter } from '../common/rate-limit/rate-limiter.js';
import type { Database } from './database.js';

/** Counters in the hub's database: one row for each key, counted by one statement. */
export class SqlRateCounter extends RateCounter {
  constructor(private readonly database: Database) {
    super();
  }

  override async hit(key: string, windowMs: number, now: Date, times: number): Promise<RateCount> {
    const at = now.getTime();
    const ends = at + windowMs;
    // One that ends later than it can was counted by a clock that ran ahead: until then nobody would be let through.
    const isOver = sql`(rate_counters.ends_at <= ${at} or rate_counters.ends_at > ${ends + windowMs})`;
    const row = await this.database
      .insertInto('rate_counters')
      .values({ key, hits: times, ends_at: ends })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({
          hits: sql<number>`case when ${isOver} then excluded.hits else rate_counters.hits + excluded.hits end`,
          ends_at: sql<number>`case when ${isOver} then excluded.ends_at else rate_counters.ends_at end`,
        }),
      )
      .returning(['hits', 'ends_at'])
      .executeTakeFirstOrThrow();
    return { count: row.hits, endsAt: new Date(row.ends_at) };
  }
}
