import { type Connection, daysToExpiry } from '../connections/index.js';
import type { JsonObject, SignInObserver } from '../connectors/index.js';
import type { Assessment } from '../upstream/index.js';
import type { TrialMessages } from './messages/en.js';
import type { TrialNote } from './trial.js';

/** More of a connector's say nothing more. */
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
    // The longest first: one may be a part of another.
    this.hidden = all.filter(({ length }) => length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
  }

  get all(): readonly TrialNote[] {
    return this.kept;
  }

  has(stage: string): boolean {
    return this.kept.some((note) => note.kind === 'passed' && note.stage === stage);
  }

  passed(stage: string, detail?: JsonObject): void {
    const kept = this.detailOf(detail);
    this.keepTold({ kind: 'passed', stage, ...(kept !== undefined && { detail: kept }) });
  }

  warned(stage: string, message: string, messageKey?: string): void {
    const isKey = typeof messageKey === 'string' && KEY.test(messageKey);
    const text = this.clean(String(message)).slice(0, LONGEST_MESSAGE);
    this.keepTold({ kind: 'warned', stage, code: 'connector', message: text, ...(isKey && { messageKey }) });
  }

  /** The hub itself saw that the sign-in came past a stage. */
  reached(stage: string): void {
    this.kept.push({ kind: 'passed', stage });
  }

  /** A warning of the hub's own, which has words for its code in every language. */
  warn(stage: string, code: keyof TrialMessages['warnings']): void {
    this.kept.push({ kind: 'warned', stage, code });
  }

  /** The same with no secret in any of its texts: a failure's, too, are a connector's. */
  withoutSecrets<Value extends object>(value: Value): Value {
    return JSON.parse(JSON.stringify(value), (_name, part: unknown) => {
      if (typeof part === 'string') return this.clean(part);
      if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
      return Object.fromEntries(Object.entries(part).map(([name, member]) => [this.clean(name), member]));
    }) as Value;
  }

  /** Undefined for what is empty, too long, or no JSON object: an observer never throws, whatever it is told. */
  private detailOf(told: unknown): JsonObject | undefined {
    try {
      const detail = this.withoutSecrets(Object(told) as JsonObject);
      const text = JSON.stringify(detail);
      return /^\{./.test(text) && text !== '{}' && text.length <= LONGEST_DETAIL ? detail : undefined;
    } catch {
      return undefined;
    }
  }

  private keepTold(note: TrialNote): void {
    if (typeof note.stage === 'string' && STAGE.test(note.stage) && this.kept.length < MOST_NOTES) this.kept.push(note);
  }

  private clean(text: string): string {
    return this.hidden.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
  }
}

/** Days before its end from which an expiring secret is worth a warning, as in a check. */
const EXPIRING_DAYS = 30;

/** Notes what an operator should know although the sign-in went well. */
export function noteWarnings(notes: TrialNotes, connection: Connection, assessment: Assessment, now: Date): void {
  const days = daysToExpiry(connection, now);
  if (days !== undefined && days < 0) notes.warn('token', 'secret_expired');
  else if (days !== undefined && days < EXPIRING_DAYS) notes.warn('token', 'secret_expiring');
  if (!connection.isEnabled) notes.warn('policy', 'connection_disabled');
  const { profile, emailTrust, isOwnDomain } = assessment;
  const hasDomains = connection.domain !== undefined || connection.domainAliases.length > 0;
  if (emailTrust === 'no_address') notes.warn('profile', 'no_email');
  else {
    if (emailTrust === 'domain_of_another') notes.warn('policy', 'email_domain_of_another');
    else if (hasDomains && !isOwnDomain) notes.warn('policy', 'email_domain_elsewhere');
    if (!profile.emailVerified) notes.warn('profile', 'email_unverified');
  }
  if (profile.groups === undefined) notes.warn('profile', 'groups_unknown');
  if (profile.name === undefined) notes.warn('profile', 'no_name');
}
