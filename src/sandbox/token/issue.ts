/** Makes the tokens of an answer. */
import { randomInt } from 'node:crypto';
import type { SeedApplication } from '../seed/seed.js';
import type { Grant, Resource } from '../world/grants.js';
import type { SandboxState } from '../world/state.js';
import { signAccessToken, signIdToken } from './sign.js';

const DAY = 24 * 3600 * 1000;

export interface IssuedAccessToken {
  readonly token: string;
  /** Seconds: an hour and up to half an hour more, at random. */
  readonly expiresIn: number;
}

export async function issueAccessToken(
  state: SandboxState,
  grant: Grant,
  resource: Resource,
  scopes: readonly string[],
): Promise<IssuedAccessToken> {
  const lifetime = randomInt(3_600, 5_400);
  const short = scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1)).filter((scope) => scope !== '.default');
  const token = await signAccessToken(state, {
    grant,
    clientId: grant.application.clientId,
    tenantId: grant.user.tenant.id,
    resourceId: resource.id,
    version: resource.tokenVersion,
    scopes: short.filter((scope) => scope !== 'offline_access'),
    lifetime,
  });
  state.grants.addAccessToken(token, {
    clientId: grant.application.clientId,
    user: grant.user,
    tenantId: grant.user.tenant.id,
    scopes: short,
    roles: [],
    isGraph: resource.isGraph,
    expires: new Date(state.clock.now().getTime() + lifetime * 1000),
  });
  return { token, expiresIn: lifetime - 1 };
}

/** For `client_credentials`: the application acts as itself. */
export async function issueApplicationToken(
  state: SandboxState,
  application: SeedApplication,
  tenantId: string,
  resource: Resource,
): Promise<IssuedAccessToken> {
  const lifetime = 3_600;
  const roles = resource.isGraph ? state.directory.applicationPermissions(application, tenantId) : [];
  const token = await signAccessToken(state, {
    clientId: application.clientId,
    tenantId,
    resourceId: resource.id,
    version: resource.tokenVersion,
    scopes: [],
    roles,
    lifetime,
  });
  const expires = new Date(state.clock.now().getTime() + lifetime * 1000);
  state.grants.addAccessToken(token, {
    clientId: application.clientId,
    tenantId,
    scopes: [],
    roles,
    isGraph: resource.isGraph,
    expires,
  });
  return { token, expiresIn: lifetime - 1 };
}

/** The JSON answer for a code or a refresh token. */
export async function tokenAnswer(
  state: SandboxState,
  grant: Grant,
  resource: Resource,
  scopes: readonly string[],
): Promise<Record<string, unknown>> {
  const access = await issueAccessToken(state, grant, resource, scopes);
  // v1.0 always returned both; v2.0 only what the scope asks for.
  const hasIdToken = grant.version === 1 || grant.scopes.includes('openid');
  const hasRefreshToken = grant.version === 1 || grant.scopes.includes('offline_access');
  const idToken = hasIdToken ? await signIdToken(state, grant) : undefined;
  const refreshToken = hasRefreshToken ? newRefreshToken(state, grant) : undefined;
  const granted = scopes.filter((scope) => scope !== 'offline_access').join(' ');
  return {
    token_type: 'Bearer',
    scope: granted,
    ...lifetimes(state, grant, resource, access.expiresIn),
    access_token: access.token,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    ...(idToken !== undefined && { id_token: idToken }),
    ...(grant.wantsClientInfo && { client_info: clientInfo(state, grant) }),
  };
}

/** v1.0 writes its numbers as strings. */
function lifetimes(
  state: SandboxState,
  grant: Grant,
  resource: Resource,
  expiresIn: number,
): Record<string, string | number> {
  if (grant.version === 2) return { expires_in: expiresIn, ext_expires_in: expiresIn };
  const now = Math.floor(state.clock.now().getTime() / 1000);
  return {
    expires_in: String(expiresIn),
    ext_expires_in: String(expiresIn),
    expires_on: String(now + expiresIn),
    not_before: String(now - 300),
    resource: resource.id,
  };
}

function newRefreshToken(state: SandboxState, grant: Grant): string {
  const life = grant.platform === 'Spa' ? DAY : 90 * DAY;
  return state.grants.addRefreshToken({ grant, expires: new Date(state.clock.now().getTime() + life) });
}

/** Where the account is at home: `uid.utid` is what MSAL calls the home account id. */
export function clientInfo(state: SandboxState, { user }: Pick<Grant, 'user'>): string {
  const home = user.isGuest ? state.directory.account(user.homeAccount ?? '') : user;
  const info = { uid: (home ?? user).id, utid: (home ?? user).tenant.id };
  return Buffer.from(JSON.stringify(info)).toString('base64url');
}
