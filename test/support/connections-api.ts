import type { Server } from 'node:http';
import { Global, type INestApplication, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import supertest from 'supertest';
import { Clock } from '../../src/common/clock.js';
import { Logger, SilentLogger } from '../../src/common/logging/index.js';
import { Metrics } from '../../src/common/metrics/index.js';
import { GuardedFetch } from '../../src/common/outbound/index.js';
import { RateLimiter } from '../../src/common/rate-limit/rate-limiter.js';
import { PorticoConfig } from '../../src/config/index.js';
import { ConnectionDirectory, ConnectionStore, ConnectionsModule } from '../../src/connections/index.js';
import { type ConnectorDefinition, ConnectorRegistry } from '../../src/connectors/index.js';
import { AdminConsentStore } from '../../src/consents/index.js';
import { AccessEnded, EventStore, EventsModule, type HubEvent } from '../../src/events/index.js';
import { MANAGEMENT_SCOPES, type ManagementScope, ManagementTokenVerifier } from '../../src/management/index.js';
import { SqlAdminConsentStore } from '../../src/storage/admin-consents.store.js';
import { SqlConnectionStore } from '../../src/storage/connections.store.js';
import { SqlTrialStore } from '../../src/storage/trials.store.js';
import { SqlUserStore } from '../../src/storage/users.store.js';
import { TrialStore } from '../../src/trials/index.js';
import { insertApplications } from './connections.js';
import { limiterOver } from './limits.js';
import { MemoryEvents } from './login-fakes.js';
import { ConsentsApi, TrialsApi } from './management-slices.js';
import { sampleConnectors } from './sample-connector.js';
import { storageEngines } from './storage-engines.js';

export const ISSUER = 'https://hub.example';

/** The management API of connections over the embedded engine, with a clock that moves a second at every look. */
export async function startConnectionsApi(more: readonly ConnectorDefinition[] = []) {
  const [engine] = storageEngines;
  if (engine === undefined) throw new Error('There is no storage engine.');
  const storage = await engine.open();
  await insertApplications(storage.database, 'coder', 'grafana');
  const events: HubEvent[] = [];
  const ended: string[] = [];
  const sample = sampleConnectors();
  const requests: string[] = [];
  let time = Date.parse('2026-11-21T10:00:00Z');
  let step = 1000;
  const now = () => {
    time += step;
    return new Date(time);
  };

  const values: readonly (readonly [unknown, unknown])[] = [
    [ConnectionStore, new SqlConnectionStore(storage.database, storage.sealer)],
    [AdminConsentStore, new SqlAdminConsentStore(storage.database)],
    [RateLimiter, limiterOver(storage.database, { now })],
    [Metrics, new Metrics()],
    [TrialStore, new SqlTrialStore(storage.database, storage.sealer)],
    [PorticoConfig, Object.assign(new PorticoConfig(), { issuer: ISSUER })],
    [Clock, { now }],
    [Logger, new SilentLogger()],
    [GuardedFetch, { fetch: (url: string) => Promise.reject(requests.push(url)) }],
    [ConnectorRegistry, new ConnectorRegistry([sample.definition, ...more])],
    [EventStore, new MemoryEvents(events)],
    [
      AccessEnded,
      {
        connectionEnded: async (id: string) => void ended.push(id),
        connectionEndedFor: async (id: string, clientId: string) => void ended.push(`${id} for ${clientId}`),
      },
    ],
    [ManagementTokenVerifier, { verify: async (token: string) => tokenOf(token) }],
  ];
  @Global()
  @Module({
    imports: [EventsModule],
    providers: values.map(([provide, useValue]) => ({ provide: provide as typeof Clock, useValue })),
    exports: values.map(([provide]) => provide as typeof Clock),
  })
  class Surroundings {}

  const module = await Test.createTestingModule({
    imports: [Surroundings, TrialsApi, ConsentsApi, ConnectionsModule],
  }).compile();
  const app: INestApplication<Server> = module.createNestApplication({ logger: false });
  await app.init();
  const http = supertest(app.getHttpServer());
  return {
    app,
    storage,
    sample,
    events,
    ended,
    requests,
    store: app.get(ConnectionStore),
    users: new SqlUserStore(storage.database),
    directory: app.get(ConnectionDirectory),
    /** Calls with a token of all scopes but `without`. */
    as(without: readonly ManagementScope[] = []) {
      const token = MANAGEMENT_SCOPES.filter((scope) => !without.includes(scope)).join('~');
      const call = (method: 'get' | 'post' | 'patch' | 'delete') => (path: string, body?: object) =>
        http[method](`/api/v2${path}`)
          .set('authorization', `Bearer ${token.replaceAll(':', '.')}`)
          .send(body);
      return { get: call('get'), post: call('post'), patch: call('patch'), delete: call('delete') };
    },
    /** From now on the clock stands still. */
    stopClock() {
      step = 0;
    },
    async close() {
      await app.close();
      await storage.close();
    },
  };
}

export type ConnectionsApi = Awaited<ReturnType<typeof startConnectionsApi>>;

/** A body that creates a connection of the sample strategy. */
export function sampleBody(changes: object = {}, options: object = {}) {
  return {
    name: 'contoso',
    strategy: 'sample',
    ...changes,
    options: { client_id: 'hub-at-contoso', client_secret: 'canary-secret', customer: '4711', ...options },
  };
}

function tokenOf(token: string) {
  return { clientId: 'terraform', scopes: new Set(token.replaceAll('.', ':').split('~')) };
}
