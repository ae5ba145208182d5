import { Global, Module } from '@nestjs/common';
import { StoredUserDirectory } from './stored-user-directory.js';
import { UserAdministration } from './user-administration.js';
import { UserDirectory } from './user-directory.js';
import { UsersController } from './users.controller.js';
import { UsersByEmailController } from './users-by-email.controller.js';

/** Users: their API and their directory. */
@Global()
@Module({
  controllers: [UsersController, UsersByEmailController],
  providers: [UserAdministration, { provide: UserDirectory, useClass: StoredUserDirectory }],
  exports: [UserDirectory],
})
export class UsersModule {}
