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
