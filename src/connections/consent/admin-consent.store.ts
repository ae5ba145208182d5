import type { AdminConsentRecord, ConsentEvidence } from './admin-consent.js';

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
