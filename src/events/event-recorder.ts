import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { currentRequestContext } from '../common/request-context.js';
import { EventStore } from './event.store.js';
import type { HubEvent, NewEvent } from './hub-event.js';

/** Records what happened, with the time and the request it happened in. */
@Injectable()
export class EventRecorder {
  private readonly listeners: ((event: HubEvent) => void)[] = [];

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async record(event: NewEvent): Promise<void> {
    const completed = this.completed(event, newId('log'));
    await this.store.append(completed);
    for (const listener of this.listeners) listener(completed);
  }

  /** Tells `listener` of each event that `record` has stored. It must not fail. */
  onRecorded(listener: (event: HubEvent) => void): void {
    this.listeners.push(listener);
  }

  /**
   * Records what is to be told once, whichever of several instances notices it, and as long as events are kept.
   * @param key what makes it one and the same. @returns whether it had not been told.
   */
  recordOnce(key: readonly string[], event: NewEvent): Promise<boolean> {
    const digest = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32);
    return this.store.appendOnce(this.completed(event, `log_${BigInt(`0x${digest}`).toString(36)}`));
  }

  private completed(event: NewEvent, logId: string): HubEvent {
    const context = currentRequestContext();
    return {
      details: {},
      ...event,
      logId,
      date: this.clock.now(),
      ...(context && { ip: context.ip, userAgent: context.userAgent, correlationId: context.correlationId }),
    };
  }
}
