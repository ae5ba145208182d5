import type { Adapter, Configuration } from 'oidc-provider';
import type { ApplicationDirectory } from '../../applications/index.js';
import type { Clock } from '../../common/clock.js';
import type { Logger } from '../../common/logging/index.js';
import type { UnitOfWork } from '../../common/unit-of-work.js';
import type { PorticoConfig } from '../../config/index.js';
import type { EventRecorder } from '../../events/index.js';
import type { LoginEntrance } from '../../login/index.js';
import { renderError } from '../answers/errors.js';
import { leaveLogoutPage, leaveSignedOutPage } from '../answers/logout.js';
import { ArtifactAdapter } from '../artifacts/artifact-adapter.js';
import { derivedGrants } from '../artifacts/derived-grants.js';
import type { OidcArtifactStore } from '../artifacts/oidc-artifact.store.js';
import { loadGrant, loginPolicy } from '../interaction/login-policy.js';
import { requestParameters } from '../interaction/request-parameters.js';
import type { SigningKey } from '../keys/signing-key.store.js';
import { type Accounts, SCOPE_CLAIMS, SCOPES } from '../parties/accounts.js';
import { clientAdapter, EXTRA_CLIENT_METADATA } from '../parties/clients.js';
import type { SecretLimits } from '../parties/secret-limits.js';
import { PATHS } from '../protocol/endpoints.js';
import { LIFETIMES, refreshTokenLifetime, sessionLifetime } from '../protocol/lifetimes.js';
import { foresight } from './foresight.js';
import { handOver } from './hand-over.js';

/** What the library is made of. */
export interface ProviderParts {
  readonly config: PorticoConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly events: EventRecorder;
  readonly applications: ApplicationDirectory;
  readonly accounts: Accounts;
  readonly artifacts: OidcArtifactStore;
  readonly secretLimits: SecretLimits;
  readonly entrance: LoginEntrance;
  readonly units: UnitOfWork;
  readonly cookieKeys: readonly string[];
  /** All published ones, the one that signs first. */
  readonly signingKeys: readonly SigningKey[];
}

const off = { enabled: false } as const;
const on = { enabled: true } as const;

/** Says what the OpenID Provider of the hub offers, for how long, and to whom. Whatever is not listed is off. */
export function providerConfiguration(parts: ProviderParts): Configuration {
  const { accounts, clock, config } = parts;
  return {
    adapter: (model: string) => adapterOf(model, parts),
    acceptQueryParamAccessTokens: false,
    allowOmittingSingleRegisteredRedirectUri: false,
    claims: Object.fromEntries(Object.entries(SCOPE_CLAIMS).map(([scope, claims]) => [scope, [...claims]])),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    // Applications read claims from the ID token; some never call userinfo.
    conformIdTokenClaims: false,
    cookies: cookies(config.secureCookies, parts.cookieKeys),
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    // The edge turns posted page requests into GET before (edge/form-to-query.ts), so that cookies stay SameSite=Lax.
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
    interactions: { policy: loginPolicy(), url: handOver(parts.entrance) },
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

function adapterOf(model: string, parts: ProviderParts): Adapter {
  const { applications, artifacts, clock } = parts;
  if (model === 'Client') return clientAdapter(applications, foresight(parts));
  return model === 'Grant' ? derivedGrants(artifacts) : new ArtifactAdapter(model, artifacts, clock);
}

/**
 * Lets a confidential application ask about any token that is shown to it, and a public one, which proves nothing, about
 * its own. A token of somebody who may no longer use its application is no longer active, although it is still stored.
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

/**
 * The cookies. On https the session's is `__Host-`, so that no other host of the domain can set it. Those of one
 * authorization request are `__Secure-`: they are bound to its path, so that two tabs do not meet.
 */
function cookies(secure: boolean, keys: readonly string[]): NonNullable<Configuration['cookies']> {
  const options = { httpOnly: true, sameSite: 'lax', secure, signed: true, overwrite: true } as const;
  const scoped = secure ? '__Secure-' : '';
  return {
    keys: [...keys],
    names: {
      session: `${secure ? '__Host-' : ''}portico-session`,
      interaction: `${scoped}portico-interaction`,
      resume: `${scoped}portico-resume`,
    },
    long: { ...options, path: '/' },
    short: options,
  };
}
