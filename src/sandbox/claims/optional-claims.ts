/** Claims that a registration has to ask for (some of them are always in v1.0 tokens). */
import type { User } from '../directory/directory.js';
import type { Grant } from '../server/grants.js';
import type { SandboxState } from '../server/state.js';

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
