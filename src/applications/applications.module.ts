import { Global, Module } from '@nestjs/common';
import { ApplicationAdministration } from './application-administration.js';
import { ApplicationDirectory } from './application-directory.js';
import { ClientGrantAdministration } from './client-grant-administration.js';
import { ClientGrantsController } from './client-grants.controller.js';
import { ClientsController } from './clients.controller.js';
import { FirstManagementClient } from './first-management-client.js';
import { ResourceServersController } from './resource-servers.controller.js';
import { ClientSettingsController } from './settings/index.js';
import { StoredApplicationDirectory } from './stored-application-directory.js';

/** Downstream applications: their API, their directory, and the first management client. */
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
