/** Claims of ID tokens, v1.0 and v2.0, as Entra fills them. */
import { createHash, randomBytes } from 'node:crypto';
import { CONSUMERS_TENANT_ID, type SeedApplication } from '../seed/seed.js';
import type { User } from '../world/directory.js';
import type { Grant } from '../world/grants.js';
import { groupsForTokens } from '../world/groups.js';
import type { SandboxState } from '../world/state.js';

export type Claims = Record<string, unknown>;

/** Above this many groups a token carries a pointer instead. */
const MOST_GROUPS = 200;
const MOST_GROUPS_IN_FRONT_CHANNEL = 5;
/** Entra dates its tokens this many seconds back, and gives them an hour from now. */
const BACKDATED = 300;
const LIFETIME = 3600;

export interface FrontChannel {
  readonly code?: string;
  readonly accessToken?: string;
}

/** `frontChannel` is given for tokens that travel through the browser: hashes appear and groups are cut sooner. */
export function idTokenClaims(state: SandboxState, grant: Grant, frontChannel?: FrontChannel): Claims {
  const { application, user, version } = grant;
  const now = Math.floor(state.clock.now().getTime() / 1000);
  const hasProfile = version === 1 || grant.scopes.includes('profile');
  const optional = optionalClaims(state, grant);
  const chosen = new Set<OptionalClaim>([
    ...(application.optionalClaims ?? []).filter((name): name is OptionalClaim => name in optional),
    ...(version === 1 ? (['given_name', 'family_name', 'upn', 'unique_name', 'ipaddr'] as const) : []),
    // Guests carry their address in every token, members when it is asked for.
    ...(user.isGuest || (version === 2 && grant.scopes.includes('email')) ? (['email'] as const) : []),
  ]);
  return withoutUndefined({
    aud: application.clientId,
    iss: state.issuer(version, user.tenant.id),
    iat: now - BACKDATED,
    nbf: now - BACKDATED,
    exp: now + LIFETIME,
    ...(version === 1 && { amr: grant.methods }),
    ...(frontChannel?.code !== undefined && { c_hash: leftHalf(frontChannel.code) }),
    ...(frontChannel?.accessToken !== undefined && { at_hash: leftHalf(frontChannel.accessToken) }),
    idp: identityProviderOf(state, user, version),
    ...(hasProfile && { name: user.displayName, oid: user.id }),
    nonce: grant.nonce,
    ...(hasProfile && version === 2 && { preferred_username: visibleName(user) }),
    aio: randomBytes(48).toString('base64'),
    rh: `1.${randomBytes(30).toString('base64url')}.`,
    sub: pairwiseSubject(application.clientId, user),
    tid: user.tenant.id,
    uti: randomBytes(16).toString('base64url'),
    ver: version === 1 ? '1.0' : '2.0',
    ...Object.fromEntries([...chosen].map((name) => [name, optional[name]])),
    ...groupClaims(grant, frontChannel !== undefined),
    ...roleClaims(application, user),
  });
}

/** Stable for one application, tenant and user, and different for every other application. */
export function pairwiseSubject(clientId: string, user: User): string {
  const subject = createHash('sha256').update(`${clientId}|${user.tenant.id}|${user.id}`).digest('base64url');
  return user.tenant.id === CONSUMERS_TENANT_ID ? `AAAAAAAAAAAAAAAAAAAAA${subject.slice(0, 22)}` : subject;
}

/** Present only when the account comes from elsewhere than the tenant that issues the token. */
function identityProviderOf(state: SandboxState, user: User, version: 1 | 2): string | undefined {
  if (!user.isGuest) return undefined;
  if (user.identityProvider !== undefined) return user.identityProvider;
  const home = state.directory.homeTenantOf(user);
  if (home === undefined) return undefined;
  if (home.isConsumers) return version === 1 ? 'live.com' : state.issuer(2, home.id);
  return state.issuer(1, home.id);
}

/** Guests show the address they sign in with, not the `#EXT#` name of their object. */
function visibleName(user: User): string {
  return user.homeAccount ?? user.userPrincipalName;
}

