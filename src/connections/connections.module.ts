import { Global, Module } from '@nestjs/common';
import { ConnectionCheck } from './check/connection-check.js';
import { ConnectionAdministration } from './connection-administration.js';
import { ClientConnectionsController, ConnectionClientsController } from './connection-clients.controller.js';
import { ConnectionDirectory } from './connection-directory.js';
import { ConnectionOperationsController } from './connection-operations.controller.js';
import { ConnectionPresenter } from './connection-presenter.js';
import { ConnectionStatusReader } from './connection-status.js';
import { ConnectionsController } from './connections.controller.js';
import { ConnectorCache } from './connectors/connector-cache.js';
import { SecretSwitch } from './connectors/secret-switch.js';
import { UpstreamMetrics } from './connectors/upstream-metrics.js';
import { ConnectorsController } from './connectors.controller.js';
import { DirectorySearchController } from './directory-search.controller.js';
import { SecretReminders } from './secret-reminders.js';

/** Connections, their REST API and home realm discovery. Needs storage, connectors, clock, log and the guarded fetch from the root. */
@Global()
@Module({
  controllers: [
    ConnectionOperationsController,
    ConnectionsController,
    ConnectionClientsController,
    ClientConnectionsController,
    ConnectorsController,
    DirectorySearchController,
  ],
  providers: [
    ConnectionAdministration,
    ConnectionCheck,
    ConnectionStatusReader,
    SecretReminders,
    SecretSwitch,
    ConnectionPresenter,
    ConnectorCache,
    UpstreamMetrics,
    ConnectionDirectory,
  ],
  exports: [ConnectionAdministration, ConnectionDirectory, ConnectionPresenter],
})
export class ConnectionsModule {}
