import type { Connection, TrialFailure, TrialNote } from '../../connections/index.js';
import type { JsonObject, SignInObserver } from '../../connectors/index.js';

/** More of them say nothing more. */
const MOST_NOTES = 50;
const LONGEST_DETAIL = 2_000;
const LONGEST_MESSAGE = 500;
/** Shorter texts are found in every other word, and are no secrets. */
const SHORTEST_SECRET = 4;
const KEY = /^[\w.-]{1,100}$/;
const STAGE = /^[a-z][a-z0-9_-]{0,39}$/;

/**
 * Collects what a connector tells of one sign-in. Whatever it tells, no secret of the connection and nothing oversized is
 * kept: connectors come from outside, and what is noted ends on a page.
 */
export class TrialNotes implements SignInObserver {
  private readonly kept: TrialNote[];
  private readonly hidden: readonly string[];

  constructor(
    before: readonly TrialNote[],
    { secrets, nextSecrets = {} }: Pick<Connection, 'secrets' | 'nextSecrets'>,
  ) {
    this.kept = [...before];
    const all = [...Object.values(secrets), ...Object.values(nextSecrets)];
    this.hidden = all.filter((secret) => secret.length >= SHORTEST_SECRET);
  }

  get all(): readonly TrialNote[] {
    return this.kept;
  }

  has(stage: string): boolean {
    return this.kept.some((note) => note.kind === 'passed' && note.stage === stage);
  }

  passed(stage: string, detail?: JsonObject): void {
    const text = detail === undefined ? undefined : this.clean(JSON.stringify(detail));
    const isKept = text !== undefined && text !== '{}' && text.length <= LONGEST_DETAIL;
    this.keep({ kind: 'passed', stage, ...(isKept && { detail: JSON.parse(text) as JsonObject }) });
  }

  warned(stage: string, message: string, messageKey?: string): void {
    const isKey = typeof messageKey === 'string' && KEY.test(messageKey);
    this.keepWarning(stage, 'connector', message, isKey ? { messageKey } : {});
  }

  /** A warning of the hub's own, which has words for its code in every language. */
  warn(stage: string, code: string, message: string): void {
    this.keepWarning(stage, code, message);
  }

  /** A failure's texts, too, are a connector's. */
  withoutSecrets(failure: TrialFailure): TrialFailure {
    return JSON.parse(this.clean(JSON.stringify(failure))) as TrialFailure;
  }

  private keepWarning(stage: string, code: string, message: string, key: { readonly messageKey?: string } = {}): void {
    this.keep({ kind: 'warned', stage, code, message: this.clean(message).slice(0, LONGEST_MESSAGE), ...key });
  }

  private keep(note: TrialNote): void {
    if (STAGE.test(note.stage) && this.kept.length < MOST_NOTES) this.kept.push(note);
  }

  private clean(text: string): string {
    // Within JSON a secret is written with its quotes and backslashes escaped.
    const spellings = this.hidden.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
    return spellings.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
  }
}
