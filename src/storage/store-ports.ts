import type { Abstract, Provider } from '@nestjs/common';
import { ConnectionStore } from '../connections/index.js';
import { EventStore } from '../events/index.js';
import { PendingLoginStore } from '../login/index.js';
import { SqlConnectionStore } from './connections.store.js';
import type { Database } from './database.js';
import { SqlEventStore } from './events.store.js';
import { HubStorage } from './hub-storage.js';
import { SqlPendingLoginStore } from './pending-logins.store.js';
import type { Sealer } from './sealer.js';

/** Which class keeps what a port promises. One line for each port. */
export function storePorts(): FactoryProvider[] {
  return [
    bind(ConnectionStore, SqlConnectionStore),
    bind(EventStore, SqlEventStore),
    bind(PendingLoginStore, SqlPendingLoginStore),
  ];
}

type FactoryProvider = Extract<Provider, { useFactory: unknown }>;

function bind<Port>(port: Abstract<Port>, store: new (database: Database, sealer: Sealer) => Port): FactoryProvider {
  return {
    provide: port,
    inject: [HubStorage],
    useFactory: (storage: HubStorage) => new store(storage.database, storage.sealer),
  };
}
