import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { BoundedValues, MAX_CONNECTIONS, Metrics } from '../common/metrics/index.js';
import { EventRecorder } from './event-recorder.js';
import type { EventType, HubEvent } from './hub-event.js';

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
