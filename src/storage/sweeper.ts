import type { Clock } from '../common/clock.js';
import type { Logger } from '../common/logging/index.js';
import type { Database } from './database.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

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
 * housekeeping: the stores refuse what has expired whether it was swept or not.
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
    const removed = [
      await this.database.deleteFrom('pending_logins').where('expires_at', '<=', now).executeTakeFirst(),
      await this.database.deleteFrom('oidc_artifacts').where('expires_at', '<=', now).executeTakeFirst(),
      await this.database
        .deleteFrom('signing_keys')
        .where('retired_at', '<=', now - this.rules.keepRetiredKeysMs)
        .executeTakeFirst(),
      await this.database
        .deleteFrom('events')
        .where('date', '<', now - this.rules.keepEventsMs)
        .executeTakeFirst(),
    ];
    return removed.reduce((sum, result) => sum + Number(result.numDeletedRows), 0);
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
