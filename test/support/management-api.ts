import type { Server } from 'node:http';
import { Global, type INestApplication, Module, type ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import supertest from 'supertest';
import { ApplicationStore, ApplicationsModule } from '../../src/applications/index.js';
import { Clock } from '../../src/common/clock.js';
import { Logger, SilentLogger } from '../../src/common/logging/index.js';
import { Metrics } from '../../src/common/metrics/index.js';
import { RateLimiter } from '../../src/common/rate-limit/rate-limiter.js';
import { PorticoConfig } from '../../src/config/index.js';
import { AccessEnded, EventStore, EventsModule } from '../../src/events/index.js';
import {
  MANAGEMENT_SCOPES,
  ManagementModule,
  type ManagementScope,
  type ManagementToken,
  ManagementTokenVerifier,
} from '../../src/management/index.js';
import { SqlApplicationStore } from '../../src/storage/applications.store.js';
import { SqlEventStore } from '../../src/storage/events.store.js';
import { SqlUserStore } from '../../src/storage/users.store.js';
import { UserDirectory, UserStore, UsersModule } from '../../src/users/index.js';
import { limiterOver } from './limits.js';
import { ofAnotherRealm } from './other-realm.js';
import { storageEngines } from './storage-engines.js';
import { temporaryDirectory } from './temporary-directory.js';

export const ISSUER = 'https://hub.example';
export const AUDIENCE = `${ISSUER}/api/v2/`;

/** A token of the fake verifier: which scopes it has can be read in it. */
export function tokenWith(scopes: readonly ManagementScope[]): string {
  return `t-${scopes.join('~').replaceAll(':', '.')}`;
}

export const ALL_SCOPES = tokenWith(MANAGEMENT_SCOPES);

class FakeVerifier extends ManagementTokenVerifier {
  override async verify(token: string): Promise<ManagementToken | undefined> {
    if (token === 'storage-is-down') throw ofAnotherRealm('database is locked', { code: 'SQLITE_BUSY' });
    if (!token.startsWith('t-')) return undefined;
    const scopes = token.slice(2).replaceAll('.', ':').split('~') as ManagementScope[];
    return { clientId: 'terraform', scopes: new Set(scopes) };
  }
}

/** The whole management API but connections, over the embedded engine, with a clock that moves a second at every look. */
export async function startManagementApi(
  more: {
    readonly imports?: NonNullable<ModuleMetadata['imports']>;
    readonly values?: readonly [unknown, unknown][];
  } = {},
) {
  const [engine] = storageEngines;
  if (engine === undefined) throw new Error('There is no storage engine.');
  const storage = await engine.open();
  const directory = temporaryDirectory();
  const ended: string[] = [];
  let time = Date.parse('2026-11-21T10:00:00Z');
  const clock: Clock = {
    now() {
      time += 1000;
      return new Date(time);
    },
  };
  const accessEnded: AccessEnded = {
    userEnded: async (id) => void ended.push(`user ${id}`),
    connectionEnded: async (id) => void ended.push(`connection ${id}`),
    connectionEndedFor: async (id, clientId) => void ended.push(`connection ${id} for ${clientId}`),
    applicationEnded: async (id) => void ended.push(`application ${id}`),
  };
  const values: readonly (readonly [unknown, unknown])[] = [
    [ApplicationStore, new SqlApplicationStore(storage.database)],
    [UserStore, new SqlUserStore(storage.database)],
    [EventStore, new SqlEventStore(storage.database)],
    [PorticoConfig, Object.assign(new PorticoConfig(), { issuer: ISSUER, dataDir: directory.path })],
    [Clock, clock],
    [Logger, new SilentLogger()],
    [AccessEnded, accessEnded],
    [RateLimiter, limiterOver(storage.database, clock)],
    [Metrics, new Metrics()],
    [ManagementTokenVerifier, new FakeVerifier()],
    ...(more.values ?? []),
  ];
  @Global()
  @Module({
    imports: [EventsModule],
    providers: values.map(([provide, useValue]) => ({ provide: provide as typeof Clock, useValue })),
    exports: values.map(([provide]) => provide as typeof Clock),
  })
  class Surroundings {}

  const module = await Test.createTestingModule({
    imports: [Surroundings, ManagementModule, ApplicationsModule, UsersModule, ...(more.imports ?? [])],
  }).compile();
  const app: INestApplication<Server> = module.createNestApplication({ logger: false });
  await app.init();
  return {
    app,
    storage,
    ended,
    dataDir: directory.path,
    http: supertest(app.getHttpServer()),
    applications: app.get(ApplicationStore),
    users: app.get(UserDirectory),
    events: app.get(EventStore),
    /** Calls with a token of these scopes; of all without any. */
    as(...scopes: readonly ManagementScope[]) {
      const token = scopes.length === 0 ? ALL_SCOPES : tokenWith(scopes);
      const call = (method: 'get' | 'post' | 'patch' | 'delete') => (path: string, body?: object) =>
        supertest(app.getHttpServer())[method](`/api/v2${path}`).set('authorization', `Bearer ${token}`).send(body);
      return { get: call('get'), post: call('post'), patch: call('patch'), delete: call('delete') };
    },
    async close() {
      await app.close();
      await storage.close();
      directory.remove();
    },
  };
}

export type ManagementApiUnderTest = Awaited<ReturnType<typeof startManagementApi>>;

/** Names of the fields that an error answer complains about, each once. */
export function badFields(answer: { readonly body: { readonly errors?: readonly { readonly field: string }[] } }) {
  return [...new Set((answer.body.errors ?? []).map(({ field }) => field))].sort();
}
