import type { Configuration } from 'oidc-provider';
import type { ApplicationDirectory } from '../../applications/index.js';
import type { Clock } from '../../common/clock.js';
import type { PorticoConfig } from '../../config/index.js';
import type { Accounts } from '../accounts/accounts.js';
import { SCOPE_CLAIMS, SCOPES } from '../accounts/claims.js';
import { renderError } from '../answers/error-page.js';
import { leaveLogoutPage, leaveSignedOutPage } from '../answers/logout-pages.js';
import { ArtifactAdapter } from '../artifacts/artifact-adapter.js';
import type { OidcArtifactStore } from '../artifacts/oidc-artifact.store.js';
import { ClientAdapter } from '../clients/client-adapter.js';
import { EXTRA_CLIENT_METADATA } from '../clients/client-metadata.js';
import { loadGrant } from '../interaction/grants.js';
import { loginPolicy } from '../interaction/interaction-policy.js';
import type { SigningKey } from '../keys/signing-key.js';
import { LIFETIMES, refreshTokenLifetime, sessionLifetime } from '../lifetimes.js';
import { PATHS } from '../paths.js';
import { cookies } from './cookies.js';
import { requestParameters } from './request-parameters.js';

/** What the library is built from. */
export interface ProviderParts {
  readonly config: PorticoConfig;
  readonly clock: Clock;
  readonly applications: ApplicationDirectory;
  readonly accounts: Accounts;
  readonly artifacts: OidcArtifactStore;
  readonly cookieKeys: readonly string[];
  /** All published ones, the one that signs first. */
  readonly signingKeys: readonly SigningKey[];
}

const off = { enabled: false } as const;
const on = { enabled: true } as const;

/** The OpenID Provider of the hub: what it offers, for how long, and to whom. Whatever is not listed is off. */
export function providerConfiguration(parts: ProviderParts): Configuration {
  const { accounts, applications, artifacts, clock, config } = parts;
  return {
    adapter: (model: string) =>
      model === 'Client' ? new ClientAdapter(applications) : new ArtifactAdapter(model, artifacts, clock),
    acceptQueryParamAccessTokens: false,
    allowOmittingSingleRegisteredRedirectUri: false,
    claims: Object.fromEntries(Object.entries(SCOPE_CLAIMS).map(([scope, claims]) => [scope, [...claims]])),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    // Applications read claims from the ID token; some never call userinfo.
    conformIdTokenClaims: false,
    cookies: cookies(config, parts.cookieKeys),
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    // Posted page requests are turned into GET before (edge/form-to-query.ts), so that cookies stay SameSite=Lax.
    enableHttpPostMethods: false,
    expiresWithSession: async (_ctx, source) => !source.scopes.has('offline_access'),
    extraClientMetadata: { properties: [...EXTRA_CLIENT_METADATA] },
    extraParams: requestParameters,
    features: {
      backchannelLogout: off,
      ciba: off,
      claimsParameter: off,
      clientCredentials: on,
      devInteractions: off,
      deviceFlow: off,
      dPoP: off,
      encryption: off,
      introspection: { enabled: true, allowedPolicy: introspectionPolicy(accounts) },
      jwtIntrospection: off,
      jwtResponseModes: off,
      jwtUserinfo: off,
      mTLS: off,
      pushedAuthorizationRequests: off,
      registration: off,
      requestObjects: off,
      resourceIndicators: off,
      revocation: { enabled: true, allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: leaveLogoutPage,
        postLogoutSuccessSource: leaveSignedOutPage,
      },
      userinfo: on,
    },
    findAccount: async (ctx, userId) => {
      const clientId = ctx.oidc.client?.clientId;
      return clientId === undefined ? undefined : await accounts.find(userId, clientId);
    },
    interactions: { policy: loginPolicy(), url: (_ctx, interaction) => `/login/${interaction.uid}` },
    issueRefreshToken: async (_ctx, client, source) =>
      client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access'),
    jwks: { keys: parts.signingKeys.map(({ jwk, kid }) => ({ ...jwk, kid, alg: 'RS256', use: 'sig' })) },
    loadExistingGrant: loadGrant,
    pkce: { required: (_ctx, client) => client.require_pkce === true },
    renderError,
    responseTypes: ['code'],
    rotateRefreshToken: true,
    routes: {
      authorization: PATHS.authorize,
      end_session: PATHS.logout,
      introspection: PATHS.introspect,
      jwks: PATHS.jwks,
      revocation: PATHS.revoke,
      token: PATHS.token,
      userinfo: PATHS.userInfo,
    },
    scopes: [...SCOPES],
    subjectTypes: ['public'],
    ttl: {
      AccessToken: LIFETIMES.accessToken,
      AuthorizationCode: LIFETIMES.authorizationCode,
      ClientCredentials: LIFETIMES.managementToken,
      Grant: LIFETIMES.grant,
      IdToken: LIFETIMES.idToken,
      Interaction: LIFETIMES.interaction,
      RefreshToken: (_ctx, token) => refreshTokenLifetime(token, clock.now()),
      Session: (_ctx, session) => sessionLifetime(session, clock.now()),
    },
  };
}

/**
 * A confidential application may ask about any token that is shown to it; a public one proves nothing, so about its own.
 * A token of somebody who may no longer use its application is no longer active, although it is still stored.
 */
function introspectionPolicy(accounts: Accounts) {
  return async (
    _ctx: unknown,
    client: { readonly clientId: string; readonly tokenEndpointAuthMethod?: string | undefined },
    token: { readonly clientId?: string | undefined; readonly accountId?: string | undefined },
  ): Promise<boolean> => {
    const { accountId, clientId } = token;
    if (client.tokenEndpointAuthMethod === 'none' && clientId !== client.clientId) return false;
    if (accountId === undefined) return true;
    return clientId !== undefined && (await accounts.find(accountId, clientId)) !== undefined;
  };
}
