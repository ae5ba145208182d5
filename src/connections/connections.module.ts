import { Global, Module } from '@nestjs/common';
import { ConnectionCheck } from './check/connection-check.js';
import { ConnectionChecksController } from './check/connection-checks.controller.js';
import { ClientConnectionsController } from './client-connections.controller.js';
import { ConnectionAdministration } from './connection-administration.js';
import { ConnectionClientsController } from './connection-clients.controller.js';
import { ConnectionDirectory } from './connection-directory.js';
import { ConnectionsController } from './connections.controller.js';
import { ConnectorCache } from './connector-cache.js';
import { ConnectorsController } from './connectors.controller.js';
import { DirectorySearchController } from './directory-search/directory-search.controller.js';
import { SecretReminderTask } from './expiry/secret-reminder-task.js';
import { SecretReminders } from './expiry/secret-reminders.js';
import { UpstreamMetrics } from './metrics/upstream-metrics.js';
import { SecretRotationController } from './next-secret/secret-rotation.controller.js';
import { SecretSwitch } from './next-secret/secret-switch.js';
import { ConnectionStatusController } from './status/connection-status.controller.js';
import { ConnectionStatusReader } from './status/connection-status-reader.js';
import { StoredConnectionDirectory } from './stored-connection-directory.js';
import { ConnectionPresenter } from './wire/connection-presenter.js';
import { SingleConnectionPresenter } from './wire/single-connection-presenter.js';

/** Connections, their REST API and home realm discovery. Needs storage, connectors, clock, log and the guarded fetch from the root. */
@Global()
@Module({
  controllers: [
    ConnectionChecksController,
    ConnectionStatusController,
    ConnectionsController,
    ConnectionClientsController,
    ClientConnectionsController,
    ConnectorsController,
    DirectorySearchController,
    SecretRotationController,
  ],
  providers: [
    ConnectionAdministration,
    ConnectionCheck,
    ConnectionStatusReader,
    SecretReminders,
    SecretReminderTask,
    SecretSwitch,
    ConnectionPresenter,
    SingleConnectionPresenter,
    ConnectorCache,
    UpstreamMetrics,
    { provide: ConnectionDirectory, useClass: StoredConnectionDirectory },
  ],
  exports: [ConnectionAdministration, ConnectionDirectory, SingleConnectionPresenter],
})
export class ConnectionsModule {}
