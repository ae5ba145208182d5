import { sql } from 'kysely';
import type { Clock } from '../common/clock.js';
import type { Logger } from '../common/logging/index.js';
import type { Database } from './database.js';
import { ALL_TABLES } from './schema.js';
import type { Expiry, Table } from './tables/table.js';

/** How often it sweeps, in milliseconds. */
export const SWEEP_INTERVAL = 60_000;
const BATCH = 1000;

/**
 * Removes in the background what has expired: pending logins, sessions and tokens, retired keys, old events. Only
 * housekeeping: the stores refuse what has expired whether it was swept or not. Several instances may sweep at once: what
 * one has removed the others do not find.
 */
export class Sweeper {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => {
      this.running = this.running.then(() => this.attempt());
    }, SWEEP_INTERVAL).unref();
  }

  /** Resolves when a sweep under way has ended. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.running;
  }

  /** One sweep of every table whose rows expire. @returns how many rows it removed. */
  async sweep(): Promise<number> {
    let removed = 0;
    for (const table of ALL_TABLES) {
      if (table.expiry !== 'never') removed += await this.remove(table, table.expiry);
    }
    return removed;
  }

  /** Batch by batch: a long statement would hold up everybody who writes to the same rows or, embedded, everybody. */
  private async remove({ name, key }: Table, { column, keptMs = 0 }: Expiry): Promise<number> {
    const [from, ids] = [sql.table(name), sql.join(key.map((part) => sql.ref(part)))];
    const expired = sql`${sql.ref(column)} <= ${this.clock.now().getTime() - keptMs}`;
    const deletion = sql`
      delete from ${from} where (${ids}) in (select ${ids} from ${from} where ${expired} limit ${sql.lit(BATCH)})`;
    let removed = 0;
    for (;;) {
      const { numAffectedRows = 0n } = await deletion.execute(this.database);
      removed += Number(numAffectedRows);
      if (numAffectedRows < BATCH) return removed;
    }
  }

  private async attempt(): Promise<void> {
    try {
      const removed = await this.sweep();
      if (removed > 0) this.logger.debug({ removed }, 'Removed what had expired.');
    } catch (error) {
      this.logger.warn({ err: error }, 'Expired rows could not be removed. The next sweep tries again.');
    }
  }
}
