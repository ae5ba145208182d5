import { IsArray, IsIn } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { CheckStep } from '../../connectors/index.js';

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
