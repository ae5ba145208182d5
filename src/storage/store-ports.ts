import type { Abstract, FactoryProvider } from '@nestjs/common';
import { ApplicationStore } from '../applications/index.js';
import { RateCounter } from '../common/rate-limit/index.js';
import { ConnectionStore } from '../connections/index.js';
import { AdminConsentStore } from '../consents/index.js';
import { EventStore } from '../events/index.js';
import { HubSettingStore, OidcArtifactStore, SigningKeyStore } from '../openid-provider/index.js';
import { TrialStore } from '../trials/index.js';
import { PendingLoginStore } from '../upstream/index.js';
import { UserStore } from '../users/index.js';
import { SqlAdminConsentStore } from './admin-consents.store.js';
import { SqlApplicationStore } from './applications.store.js';
import { SqlConnectionStore } from './connections.store.js';
import type { Database } from './database.js';
import { SqlEventStore } from './events.store.js';
import { SqlHubSettingStore } from './hub-settings.store.js';
import { HubStorage } from './hub-storage.js';
import { SqlOidcArtifactStore } from './oidc-artifacts.store.js';
import { SqlPendingLoginStore } from './pending-logins.store.js';
import { SqlRateCounter } from './rate-counters.store.js';
import type { Sealer } from './sealer.js';
import { SqlSigningKeyStore } from './signing-keys.store.js';
import { SqlTrialStore } from './trials.store.js';
import { SqlUserStore } from './users.store.js';

/** Which class keeps what a port promises. One line for each port. */
export function storePorts(): StoreProvider[] {
  return [
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
