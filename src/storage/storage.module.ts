import {
  type Abstract,
  type DynamicModule,
  type FactoryProvider,
  Global,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { ApplicationStore } from '../applications/index.js';
import { Clock } from '../common/clock.js';
import { Readiness } from '../common/health.js';
import { Logger } from '../common/logging/index.js';
import { Metrics } from '../common/metrics/index.js';
import { RateCounter } from '../common/rate-limit/rate-limiter.js';
import { UnitOfWork } from '../common/unit-of-work.js';
import { PorticoConfig } from '../config/index.js';
import { ConnectionStore } from '../connections/index.js';
import { AdminConsentStore } from '../consents/index.js';
import { EventStore } from '../events/index.js';
import { AccountStore, HubSettingStore, OidcArtifactStore, SigningKeyStore } from '../openid-provider/index.js';
import { TrialStore } from '../trials/index.js';
import { PendingLoginStore } from '../upstream/index.js';
import { UserStore } from '../users/index.js';
import { SqlAccountStore } from './accounts.store.js';
import { SqlAdminConsentStore } from './admin-consents.store.js';
import { SqlApplicationStore } from './applications.store.js';
import { SqlConnectionStore } from './connections.store.js';
import type { Database, StorageListener } from './database.js';
import { SqlEventStore } from './events.store.js';
import { SqlHubSettingStore } from './hub-settings.store.js';
import { HubStorage } from './hub-storage.js';
import { SqlOidcArtifactStore } from './oidc-artifacts.store.js';
import { SqlPendingLoginStore } from './pending-logins.store.js';
import { SqlRateCounter } from './rate-counters.store.js';
import type { Sealer } from './sealing/sealer.js';
import { SqlSigningKeyStore } from './signing-keys.store.js';
import { Sweeper } from './sweeper.js';
import { SqlTrialStore } from './trials.store.js';
import { SqlUnitOfWork } from './unit-of-work.js';
import { SqlUserStore } from './users.store.js';

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
    readiness.add('database', () => storage.checkUsable());
  }

  static forRoot(): DynamicModule {
    const storage: Provider = {
      provide: HubStorage,
      inject: [PorticoConfig, Metrics],
      useFactory: (config: PorticoConfig, metrics: Metrics) => HubStorage.open(config, measuring(metrics)),
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
      providers: [
        storage,
        {
          provide: Sweeper,
          inject: [HubStorage, Clock, Logger],
          useFactory: ({ database }: HubStorage, clock: Clock, logger: Logger) => new Sweeper(database, clock, logger),
        },
        {
          provide: UnitOfWork,
          inject: [HubStorage],
          useFactory: ({ database }: HubStorage) => new SqlUnitOfWork(database),
        },
        ...ports,
      ],
      exports: [HubStorage, UnitOfWork, ...ports],
    };
  }
}

function measuring(metrics: Metrics): StorageListener {
  const durations = metrics.histogram({
    name: 'portico_storage_query_duration_seconds',
    help: 'Statements of the hub’s database, waiting for a connection not included.',
    labels: ['outcome'],
  });
  const commits = metrics.counter({
    name: 'portico_storage_commits_total',
    help: 'Transactions that were committed and waited for the disk.',
    labels: [],
  });
  const roundTrips = metrics.counter({
    name: 'portico_storage_round_trips_total',
    help: 'Times that PostgreSQL’s answer was waited for, statements sent together counted once.',
    labels: [],
  });
  return {
    statement: (seconds, outcome) => durations.observe({ outcome }, seconds),
    commit: () => commits.inc(),
    roundTrip: () => roundTrips.inc(),
  };
}

/** Which class keeps what a port promises. One line for each port. */
export function storePorts(): StoreProvider[] {
  return [
    bind(AccountStore, SqlAccountStore),
    bind(AdminConsentStore, SqlAdminConsentStore),
    bind(ApplicationStore, SqlApplicationStore),
    bind(ConnectionStore, SqlConnectionStore),
    bind(EventStore, SqlEventStore),
    bind(HubSettingStore, SqlHubSettingStore),
    bind(OidcArtifactStore, SqlOidcArtifactStore),
    bind(PendingLoginStore, SqlPendingLoginStore),
    bind(RateCounter, SqlRateCounter),
    bind(TrialStore, SqlTrialStore),
    bind(UserStore, SqlUserStore),
    bind(SigningKeyStore, SqlSigningKeyStore),
  ];
}

type StoreProvider = FactoryProvider & { readonly provide: Abstract<unknown> };

function bind<Port>(port: Abstract<Port>, store: new (database: Database, sealer: Sealer) => Port): StoreProvider {
  return {
    provide: port,
    inject: [HubStorage],
    useFactory: (storage: HubStorage) => new store(storage.database, storage.sealer),
  };
}
