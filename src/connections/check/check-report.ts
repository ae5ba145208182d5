import { IsArray, IsIn } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { type FieldProblem, InvalidInputError } from '../../common/errors.js';
import type { CheckStep } from '../../connectors/index.js';
import { type Connection, daysToExpiry } from '../model/connection.js';
import { nextNameOf } from '../options/next-secrets.js';

const OUTCOMES = ['ok', 'warning', 'failed', 'skipped'] as const;
export type CheckOutcome = (typeof OUTCOMES)[number];

const text = { type: 'string' } as const;

/** What a check found, step by step, with fields as they are named on the wire. */
export class CheckReport {
  @JSONSchema({ description: 'The worst of the steps; `skipped` when there was nothing to check.' })
  @IsIn(OUTCOMES)
  readonly outcome!: CheckOutcome;

  @JSONSchema({
    items: {
      type: 'object',
      required: ['step', 'outcome', 'message'],
      properties: {
        step: text,
        outcome: { enum: [...OUTCOMES] },
        message: text,
        field: { type: 'string', description: 'The option that it is about.' },
        given: text,
        expected: text,
        remedy: text,
      },
    },
  })
  @IsArray()
  readonly steps!: readonly CheckStep[];
}

const FROM_BAD_TO_GOOD: readonly CheckOutcome[] = ['failed', 'warning', 'ok'];

export function reportOf(steps: readonly CheckStep[]): CheckReport {
  const outcome = FROM_BAD_TO_GOOD.find((one) => steps.some((step) => step.outcome === one)) ?? 'skipped';
  return { outcome, steps };
}

/** One field that a check found wrong. */
interface CheckedField extends FieldProblem {
  readonly given?: string;
  readonly expected?: string;
  readonly remedy?: string;
}

/** The connection was checked before it was saved, and does not work: nothing was saved. */
export class CheckFailedError extends InvalidInputError {
  override readonly code = 'connection_check_failed';

  constructor(report: CheckReport) {
    super(fieldsOf(report));
  }
}

function fieldsOf({ steps }: CheckReport): readonly CheckedField[] {
  return steps
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ field = 'options', message, given, expected, remedy }) => ({
      field,
      message: remedy === undefined ? message : `${message} ${remedy}`,
      ...(given !== undefined && { given }),
      ...(expected !== undefined && { expected }),
      ...(remedy !== undefined && { remedy }),
    }));
}

/** Steps of a check: what the hub adds of its own, and how all of them go out. Pure. */

const WARNING_DAYS = 30;

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

/**
 * What a check with the next secrets says of these, under their names: the rest of it is what the check with the secrets
 * in use says already. Pure.
 */
export function nextSecretSteps({ nextSecrets = {} }: Connection, steps: readonly CheckStep[]): readonly CheckStep[] {
  return Object.keys(nextSecrets).map((secret) => {
    const about = steps.find(({ step, field }) => field === secret || step === secret) ?? worst(steps);
    const { given, ...rest } = about;
    return { ...rest, step: nextNameOf(secret), field: nextNameOf(secret) };
  });
}

/** A connector need not have a step for each secret: then the whole check speaks for it. */
function worst(steps: readonly CheckStep[]): CheckStep {
  const order = ['failed', 'warning', 'ok'] as const;
  const found = order.map((outcome) => steps.find((one) => one.outcome === outcome)).find((one) => one !== undefined);
  return found ?? { step: '', outcome: 'skipped', message: 'Nothing was tried with it.' };
}

/** Steps as they go out: with no secret in them, neither one in use nor one that comes next. */
export function presentSteps(connection: Connection, steps: readonly CheckStep[]): readonly CheckStep[] {
  const { secrets, nextSecrets = {} } = connection;
  const next = Object.entries(nextSecrets).map(([name, value]) => [nextNameOf(name), value]);
  const hidden = { ...secrets, ...Object.fromEntries(next) };
  return steps.map((step) => presentableStep(step, hidden));
}

/** Shorter texts are found in every other word, and are no secrets. */
const SHORTEST_SECRET = 4;
const TEXT_LIMIT = 500;

/**
 * A connector's step as it goes out: known members only, the option under its name on the wire, and no secret whatever
 * the connector wrote.
 */
export function presentableStep(step: CheckStep, secrets: Readonly<Record<string, string>>): CheckStep {
  const hidden = Object.values(secrets).filter((secret) => secret.length >= SHORTEST_SECRET);
  const clean = (text: string): string =>
    hidden.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text).slice(0, TEXT_LIMIT);
  const { field, given, expected, remedy } = step;
  const isSecret = field !== undefined && field in secrets;
  return {
    step: step.step,
    outcome: step.outcome,
    message: clean(step.message),
    ...(field !== undefined && { field: `options.${field}` }),
    ...(given !== undefined && !isSecret && { given: clean(given) }),
    ...(expected !== undefined && { expected: clean(expected) }),
    ...(remedy !== undefined && { remedy: clean(remedy) }),
  };
}
