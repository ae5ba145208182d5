import type { EmailEvidence } from '../../connectors/index.js';
import { parseEmailAddress } from './email-address.js';

/** Everything the decision rests on. */
export interface EmailClaim {
  readonly email?: string;
  readonly evidence?: EmailEvidence;
  readonly connectionId: string;
  /** Domains of the connection that vouches. */
  readonly connectionDomains: readonly string[];
  /** Id of the enabled connection that owns the address's domain. */
  readonly domainOwner?: string;
}

/**
 * Whether an address is verified: the one place that decides it. Absence of evidence is none, and no connection is
 * believed about a domain that belongs to another one, or its administrators could be anybody.
 */
export function isEmailVerified(claim: EmailClaim): boolean {
  const domain = claim.email === undefined ? undefined : parseEmailAddress(claim.email)?.domain;
  if (domain === undefined) return false;
  if (claim.domainOwner !== undefined && claim.domainOwner !== claim.connectionId) return false;
  switch (claim.evidence) {
    case 'upstream':
      return true;
    case 'operator':
      return claim.connectionDomains.includes(domain);
    default:
      return false;
  }
}
