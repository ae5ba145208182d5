import { Global, Module } from '@nestjs/common';
import { ApplicationsModule } from '../applications/index.js';
import { Readiness } from '../common/health.js';
import { ConnectionsModule } from '../connections/index.js';
import { AccessEnded, EventsModule } from '../events/index.js';
import { AuthorizationRequests } from '../login/index.js';
import { ManagementTokenVerifier } from '../management/index.js';
import { UsersModule } from '../users/index.js';
import { Accounts } from './accounts/accounts.js';
import { EndedAccess } from './artifacts/ended-access.js';
import { SecretLimits } from './clients/secret-limits.js';
import { RequestLimits } from './edge/request-limits.js';
import { ProviderAuthorizationRequests } from './interaction/provider-authorization-requests.js';
import { ProviderTokenVerifier } from './management-tokens/provider-token-verifier.js';
import { OpenIdProviderMiddleware } from './openid-provider.middleware.js';
import { CurrentProvider } from './provider/current-provider.js';

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
