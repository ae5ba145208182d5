import { Global, Module } from '@nestjs/common';
import { ConnectionCheck } from './check/connection-check.js';
import { ConnectionAdministration } from './connection-administration.js';
import { ClientConnectionsController, ConnectionClientsController } from './connection-clients.controller.js';
import { ConnectionDirectory, StoredConnectionDirectory } from './connection-directory.js';
import { ConnectionOperationsController } from './connection-operations.controller.js';
import { ConnectionPresenter } from './connection-presenter.js';
import { ConnectionStatusReader } from './connection-status.js';
import { ConnectionsController } from './connections.controller.js';
import { ConnectorCache } from './connectors/connector-cache.js';
import { SecretSwitch } from './connectors/secret-switch.js';
import { UpstreamMetrics } from './connectors/upstream-metrics.js';
import { ConnectorsController } from './connectors.controller.js';
import { AdminConsents } from './consent/admin-consents.js';
import { ConsentLinkController } from './consent/consent-link.controller.js';
import { DirectorySearchController } from './directory-search.controller.js';
import { SecretReminders } from './secret-reminders.js';
import { TrialAdministration } from './trial/trial-administration.js';
import { TrialsController } from './trial/trials.controller.js';

/** Connections, their REST API and home realm discovery. Needs storage, connectors, clock, log and the guarded fetch from the root. */
@Global()
@Module({
  controllers: [
    ConnectionOperationsController,
    TrialsController,
    ConnectionsController,
    ConnectionClientsController,
    ClientConnectionsController,
    ConnectorsController,
    DirectorySearchController,
    ConsentLinkController,
  ],
  providers: [
    ConnectionAdministration,
    ConnectionCheck,
    ConnectionStatusReader,
    TrialAdministration,
    SecretReminders,
    AdminConsents,
    SecretSwitch,
    ConnectionPresenter,
    ConnectorCache,
    UpstreamMetrics,
    { provide: ConnectionDirectory, useClass: StoredConnectionDirectory },
  ],
  exports: [AdminConsents, ConnectionDirectory],
})
export class ConnectionsModule {}
