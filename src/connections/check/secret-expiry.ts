import type { CheckStep } from '../../connectors/index.js';
import type { Connection } from '../connection.js';

const DAY = 86_400_000;
const WARNING_DAYS = 30;

/** Whole days until the secret expires, negative once it has; undefined when nobody said when that is. */
export function daysToExpiry({ secretExpiresAt }: Pick<Connection, 'secretExpiresAt'>, now: Date): number | undefined {
  return secretExpiresAt === undefined ? undefined : Math.floor((secretExpiresAt.getTime() - now.getTime()) / DAY);
}

/** The step `secret_expiry`. Never fails: whether the secret is accepted is the upstream's to say, not a date's. */
export function secretExpiryStep(
  connection: Pick<Connection, 'secretExpiresAt' | 'nextSecrets'>,
  now: Date,
): CheckStep {
  const step = 'secret_expiry';
  const field = 'client_secret_expires_at';
  const days = daysToExpiry(connection, now);
  if (days === undefined) {
    const message = 'Nobody said when the secret expires.';
    return { step, outcome: 'skipped', message, field, remedy: `Give ${field} to be told in time.` };
  }
  const given = connection.secretExpiresAt?.toISOString() ?? '';
  if (days >= WARNING_DAYS) return { step, outcome: 'ok', message: 'The secret is good for a while.', field, given };
  const message = days < 0 ? 'The secret should have expired by now.' : `The secret expires in ${days} days.`;
  const remedy =
    connection.nextSecrets === undefined
      ? 'Make a new secret at the upstream, and give it and its expiry here.'
      : 'Switch to the next secret, which is there already: POST /api/v2/connections/{id}/rotate-secret.';
  return { step, outcome: 'warning', message, field, given, expected: `${WARNING_DAYS} days or more`, remedy };
}
