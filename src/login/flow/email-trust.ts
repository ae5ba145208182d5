import type { EmailEvidence } from '../../connectors/index.js';
import { parseEmailAddress } from './email-address.js';

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
