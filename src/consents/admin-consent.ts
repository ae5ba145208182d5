import type { WireAdminConsent } from '../connections/index.js';

/** What showed that a consent is there: `sign_in` of somebody of the tenant, or a request by the application itself. */
export const CONSENT_EVIDENCE = ['sign_in', 'application_token'] as const;
export type ConsentEvidence = (typeof CONSENT_EVIDENCE)[number];

/**
 * That an administrator of a tenant consented to a connection's permissions. The upstream's redirect can be written by
 * anybody, so at first this is only claimed; it is verified once what the connection needs there was seen to work.
 */
export interface AdminConsentRecord {
  readonly connectionId: string;
  /** The upstream's name of the directory, canonical. */
  readonly tenantId: string;
  readonly claimedAt: Date;
  /** Absent: only claimed. */
  readonly verified?: { readonly at: Date; readonly by: ConsentEvidence };
}

/** A tenant's consent to one connection. */
export interface ConsentKey {
  readonly connectionId: string;
  readonly tenantId: string;
}

/** Storage port of administrators' consents. They go with their connection, and with a change that makes it another registration. */
export abstract class AdminConsentStore {
  /** Records that a consent was claimed. What was verified before stays verified; of those that are not, only the last 50 are kept. Without effect when the connection is gone. */
  abstract claim(key: ConsentKey, at: Date): Promise<void>;
  /** Makes a claimed consent a verified one, in one atomic statement. @returns false when it is not there, or was verified before. */
  abstract verify(key: ConsentKey, by: ConsentEvidence, at: Date): Promise<boolean>;
  abstract find(key: ConsentKey): Promise<AdminConsentRecord | undefined>;
  /** Of a connection, the last claimed first. */
  abstract list(connectionId: string, limit: number): Promise<readonly AdminConsentRecord[]>;
}

export function presentConsent({ tenantId, claimedAt, verified }: AdminConsentRecord): WireAdminConsent {
  return {
    tenant_id: tenantId,
    status: verified === undefined ? 'claimed' : 'verified',
    claimed_at: claimedAt.toISOString(),
    ...(verified !== undefined && { verified_at: verified.at.toISOString(), verified_by: verified.by }),
  };
}
