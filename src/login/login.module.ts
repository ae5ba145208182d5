import { Module, type Provider, type Type } from '@nestjs/common';
import { CallbackController } from './callback.controller.js';
import { ConnectorSentences } from './connector-sentences.js';
import { AnsweredConsents } from './consent/answered-consents.js';
import { ConsentController } from './consent/consent.controller.js';
import { ConsentFlow } from './consent/consent-flow.js';
import { AnsweredLogins } from './flow/answered-logins.js';
import { BrowserLogins } from './flow/browser-logins.js';
import { CallbackDeadline } from './flow/callback-deadline.js';
import { DomainGuesses } from './flow/domain-guesses.js';
import { HomeRealm } from './flow/home-realm.js';
import { LastUsedConnections } from './flow/last-used-connections.js';
import { LoginFailures } from './flow/login-failures.js';
import { LoginFinisher } from './flow/login-finisher.js';
import { LoginStarter } from './flow/login-starter.js';
import { SignInPolicy } from './flow/sign-in-policy.js';
import { UpstreamDeparture } from './flow/upstream-departure.js';
import { UpstreamReturn } from './flow/upstream-return.js';
import { WaitingLogins } from './flow/waiting-login.js';
import { HelpController } from './help.controller.js';
import { LoginLimit } from './http/login-limit.js';
import { LoginController } from './login.controller.js';
import { LoginMetrics } from './login-metrics.js';
import { TrialController } from './trial/trial.controller.js';
import { TrialBrowsers } from './trial/trial-browsers.js';
import { TrialConversation } from './trial/trial-conversation.js';
import { TrialFinisher } from './trial/trial-finisher.js';
import { TrialReports } from './trial/trial-reports.js';
import { TrialStarter } from './trial/trial-starter.js';
import { TriedConnections } from './trial/tried-connections.js';

/** Fixed paths first: `/login/:uid` would take them. */
export const loginControllers: Type[] = [
  ConsentController,
  TrialController,
  HelpController,
  CallbackController,
  LoginController,
];

export const loginProviders: Provider[] = [
  AnsweredConsents,
  AnsweredLogins,
  BrowserLogins,
  CallbackDeadline,
  ConnectorSentences,
  ConsentFlow,
  HomeRealm,
  LastUsedConnections,
  LoginFailures,
  LoginFinisher,
  LoginLimit,
  DomainGuesses,
  LoginStarter,
  SignInPolicy,
  TrialBrowsers,
  TrialConversation,
  TrialFinisher,
  TrialReports,
  TrialStarter,
  TriedConnections,
  UpstreamDeparture,
  UpstreamReturn,
  WaitingLogins,
];

/** The universal login. Expects the directories it asks, and the ports others implement for it, from global modules. */
@Module({ controllers: loginControllers, providers: [...loginProviders, LoginMetrics] })
export class LoginModule {}
