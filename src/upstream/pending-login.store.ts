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

/** What the cookie of a login's handle is named after: a sign-in has that of its authorization request. */
export function handleIdOf({ purpose, stateHash }: Pick<PendingLogin, 'purpose' | 'stateHash'>): string {
  return purpose.name === 'application' ? purpose.requestUid : stateHash;
}

/** The login behind an answer that was given already, and that answer, still sealed for its browser. */
export interface AnsweredLogin extends Pick<PendingLogin, 'browserHash' | 'purpose' | 'locale'> {
  readonly answer: string;
}

/** Storage port of pending logins. Expired ones are never given out, swept or not. */
export abstract class PendingLoginStore {
  abstract insert(login: PendingLogin): Promise<void>;
  /** Without claiming it; undefined when unknown, expired at `now` or claimed. */
  abstract find(stateHash: string, now: Date): Promise<PendingLogin | undefined>;
  /** Keeps the form_post body once. @returns false when unknown, expired, claimed, or one was kept before. */
  abstract keepForm(stateHash: string, form: string, now: Date): Promise<boolean>;
  /**
   * Takes it for whoever asks first, of all instances, and at once: the upstream is asked only after it. It need not
   * outlive a crash of the storage, since an upstream takes its own code only once. Undefined when unknown, expired,
   * claimed, or of none of these browsers (it then stays usable by its owner).
   */
  abstract claim(stateHash: string, browserHashes: readonly string[], now: Date): Promise<PendingLogin | undefined>;
  /** Ends a claimed one, with all it keeps. */
  abstract end(stateHash: string): Promise<void>;
  /** Ends a claimed one, but keeps what its browser was answered. */
  abstract keepAnswer(stateHash: string, answer: string, now: Date, until: Date): Promise<void>;
  /** What its browser was answered, while it is kept. */
  abstract findAnswer(stateHash: string, now: Date): Promise<AnsweredLogin | undefined>;
  /** How many sign-ins for applications are neither claimed nor expired. */
  abstract countWaiting(now: Date): Promise<number>;
}
