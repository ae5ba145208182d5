import { IsArray, IsIn } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { type FieldProblem, InvalidInputError } from '../../common/errors.js';
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
