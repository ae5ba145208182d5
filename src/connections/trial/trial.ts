import type { JsonObject } from '../../connectors/index.js';
import type { Connection } from '../model/connection.js';
import type { TrialReport } from './trial-report.js';

/** How long the link of a trial can be opened, and how long its report can be read afterwards. */
export const TRIAL_LIFETIME_MS = 24 * 3_600_000;

/** What was noticed on the way of a trial: a stage was passed, or something deserves attention. */
export type TrialNote =
  | { readonly kind: 'passed'; readonly stage: string; readonly detail?: JsonObject }
  | {
      readonly kind: 'warned';
      readonly stage: string;
      readonly code: string;
      readonly message: string;
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
