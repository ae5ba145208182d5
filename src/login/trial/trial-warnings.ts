import { type Connection, daysToExpiry } from '../../connections/index.js';
import type { Assessment } from '../flow/sign-in-policy.js';
import { en } from '../messages/trial/en.js';
import type { TrialNotes } from './trial-notes.js';

/** Days before its end from which an expiring secret is worth a warning, as in a check. */
const EXPIRING_DAYS = 30;

/** Codes of the hub's own warnings. Each has a sentence in every language. */
export type TrialWarningCode = keyof typeof en.warnings;

/** Notes what an operator should know although the sign-in went well. */
export function noteWarnings(notes: TrialNotes, connection: Connection, assessment: Assessment, now: Date): void {
  const warn = (stage: string, code: TrialWarningCode) => notes.warn(stage, code, en.warnings[code]);
  const days = daysToExpiry(connection, now);
  if (days !== undefined && days < 0) warn('token', 'secret_expired');
  else if (days !== undefined && days < EXPIRING_DAYS) warn('token', 'secret_expiring');
  if (!connection.isEnabled) warn('policy', 'connection_disabled');
  const { profile, emailTrust, isOwnDomain } = assessment;
  const hasDomains = connection.domain !== undefined || connection.domainAliases.length > 0;
  if (emailTrust === 'no_address') warn('profile', 'no_email');
  else {
    if (emailTrust === 'domain_of_another') warn('policy', 'email_domain_of_another');
    else if (hasDomains && !isOwnDomain) warn('policy', 'email_domain_elsewhere');
    if (!profile.emailVerified) warn('profile', 'email_unverified');
  }
  if (profile.groups === undefined) warn('profile', 'groups_unknown');
  if (profile.name === undefined) warn('profile', 'no_name');
}
