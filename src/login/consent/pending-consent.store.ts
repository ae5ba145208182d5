/** An administrator on the way through the upstream's consent page: single use, of one browser. */
export interface PendingConsent {
  /** SHA-256 of the state, base64url: the state itself is a credential. */
  readonly stateHash: string;
  /** SHA-256 of the handle in this browser's cookie. */
  readonly browserHash: string;
  readonly connectionId: string;
  readonly connectionRevision: number;
  readonly expiresAt: Date;
}

/** Storage port of pending consents. Expired ones are never given out, swept or not. */
export abstract class PendingConsentStore {
  abstract insert(consent: PendingConsent): Promise<void>;
  /** Takes it, once, by one atomic statement that also matches the browser. Undefined when unknown, expired, consumed, or another browser's (it then stays usable by its owner). */
  abstract consume(stateHash: string, browserHash: string, now: Date): Promise<PendingConsent | undefined>;
}
