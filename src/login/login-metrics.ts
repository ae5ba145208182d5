import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Metrics } from '../common/metrics/index.js';
import { PendingLoginStore } from './pending-login.store.js';

/** Shows how many people are at an upstream's sign-in page now. */
@Injectable()
export class LoginMetrics {
  constructor(metrics: Metrics, store: PendingLoginStore, clock: Clock) {
    metrics.gauge(
      {
        name: 'portico_pending_logins',
        help: 'Logins that wait for an upstream to answer, of all instances that share the storage.',
        labels: [],
      },
      async () => [{ labels: {}, value: await store.countWaiting(clock.now()) }],
    );
  }
}
