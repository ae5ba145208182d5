import { Global, Module, type Provider, type Type } from '@nestjs/common';
import { WaitingLogins } from './authorization-requests.js';
import { DomainGuesses } from './domain-guesses.js';
import { HelpController } from './help.controller.js';
import { HomeRealm } from './home-realm.js';
import { LastUsedConnections } from './last-used-connections.js';
import { LoginController } from './login.controller.js';
import { LoginEntrance } from './login-entrance.js';
import { LoginFailures } from './login-failures.js';
import { LoginLimit } from './login-middleware.js';
import { LoginStart } from './login-start.js';
import { SignIn } from './sign-in.js';

/** Fixed paths first: `/login/:uid` would take them. */
export const loginControllers: Type[] = [HelpController, LoginController];

export const loginProviders: Provider[] = [
  DomainGuesses,
  HomeRealm,
  LastUsedConnections,
  LoginEntrance,
  LoginFailures,
  LoginLimit,
  LoginStart,
  SignIn,
  WaitingLogins,
];

/**
 * The universal login. Expects upstream, the directories it asks, and the ports that others implement for it, from global
 * modules. Global, because the OpenID Provider hands over to its entrance. Its routes come after those of all others below `/login`: `/login/:uid` would take them.
 */
@Global()
@Module({ controllers: loginControllers, providers: loginProviders, exports: [LoginEntrance] })
export class LoginModule {}
