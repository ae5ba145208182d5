import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Clock } from '../common/clock.js';
import { newGrowingId } from '../common/ids.js';
import { BoundedValues, MAX_CONNECTIONS, Metrics } from '../common/metrics/index.js';
import { currentRequestContext } from '../common/request-context.js';
import { EventStore, type EventType, type HubEvent, type NewEvent } from './hub-event.js';

/** Records what happened, with the time and the request it happened in. */
@Injectable()
export class EventRecorder {
  private readonly listeners: ((event: HubEvent) => void)[] = [];

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  async record(event: NewEvent): Promise<void> {
    const completed = this.completed(event, newGrowingId('log', this.clock.now()));
    await this.store.append(completed, () => {
      for (const listener of this.listeners) listener(completed);
    });
  }

  /** Tells `listener` of each event of `record` once it is stored. It must not fail. */
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

/** Outcomes of a sign-in by the reason in its event. Every other reason is a refusal by the hub's own rules. */
const OUTCOMES: ReadonlySet<string> = new Set([
  'access_denied',
  'login_required',
  'invalid_response',
  'identity_rejected',
  'upstream_unavailable',
  'misconfigured',
  'connector_broken',
]);

const EXCHANGES: Partial<Record<EventType, { readonly grant: string; readonly outcome: 'issued' | 'refused' }>> = {
  seacft: { grant: 'authorization_code', outcome: 'issued' },
  feacft: { grant: 'authorization_code', outcome: 'refused' },
  sertft: { grant: 'refresh_token', outcome: 'issued' },
  fertft: { grant: 'refresh_token', outcome: 'refused' },
  seccft: { grant: 'client_credentials', outcome: 'issued' },
  feccft: { grant: 'client_credentials', outcome: 'refused' },
};

/** Counts sign-ins and tokens from what is recorded of them, so that the two never disagree. */
@Injectable()
export class EventMetrics {
  private readonly connections = new BoundedValues(MAX_CONNECTIONS);
  private readonly signIns: Counter<'connection' | 'outcome'>;
  private readonly tokens: Counter<'grant' | 'outcome'>;

  constructor(recorder: EventRecorder, metrics: Metrics) {
    this.signIns = metrics.counter({
      name: 'portico_sign_ins_total',
      help: 'Sign-ins through a connection, by outcome: success, a connector error code, or refused by the hub itself.',
      labels: ['connection', 'outcome'],
    });
    this.tokens = metrics.counter({
      name: 'portico_token_requests_total',
      help: 'Exchanges at the token endpoint, by grant and outcome: issued or refused.',
      labels: ['grant', 'outcome'],
    });
    recorder.onRecorded((event) => this.count(event));
  }

  private count(event: HubEvent): void {
    const exchange = EXCHANGES[event.type];
    if (exchange !== undefined) this.tokens.inc(exchange);
    if (event.type !== 's' && event.type !== 'f') return;
    // A failed sign-in may be about no connection at all; one that has a name has the name of a stored one.
    const connection = event.connection === undefined ? '(none)' : this.connections.of(event.connection);
    this.signIns.inc({ connection, outcome: event.type === 's' ? 'success' : outcomeOf(event) });
  }
}

function outcomeOf({ details }: HubEvent): string {
  const { reason } = details;
  return typeof reason === 'string' && OUTCOMES.has(reason) ? reason : 'refused';
}
