import { domainToASCII } from 'node:url';
import { type Connection, type ConnectionDirectory, domainsOf } from '../connections/index.js';
import type { EmailEvidence, UpstreamIdentity, UserProfile } from '../connectors/index.js';

/** What the hub thinks of a person before it asks who they are. */
export interface Assessment {
  readonly profile: Omit<UserProfile, 'emailEvidence'> & { readonly emailVerified: boolean };
  readonly emailTrust: EmailTrust;
  /** Whether the address is of one of the connection's domains. */
  readonly isOwnDomain: boolean;
  /** Why nobody with this profile may come in. */
  readonly refusal?: 'email_domain_not_allowed';
}

/** What the hub makes of a profile that the upstream vouched for, as the connections are configured now. Writes nothing. */
export async function assess(
  connections: ConnectionDirectory,
  connection: Connection,
  profile: UserProfile,
): Promise<Assessment> {
  const { emailEvidence, ...attributes } = profile;
  const { email } = profile;
  const domain = email === undefined ? undefined : parseEmailAddress(email)?.domain;
  const ownDomains = domainsOf(connection);
  const isOwnDomain = domain !== undefined && ownDomains.includes(domain);
  const domainOwner = domain === undefined ? undefined : await connections.ownerOfDomain(domain, connection);
  const trust = emailTrust({
    ...(email !== undefined && { email }),
    ...(emailEvidence !== undefined && { evidence: emailEvidence }),
    ...(domainOwner !== undefined && { domainOwner }),
    connectionId: connection.id,
    connectionDomains: ownDomains,
  });
  return {
    profile: { ...attributes, emailVerified: isVerified(trust) },
    emailTrust: trust,
    isOwnDomain,
    ...(connection.restrictEmailDomains && !isOwnDomain && { refusal: 'email_domain_not_allowed' }),
  };
}

/** What the directory of users is asked about an assessed person: who they are at the upstream, and their profile. */
export function signInOf(connection: Connection, identity: UpstreamIdentity, { profile }: Assessment) {
  return {
    identity: {
      connectionId: connection.id,
      connectionName: connection.name,
      strategy: connection.strategy,
      issuer: identity.issuer,
      subject: identity.subject,
      claims: aboutThePerson(identity.claims),
    },
    profile,
    profileSync: connection.profileSync,
  };
}

/** Claims of the token and the upstream session, not of the person. Some are Microsoft's own. */
const OF_THE_TOKEN: ReadonlySet<string> = new Set(
  'iat nbf exp jti nonce at_hash c_hash s_hash auth_time sid aio rh uti'.split(' '),
);

/** What is kept of a person's claims: of somebody about whom nothing has changed it stays the same. */
function aboutThePerson(claims: UpstreamIdentity['claims']): UpstreamIdentity['claims'] {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !OF_THE_TOKEN.has(name)));
}

export type AssessedSignIn = ReturnType<typeof signInOf>;

/** Everything the decision rests on. */
export interface EmailClaim {
  readonly email?: string;
  readonly evidence?: EmailEvidence;
  readonly connectionId: string;
  /** Domains of the connection that vouches. */
  readonly connectionDomains: readonly string[];
  /** Id of the connection that owns the address's domain, enabled or not. */
  readonly domainOwner?: string;
}

/** Why an address counts as verified (`upstream`, `operator`), or does not. */
export type EmailTrust = EmailEvidence | 'no_address' | 'no_evidence' | 'domain_not_own' | 'domain_of_another';

/**
 * Whether to believe an address, and why: the one place that decides it. Absence of evidence is none, and no connection
 * is believed about a domain that belongs to another one, or its administrators could be anybody.
 */
export function emailTrust(claim: EmailClaim): EmailTrust {
  const domain = claim.email === undefined ? undefined : parseEmailAddress(claim.email)?.domain;
  if (domain === undefined) return 'no_address';
  if (claim.domainOwner !== undefined && claim.domainOwner !== claim.connectionId) return 'domain_of_another';
  switch (claim.evidence) {
    case 'upstream':
      return 'upstream';
    case 'operator':
      return claim.connectionDomains.includes(domain) ? 'operator' : 'domain_not_own';
    default:
      return 'no_evidence';
  }
}

/** Whether that is enough to call the address verified. */
export function isVerified(trust: EmailTrust): boolean {
  return trust === 'upstream' || trust === 'operator';
}

export interface EmailAddress {
  /** As given, trimmed. */
  readonly address: string;
  /** Lower case, A-labels, no trailing dot. */
  readonly domain: string;
}

const MAX_LENGTH = 254;
/** Spaces, quotes, separators of lists and control or invisible characters: never part of an address people type, always part of tricks. */
const FORBIDDEN = /[\s"(),:;<>[\]\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Reads one e-mail address, strictly: exactly one `@`, no quoting, no list, at most 254 characters. Undefined for
 * anything else, so that no two parts of the hub read two domains out of one text.
 */
export function parseEmailAddress(value: string): EmailAddress | undefined {
  const address = value.trim();
  if (address.length > MAX_LENGTH || FORBIDDEN.test(address)) return undefined;
  const [local, given, ...rest] = address.split('@');
  if (local === undefined || local === '' || given === undefined || rest.length > 0) return undefined;
  const domain = domainToASCII(given.replace(/\.$/, '')).toLowerCase();
  const isName = /^(?=.{1,253}$)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/.test(domain);
  // The last label of an IPv4 address is a number.
  return isName && !/\.\d+$/.test(domain) ? { address, domain } : undefined;
}
