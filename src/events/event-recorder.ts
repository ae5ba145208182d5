import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { currentRequestContext } from '../common/request-context.js';
import { EventStore } from './event.store.js';
import type { NewEvent } from './hub-event.js';

/** Records what happened, with the time and the request it happened in. */
@Injectable()
export class EventRecorder {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async record(event: NewEvent): Promise<void> {
    const context = currentRequestContext();
    await this.store.append({
      details: {},
      ...event,
      logId: newId('log'),
      date: this.clock.now(),
      ...(context && { ip: context.ip, userAgent: context.userAgent, correlationId: context.correlationId }),
    });
  }
}
