import { Global, Module } from '@nestjs/common';
import { ApplicationsModule } from '../applications/index.js';
import { Readiness } from '../common/health.js';
import { ConnectionsModule } from '../connections/index.js';
import { AccessEnded, EventsModule } from '../events/index.js';
import { AuthorizationRequests } from '../login/index.js';
import { ManagementTokenVerifier } from '../management/index.js';
import { UsersModule } from '../users/index.js';
import { EndedAccess } from './artifacts/ended-access.js';
import { ProviderAuthorizationRequests } from './edge/authorization-requests.js';
import { OpenIdProviderMiddleware } from './edge/openid-provider.middleware.js';
import { RequestLimits } from './edge/request-limits.js';
import { Accounts } from './parties/accounts.js';
import { SecretLimits } from './parties/secret-limits.js';
import { CurrentProvider } from './provider/current-provider.js';
import { ProviderTokenVerifier } from './provider/management-tokens.js';

/**
 * The OpenID Provider. Global, because it implements ports that the features below it own. The middleware is mounted
 * by the root.
 */
@Global()
@Module({
  imports: [ApplicationsModule, ConnectionsModule, EventsModule, UsersModule],
  providers: [
    Accounts,
    CurrentProvider,
    OpenIdProviderMiddleware,
    RequestLimits,
    SecretLimits,
    { provide: AccessEnded, useClass: EndedAccess },
    { provide: AuthorizationRequests, useClass: ProviderAuthorizationRequests },
    { provide: ManagementTokenVerifier, useClass: ProviderTokenVerifier },
  ],
  exports: [
    AccessEnded,
    AuthorizationRequests,
    CurrentProvider,
    ManagementTokenVerifier,
    OpenIdProviderMiddleware,
    RequestLimits,
  ],
})
export class OpenIdProviderModule {
  constructor(readiness: Readiness, provider: CurrentProvider) {
    readiness.add('signing_keys', async () => provider.get());
  }
}
