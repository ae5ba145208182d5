import type { JsonObject } from '../connectors/index.js';

/**
 * What a conversation with an upstream is for. Only an application's can end in a session and a code; a trial's ends in a
 * report, and a consent's in a record that an administrator consented.
 */
export type PendingPurpose =
  | { readonly name: 'application'; readonly clientId: string; readonly requestUid: string }
  | { readonly name: 'trial'; readonly trialId: string }
  | { readonly name: 'consent' };
export type PurposeName = PendingPurpose['name'];

/** The single-use record between the two turns of a conversation with an upstream. */
export interface PendingLogin {
  /** SHA-256 of the state, base64url: the state itself is a credential. */
  readonly stateHash: string;
  /** SHA-256 of the handle in this browser's cookie. */
  readonly browserHash: string;
  readonly connectionId: string;
  readonly connectionRevision: number;
  readonly purpose: PendingPurpose;
  /** Language of the pages that it began with: that of whatever page ends it. */
  readonly locale: string;
  /** What the connector asked to keep. Sealed at rest. */
  readonly checks: JsonObject;
  /** The form_post body, kept between the cross-site POST and the same-site GET. Sealed at rest. */
  readonly keptForm?: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** One that is for this purpose. */
export type PendingLoginFor<Name extends PurposeName> = PendingLogin & {
  readonly purpose: Extract<PendingPurpose, { readonly name: Name }>;
};

/** Storage port of pending logins. Expired ones are never given out, swept or not. */
export abstract class PendingLoginStore {
  abstract insert(login: PendingLogin): Promise<void>;
  /** Without consuming it; undefined when unknown, expired at `now` or consumed. */
  abstract find(stateHash: string, now: Date): Promise<PendingLogin | undefined>;
  /** Keeps the form_post body once. @returns false when unknown, expired, consumed, or one was kept before. */
  abstract keepForm(stateHash: string, form: string, now: Date): Promise<boolean>;
  /** Takes it, once, by one atomic statement that also matches the browser. Undefined when unknown, expired, consumed, or another browser's (it then stays usable by its owner). */
  abstract consume(stateHash: string, browserHash: string, now: Date): Promise<PendingLogin | undefined>;
  /** How many sign-ins for applications are neither consumed nor expired. */
  abstract countWaiting(now: Date): Promise<number>;
}
