import { Global, Module } from '@nestjs/common';
import { ApplicationAdministration } from './application-administration.js';
import { ApplicationDirectory } from './application-directory.js';
import { ClientGrantAdministration } from './client-grant-administration.js';
import { ClientGrantsController } from './client-grants.controller.js';
import { ClientSettingsController } from './client-settings.controller.js';
import { ClientsController } from './clients.controller.js';
import { FirstManagementClient } from './first-management-client.js';
import { ResourceServersController } from './resource-servers.controller.js';

/**
 * Downstream applications: their API, the directory that the rest of the hub asks, and the client that manages a new hub
 * first. So short a file because each feature has its Nest module in one of this name.
 */
@Global()
@Module({
  controllers: [ClientsController, ClientGrantsController, ClientSettingsController, ResourceServersController],
  providers: [ApplicationAdministration, ClientGrantAdministration, FirstManagementClient, ApplicationDirectory],
  exports: [ApplicationDirectory],
})
export class ApplicationsModule {}
