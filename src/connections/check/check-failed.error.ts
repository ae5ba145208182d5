import { type FieldProblem, InvalidInputError } from '../../common/errors.js';
import type { CheckReport } from './check-report.js';

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
