import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '../common/clock.js';
import { Readiness } from '../common/health.js';
import { Logger } from '../common/logging/index.js';
import { Metrics } from '../common/metrics/index.js';
import { PorticoConfig } from '../config/index.js';
import { HubStorage } from './hub-storage.js';
import { measuringListener } from './query-times.js';
import { storePorts } from './store-ports.js';
import { Sweeper } from './sweeper.js';

const sweeper: Provider = {
  provide: Sweeper,
  inject: [HubStorage, Clock, Logger],
  useFactory: (storage: HubStorage, clock: Clock, logger: Logger) => new Sweeper(storage.database, clock, logger),
};

/**
 * Opens the hub's storage and binds every feature's storage port to it. Global: features inject their ports. Needs the
 * configuration, the clock and the logger to be injectable. Closes the storage last, after the HTTP server.
 */
@Global()
@Module({})
export class StorageModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly storage: HubStorage,
    private readonly sweeper: Sweeper,
    @Inject(Logger) private readonly logger: Logger,
    readiness: Readiness,
  ) {
    readiness.add('database', () => sql`select 1`.execute(storage.database));
  }

  static forRoot(): DynamicModule {
    const storage: Provider = {
      provide: HubStorage,
      inject: [PorticoConfig, Metrics],
      useFactory: (config: PorticoConfig, metrics: Metrics) => HubStorage.open(config, measuringListener(metrics)),
    };
    return StorageModule.with(storage);
  }

  /** Over storage that is open already: an in-memory database in tests. Closed with the application all the same. */
  static over(storage: HubStorage): DynamicModule {
    return StorageModule.with({ provide: HubStorage, useValue: storage });
  }

  onApplicationBootstrap(): void {
    for (const notice of this.storage.notices) this.logger.warn({}, notice);
    this.sweeper.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sweeper.stop();
    await this.storage.close();
  }

  private static with(storage: Provider): DynamicModule {
    const ports = storePorts();
    return {
      module: StorageModule,
      providers: [storage, sweeper, ...ports],
      exports: [HubStorage, ...ports],
    };
  }
}
