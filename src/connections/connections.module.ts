import { Global, Module } from '@nestjs/common';
import { ClientConnectionsController } from './client-connections.controller.js';
import { ConnectionAdministration } from './connection-administration.js';
import { ConnectionClientsController } from './connection-clients.controller.js';
import { ConnectionDirectory } from './connection-directory.js';
import { ConnectionsController } from './connections.controller.js';
import { ConnectorCache } from './connector-cache.js';
import { ConnectorsController } from './connectors.controller.js';
import { StoredConnectionDirectory } from './stored-connection-directory.js';
import { ConnectionPresenter } from './wire/connection-presenter.js';

/** Connections, their REST API and home realm discovery. Needs storage, connectors, clock, log and the guarded fetch from the root. */
@Global()
@Module({
  controllers: [ConnectionsController, ConnectionClientsController, ClientConnectionsController, ConnectorsController],
  providers: [
    ConnectionAdministration,
    ConnectionPresenter,
    ConnectorCache,
    { provide: ConnectionDirectory, useClass: StoredConnectionDirectory },
  ],
  exports: [ConnectionDirectory],
})
export class ConnectionsModule {}
