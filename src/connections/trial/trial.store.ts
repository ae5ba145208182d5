import type { Trial, TrialNote } from './trial.js';
import type { TrialReport } from './trial-report.js';

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
