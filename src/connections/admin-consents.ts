import type { UpstreamIdentity } from '../connectors/index.js';
import type { Connection } from './model/connection.js';

/** An administrator's consent as the management API gives it. */
export interface WireAdminConsent {
  readonly tenant_id: string;
  readonly status: 'claimed' | 'verified';
  readonly claimed_at: string;
  readonly verified_at?: string;
  readonly verified_by?: string;
}

/** Port towards the consents of administrators: what a connection shows of them, and what it finds out about them. */
export abstract class AdminConsents {
  /** The page that an administrator of the directory is sent; undefined where the connection has none. */
  abstract linkOf(connection: Connection): string | undefined;
  /** Of a connection, the last claimed first, at most 100. */
  abstract list(connection: Connection): Promise<readonly WireAdminConsent[]>;
  /** Asks the upstream about what is only claimed: right after a consent it may not have known yet. */
  abstract confirmClaimed(connection: Connection, signal: AbortSignal): Promise<void>;
  /** Somebody signed in through the connection: that may prove what was only claimed. */
  abstract signedIn(connection: Connection, identity: UpstreamIdentity): Promise<void>;
}
