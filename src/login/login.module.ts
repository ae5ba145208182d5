import { Module, type Provider, type Type } from '@nestjs/common';
import { AssetsController } from './assets.controller.js';
import { CallbackController } from './callback.controller.js';
import { BrowserLogins } from './flow/browser-logins.js';
import { CallbackDeadline } from './flow/callback-deadline.js';
import { HomeRealm } from './flow/home-realm.js';
import { LoginFailures } from './flow/login-failures.js';
import { LoginFinisher } from './flow/login-finisher.js';
import { LoginStarter } from './flow/login-starter.js';
import { SignInPolicy } from './flow/sign-in-policy.js';
import { WaitingLogins } from './flow/waiting-login.js';
import { HelpController } from './help.controller.js';
import { LoginLimit } from './http/login-limit.js';
import { LoginController } from './login.controller.js';
import { LoginMetrics } from './login-metrics.js';
import { ConnectorSentences } from './messages/connector-sentences.js';

/** Fixed paths first: `/login/:uid` would take them. */
export const loginControllers: Type[] = [AssetsController, HelpController, CallbackController, LoginController];

export const loginProviders: Provider[] = [
  BrowserLogins,
  CallbackDeadline,
  ConnectorSentences,
  HomeRealm,
  LoginFailures,
  LoginFinisher,
  LoginLimit,
  LoginStarter,
  SignInPolicy,
  WaitingLogins,
];

/** The universal login. Expects the directories it asks, and the ports others implement for it, from global modules. */
@Module({ controllers: loginControllers, providers: [...loginProviders, LoginMetrics] })
export class LoginModule {}
