import { Global, Module } from '@nestjs/common';
import { UserAdministration } from './user-administration.js';
import { UserDirectory } from './user-directory.js';
import { UsersByEmailController, UsersController } from './users.controller.js';

/**
 * Users: their API and their directory. So short a file because each feature has its Nest module in one of this name,
 * where the root and its tests look for it.
 */
@Global()
@Module({
  controllers: [UsersController, UsersByEmailController],
  providers: [UserAdministration, UserDirectory],
  exports: [UserDirectory],
})
export class UsersModule {}
