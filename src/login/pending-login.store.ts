import type { JsonObject } from '../connectors/index.js';

/** What a login at an upstream is for. Only an application's can end in a session and a code; a trial's ends in a report. */
export type LoginPurpose =
  | { readonly kind: 'application'; readonly clientId: string; readonly requestUid: string }
  | { readonly kind: 'trial'; readonly trialId: string };

/** The single-use record between the two turns of a login at an upstream. */
export interface PendingLogin {
  /** SHA-256 of the state, base64url: the state itself is a credential. */
  readonly stateHash: string;
  /** SHA-256 of the handle in this browser's cookie. */
  readonly browserHash: string;
  readonly connectionId: string;
  readonly connectionRevision: number;
  readonly purpose: LoginPurpose;
  /** Language of the pages that it began with: that of whatever page ends it. */
  readonly locale: string;
  /** What the connector asked to keep. Sealed at rest. */
  readonly checks: JsonObject;
  /** The form_post body, kept between the cross-site POST and the same-site GET. Sealed at rest. */
  readonly keptForm?: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Storage port of pending logins. Expired ones are never given out, swept or not. */
export abstract class PendingLoginStore {
  abstract insert(login: PendingLogin): Promise<void>;
  /** Without consuming it; undefined when unknown, expired at `now` or consumed. */
  abstract find(stateHash: string, now: Date): Promise<PendingLogin | undefined>;
  /** Keeps the form_post body once. @returns false when unknown, expired, consumed, or one was kept before. */
  abstract keepForm(stateHash: string, form: string, now: Date): Promise<boolean>;
  /** Takes it, once, by one atomic statement that also matches the browser. Undefined when unknown, expired, consumed, or another browser's (it then stays usable by its owner). */
  abstract consume(stateHash: string, browserHash: string, now: Date): Promise<PendingLogin | undefined>;
  /** How many of applications are neither consumed nor expired. */
  abstract countWaiting(now: Date): Promise<number>;
}