function groupClaims({ application, user }: Grant, isFrontChannel: boolean): Claims {
  const groups = groupsForTokens(application, user);
  if (groups === undefined || groups.length === 0) return {};
  if (isFrontChannel && groups.length > MOST_GROUPS_IN_FRONT_CHANNEL) return { hasgroups: true };
  if (groups.length <= MOST_GROUPS) return { groups: groups.map((group) => group.id) };
  return {
    _claim_names: { groups: 'src1' },
    _claim_sources: {
      src1: { endpoint: `https://graph.windows.net/${user.tenant.id}/users/${user.id}/getMemberObjects` },
    },
  };
}

function roleClaims(application: SeedApplication, user: User): Claims {
  const roles = (application.appRoles ?? []).filter((role) => role.users.includes(user.userPrincipalName));
  const setting = application.groupMembershipClaims;
  const showsDirectoryRoles = setting === 'All' || setting === 'DirectoryRole';
  return {
    ...(roles.length > 0 && { roles: roles.map((role) => role.value) }),
    ...(showsDirectoryRoles && user.directoryRoles !== undefined && { wids: user.directoryRoles }),
  };
}

function leftHalf(value: string): string {
  return createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url');
}

function withoutUndefined(claims: Claims): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

export const OPTIONAL_CLAIMS = [
  'email',
  'xms_edov',
  'upn',
  'unique_name',
  'given_name',
  'family_name',
  'ipaddr',
  'sid',
  'auth_time',
  'login_hint',
  'acct',
  'ctry',
  'tenant_ctry',
  'tenant_region_scope',
  'verified_primary_email',
] as const;
export type OptionalClaim = (typeof OPTIONAL_CLAIMS)[number];

/** Every optional claim's value; undefined where Entra would leave it out. */
export function optionalClaims(state: SandboxState, grant: Grant): Record<OptionalClaim, unknown> {
  const { application, user } = grant;
  const isVerified = isDomainOwnerVerified(state, user);
  const email = application.removeUnverifiedEmailClaim && !isVerified ? undefined : user.mail;
  return {
    email,
    xms_edov: email === undefined ? undefined : spelt(isVerified, application.xmsEdovForm ?? 'boolean'),
    // Guests have no upn claim unless the registration asks for it by a modifier.
    upn: user.isGuest ? undefined : user.userPrincipalName,
    unique_name: user.isGuest ? user.homeAccount : user.userPrincipalName,
    given_name: user.givenName,
    family_name: user.surname,
    ipaddr: '127.0.0.1',
    sid: grant.sessionId,
    auth_time: Math.floor(grant.signedInAt.getTime() / 1000),
    login_hint: `O.${Buffer.from(`${user.tenant.id}|${user.id}`).toString('base64url')}`,
    acct: user.isGuest ? 1 : 0,
    ctry: user.tenant.countryCode,
    tenant_ctry: user.tenant.countryCode,
    tenant_region_scope: user.tenant.region,
    verified_primary_email: isVerified && user.mail !== undefined ? [user.mail] : undefined,
  };
}

/** Reads the opaque `login_hint` claim back. */
export function userOfLoginHint(state: SandboxState, hint: string): User | undefined {
  if (!hint.startsWith('O.')) return undefined;
  const [tenantId, userId] = Buffer.from(hint.slice(2), 'base64url').toString().split('|');
  return tenantId === undefined || userId === undefined ? undefined : state.directory.userById(tenantId, userId);
}

/**
 * Whether the owner of the mail domain vouches for the address: the domain is one of the user's home tenant, or the
 * home is an identity provider that owns its mailboxes. A `mail` value alone proves nothing ("nOAuth").
 */
function isDomainOwnerVerified(state: SandboxState, user: User): boolean {
  if (user.mail === undefined) return false;
  if (['google.com', 'mail', 'live.com'].includes(user.identityProvider ?? '')) return true;
  const home = state.directory.homeTenantOf(user);
  return (
    home !== undefined && (home.isConsumers || home.domains.includes(user.mail.split('@')[1]?.toLowerCase() ?? ''))
  );
}

function spelt(isVerified: boolean, form: 'boolean' | 'string' | 'number'): boolean | string | number {
  if (form === 'boolean') return isVerified;
  return form === 'number' ? Number(isVerified) : isVerified ? '1' : '0';
}
