import type { DeleteResult } from 'kysely';
import type { Clock } from '../common/clock.js';
import type { Logger } from '../common/logging/index.js';
import type { Database } from './database.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BATCH = 1000;

/** A statement that removes at most `BATCH` rows, or a table's few. */
type Sweep = () => { executeTakeFirstOrThrow(): Promise<DeleteResult> };

export interface SweepRules {
  /** How often, in milliseconds. */
  readonly intervalMs: number;
  /** How long events are kept, in milliseconds. */
  readonly keepEventsMs: number;
  /** How long a signing key stays after it left the JWKS: somebody may still ask what an old token was signed with. */
  readonly keepRetiredKeysMs: number;
}

export const SWEEP_RULES: SweepRules = { intervalMs: MINUTE, keepEventsMs: 90 * DAY, keepRetiredKeysMs: 7 * DAY };

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
    private readonly rules: SweepRules = SWEEP_RULES,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => {
      this.running = this.running.then(() => this.attempt());
    }, this.rules.intervalMs).unref();
  }

  /** Resolves when a sweep under way has ended. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.running;
  }

  /** One sweep. @returns how many rows it removed. */
  async sweep(): Promise<number> {
    const now = this.clock.now().getTime();
    const { database, rules } = this;
    const sweeps: readonly Sweep[] = [
      () =>
        database
          .deleteFrom('pending_logins')
          .where('state_hash', 'in', (from) =>
            from.selectFrom('pending_logins').select('state_hash').where('expires_at', '<=', now).limit(BATCH),
          ),
      () =>
        database
          .deleteFrom('pending_consents')
          .where('state_hash', 'in', (from) =>
            from.selectFrom('pending_consents').select('state_hash').where('expires_at', '<=', now).limit(BATCH),
          ),
      () =>
        database
          .deleteFrom('trials')
          .where('id', 'in', (from) =>
            from.selectFrom('trials').select('id').where('expires_at', '<=', now).limit(BATCH),
          ),
      () =>
        database
          .deleteFrom('oidc_artifacts')
          .where((where) =>
            where(
              where.refTuple('model', 'id_hash'),
              'in',
              where
                .selectFrom('oidc_artifacts')
                .select(['model', 'id_hash'])
                .where('expires_at', '<=', now)
                .limit(BATCH)
                .$asTuple('model', 'id_hash'),
            ),
          ),
      () =>
        database
          .deleteFrom('rate_counters')
          .where('key', 'in', (from) =>
            from.selectFrom('rate_counters').select('key').where('ends_at', '<=', now).limit(BATCH),
          ),
      () => database.deleteFrom('signing_keys').where('retired_at', '<=', now - rules.keepRetiredKeysMs),
      () =>
        database.deleteFrom('events').where('log_id', 'in', (from) =>
          from
            .selectFrom('events')
            .select('log_id')
            .where('date', '<', now - rules.keepEventsMs)
            .limit(BATCH),
        ),
    ];
    let removed = 0;
    for (const sweep of sweeps) removed += await this.repeat(sweep);
    return removed;
  }

  /** Batch by batch: a long statement would hold up everybody who writes to the same rows or, embedded, everybody. */
  private async repeat(sweep: Sweep): Promise<number> {
    let removed = 0;
    for (;;) {
      const { numDeletedRows } = await sweep().executeTakeFirstOrThrow();
      removed += Number(numDeletedRows);
      if (numDeletedRows < BATCH) return removed;
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
