import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DynamicModule, type INestApplication, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { sql } from 'kysely';
import request from 'supertest';
import { temporaryDirectory } from '../../test/support/temporary-directory.js';
import { Clock, SystemClock } from '../common/clock.js';
import { HealthController, Readiness } from '../common/health.js';
import { Logger, SilentLogger } from '../common/logging/index.js';
import { Metrics } from '../common/metrics/index.js';
import { ownManifest } from '../common/own-package.js';
import { loadConfig, PorticoConfig } from '../config/index.js';
import { EventStore } from '../events/index.js';
import { HubStorage, StorageModule } from './index.js';
import { storePorts } from './storage.module.js';

/** What the root gives every feature. */
@Module({})
class HostModule {
  static of(config: PorticoConfig): DynamicModule {
    const providers = [
      { provide: PorticoConfig, useValue: config },
      { provide: Logger, useClass: SilentLogger },
      { provide: Clock, useClass: SystemClock },
      Metrics,
      Readiness,
    ];
    return { module: HostModule, global: true, controllers: [HealthController], providers, exports: providers };
  }
}

describe('StorageModule', () => {
  let temporary: ReturnType<typeof temporaryDirectory>;
  let app: INestApplication | undefined;
  beforeEach(() => {
    temporary = temporaryDirectory();
  });
  afterEach(async () => {
    await app?.close();
    app = undefined;
    temporary.remove();
  });

  async function start(storage: DynamicModule): Promise<INestApplication> {
    const config = loadConfig({ PORTICO_DATA_DIR: temporary.path });
    const module = await Test.createTestingModule({
      imports: [HostModule.of(config), storage],
    }).compile();
    const application = module.createNestApplication({ logger: false });
    await application.init();
    app = application;
    return application;
  }

  it('StorageModule opens the data directory and binds every port', async () => {
    const hub = await start(StorageModule.forRoot());
    expect(existsSync(join(temporary.path, 'portico.db'))).toBe(true);
    for (const { provide } of storePorts()) expect(hub.get(provide)).toBeInstanceOf(provide);
    expect(storePorts().map(({ provide }) => provide)).toContain(EventStore);
  });

  it('StorageModule measures every statement', async () => {
    const hub = await start(StorageModule.forRoot());
    const { text } = await hub.get(Metrics).text();
    expect(text).toMatch(/^portico_storage_query_duration_seconds_count\{outcome="ok"\} [1-9]/m);
    expect(text).not.toContain('outcome="failed"');
    const database = hub.get(HubStorage).database;
    // Not `toThrow`: the driver's error is of the realm that loaded it first in this process, and no `Error` of this one.
    await expect(sql`select nothing from nowhere`.execute(database)).rejects.toMatchObject({ code: 'SQLITE_ERROR' });
    expect((await hub.get(Metrics).text()).text).toContain('_count{outcome="failed"} 1');
  });

  it('StorageModule refuses a second hub on the same directory, and serves the next one when the first has ended', async () => {
    const first = await start(StorageModule.forRoot());
    await expect(start(StorageModule.forRoot())).rejects.toThrow(/Another hub is running/);
    await first.close();
    await start(StorageModule.forRoot());
  });

  it('StorageModule tells the readiness check whether the database answers', async () => {
    const storage = await HubStorage.inMemory();
    const hub = await start(StorageModule.over(storage));
    const ready = () => request(hub.getHttpServer()).get('/health/ready');
    expect((await ready()).body).toEqual({ status: 'ok', version: ownManifest().version, checks: { database: 'ok' } });
    await storage.close();
    expect((await ready()).body).toMatchObject({ status: 'unavailable', checks: { database: 'failed' } });
  });
});
