import type { Connection } from '../connections/index.js';
import type { JsonObject } from '../connectors/index.js';
import type { AssessedSignIn } from '../upstream/index.js';
import type { TrialReport } from './trial.dto.js';

/** How long the link of a trial can be opened, and how long its report can be read afterwards. */
export const TRIAL_LIFETIME_MS = 24 * 3_600_000;

/** What was noticed on the way of a trial: a stage was passed, or something deserves attention. */
export type TrialNote =
  | { readonly kind: 'passed'; readonly stage: string; readonly detail?: JsonObject }
  | {
      readonly kind: 'warned';
      readonly stage: string;
      /** The hub has a sentence for each code of its own; `connector` is for what only the connector has words for. */
      readonly code: string;
      readonly message?: string;
      readonly messageKey?: string;
    };

/**
 * A trial sign-in: a real one at the upstream that makes no user and no session, and ends in a report. Somebody opens
 * its link once; from then on it belongs to that browser.
 */
export interface Trial {
  readonly id: string;
  /** SHA-256 of the ticket in the link, base64url: the ticket itself is a credential. */
  readonly ticketHash: string;
  /** Of the saved connection that is tried, or that the draft would change; absent for one that was never saved. */
  readonly connectionId?: string;
  readonly connectionName: string;
  /** What people know the connection by, where it has such a name. */
  readonly displayName?: string;
  readonly strategy: string;
  /** Whether something unsaved is tried. */
  readonly isDraft: boolean;
  /** What is tried where it is not saved, with its secrets. Sealed at rest, gone with the end of the trial. */
  readonly draft?: Connection;
  readonly createdAt: Date;
  /** Until then the link can be opened, later the report be read. */
  readonly expiresAt: Date;
  readonly openedAt?: Date;
  /** SHA-256 of the handle in the cookie of the browser that opened it. */
  readonly browserHash?: string;
  /** What was noticed on the way there, between the two turns of the sign-in. */
  readonly notes: readonly TrialNote[];
  readonly finishedAt?: Date;
  /** Sealed at rest: it describes a person. */
  readonly report?: TrialReport;
}

/** Where a trial has its page: the link to open, later the report. */
export function pathOfTrial({ id }: Pick<Trial, 'id'>): string {
  return `/login/try/${encodeURIComponent(id)}`;
}

export interface TrialOpening {
  readonly id: string;
  readonly ticketHash: string;
  /** The browser that it belongs to from now on. */
  readonly browserHash: string;
  readonly now: Date;
  /** New end of the trial. */
  readonly expiresAt: Date;
}

/** Storage port of trial sign-ins. Expired ones are never given out, swept or not. */
export abstract class TrialStore {
  abstract insert(trial: Trial): Promise<void>;
  abstract find(id: string, now: Date): Promise<Trial | undefined>;
  /**
   * Opens it, once, by one atomic statement that also matches the ticket.
   * @returns false when unknown, expired, opened before, or of another ticket (it then stays usable).
   */
  abstract open(opening: TrialOpening): Promise<boolean>;
  /** Keeps what was noticed in the first turn. @returns false when it is gone or finished. */
  abstract keepNotes(id: string, notes: readonly TrialNote[], now: Date): Promise<boolean>;
  /** Ends it, once: keeps the report, and drops the draft with its secrets. @returns false when it is gone or finished. */
  abstract finish(id: string, report: TrialReport, now: Date, expiresAt: Date): Promise<boolean>;
}

/** Port towards the users of the hub: what would become of somebody who signed in now. Read only: a trial makes no user. */
export abstract class ForeseenUsers {
  abstract foresee(signIn: AssessedSignIn): Promise<'create' | 'recognise' | 'blocked' | 'unknown'>;
}
