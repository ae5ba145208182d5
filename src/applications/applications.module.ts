import { Global, Module } from '@nestjs/common';
import { ApplicationAdministration } from './application-administration.js';
import { ApplicationDirectory, StoredApplicationDirectory } from './application-directory.js';
import { ClientGrantAdministration } from './client-grant-administration.js';
import { ClientGrantsController } from './client-grants.controller.js';
import { ClientSettingsController } from './client-settings.controller.js';
import { ClientsController } from './clients.controller.js';
import { FirstManagementClient } from './first-management-client.js';
import { ResourceServersController } from './resource-servers.controller.js';

/**
 * Downstream applications: their API, the directory that the rest of the hub asks, and the client that manages a new hub
 * first.
 */
@Global()
@Module({
  controllers: [ClientsController, ClientGrantsController, ClientSettingsController, ResourceServersController],
  providers: [
    ApplicationAdministration,
    ClientGrantAdministration,
    FirstManagementClient,
    { provide: ApplicationDirectory, useClass: StoredApplicationDirectory },
  ],
  exports: [ApplicationDirectory],
})
export class ApplicationsModule {}
