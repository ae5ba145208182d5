import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '../../common/logging/index.js';
import { SecretReminders } from './secret-reminders.js';

const HOUR = 3_600_000;

/** Lets the reminders look when the hub starts, and every hour. */
@Injectable()
export class SecretReminderTask implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly reminders: SecretReminders,
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

  private async attempt(): Promise<void> {
    try {
      await this.reminders.remind();
    } catch (error) {
      this.logger.warn({ err: error }, 'Expiring client secrets could not be looked for. The next hour tries again.');
    }
  }
}
