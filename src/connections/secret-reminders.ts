import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Logger } from '../common/logging/index.js';
import { EventRecorder } from '../events/index.js';
import { type Connection, DAY, daysToExpiry } from './model/connection.js';
import { ConnectionStore } from './model/connection.store.js';

/** Days before the end at which operators are told; 0 is when it has come. */
const MARKS = [0, 1, 3, 7, 14, 30] as const;
/** Nobody needs to hear of what ended long ago; and what was told may be swept from the events by then. */
const FORGET_AFTER = 30 * DAY;
const BATCH = 100;

const HOUR = 3_600_000;

/**
 * Tells operators by an event that a client secret expires: 30, 14, 7, 3 and 1 days before, and when it has. It looks
 * when the hub starts, and every hour. Each mark is told once, however many instances look and however often; of marks
 * that passed unseen only the last is told.
 */
@Injectable()
export class SecretReminders implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: ConnectionStore,
    private readonly events: EventRecorder,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const look = () => {
      this.running = this.running.then(() => this.attempt());
    };
    look();
    this.timer = setInterval(look, HOUR).unref();
  }

  /** Before the storage closes. Resolves when a look under way has ended. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One look at all enabled connections. @returns how many events this look recorded. */
  async remind(): Promise<number> {
    const now = this.clock.now();
    const filter = { expiringBefore: new Date(now.getTime() + 31 * DAY), isEnabled: true };
    let told = 0;
    let from: string | undefined;
    do {
      const page = await this.store.list(filter, {
        kind: 'checkpoint',
        take: BATCH,
        ...(from !== undefined && { from }),
      });
      for (const connection of page.items) told += (await this.tell(connection, now)) ? 1 : 0;
      from = page.next;
    } while (from !== undefined);
    return told;
  }

  private async attempt(): Promise<void> {
    try {
      await this.remind();
    } catch (error) {
      this.logger.warn({ err: error }, 'Expiring client secrets could not be looked for. The next hour tries again.');
    }
  }

  private async tell(connection: Connection, now: Date): Promise<boolean> {
    const expiresAt = connection.secretExpiresAt;
    if (expiresAt === undefined || now.getTime() - expiresAt.getTime() > FORGET_AFTER) return false;
    const mark = markReached(expiresAt, now);
    if (mark === undefined) return false;
    const days = Math.max(0, daysToExpiry(connection, now) ?? 0);
    return this.events.recordOnce(['secret-expiry', connection.id, expiresAt.toISOString(), String(mark)], {
      type: 'w',
      description: mark === 0 ? 'The client secret has expired.' : 'The client secret expires soon.',
      connectionId: connection.id,
      connection: connection.name,
      details: {
        reason: mark === 0 ? 'client_secret_expired' : 'client_secret_expiring',
        strategy: connection.strategy,
        expires_at: expiresAt.toISOString(),
        days_left: days,
        next_secret: connection.nextSecrets !== undefined,
      },
    });
  }
}

/** The smallest mark that the time left has come down to. */
function markReached(expiresAt: Date, now: Date): number | undefined {
  const left = expiresAt.getTime() - now.getTime();
  return MARKS.find((mark) => left <= mark * DAY);
}
