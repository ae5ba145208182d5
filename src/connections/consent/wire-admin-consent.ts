import type { AdminConsentRecord } from './admin-consent.js';

/** A consent as the management API gives it. */
export interface WireAdminConsent {
  readonly tenant_id: string;
  readonly status: 'claimed' | 'verified';
  readonly claimed_at: string;
  readonly verified_at?: string;
  readonly verified_by?: string;
}

export function presentConsent({ tenantId, claimedAt, verified }: AdminConsentRecord): WireAdminConsent {
  return {
    tenant_id: tenantId,
    status: verified === undefined ? 'claimed' : 'verified',
    claimed_at: claimedAt.toISOString(),
    ...(verified !== undefined && { verified_at: verified.at.toISOString(), verified_by: verified.by }),
  };
}
