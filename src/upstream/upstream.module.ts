import { Global, Module, type Provider, type Type } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Metrics } from '../common/metrics/index.js';
import { BrowserLogins } from './browser-logins.js';
import { CallbackController } from './callback.controller.js';
import { CallbackDeadline } from './callback-deadline.js';
import { ConnectorSentences } from './connector-sentences.js';
import { UpstreamDeparture } from './departure.js';
import { ExpiredSecrets } from './failures.js';
import { KeptAnswers } from './kept-answers.js';
import { LoginErrorPages } from './page.filter.js';
import { PendingLoginStore } from './pending-login.store.js';
import { Purposes } from './purpose.js';
import { UpstreamReturn } from './return.js';

export const upstreamControllers: Type[] = [CallbackController];

/** What purposes inject. */
const shared = [
  BrowserLogins,
  CallbackDeadline,
  ConnectorSentences,
  ExpiredSecrets,
  LoginErrorPages,
  Purposes,
  UpstreamDeparture,
];

export const upstreamProviders: Provider[] = [...shared, KeptAnswers, UpstreamReturn];

/** Conversations with upstreams. Global, so that purposes find it. Expects connections, storage and events from global modules. */
@Global()
@Module({ controllers: upstreamControllers, providers: upstreamProviders, exports: shared })
export class UpstreamModule {
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
