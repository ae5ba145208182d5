import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type FieldProblem, InvalidInputError } from '../errors.js';
import { contentProblems } from './content-rules.js';

/** A body full of nonsense must not be answered at ten times its length. */
const MAX_PROBLEMS = 100;

/** Validates DTOs: unknown fields are errors, nothing is converted implicitly, and every bad field is named at once. */
@Injectable()
export class StrictValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      transformOptions: { enableImplicitConversion: false },
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => new InvalidInputError(fieldProblems(errors).slice(0, MAX_PROBLEMS)),
    });
  }

  /** @throws {InvalidInputError} */
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return super.transform(value, metadata);
    // First, because inherited names are dropped without a word where an unknown field has to be an error.
    const problems = contentProblems(value, metadata.data ?? '');
    if (problems.length > 0) throw new InvalidInputError(problems.slice(0, MAX_PROBLEMS));
    if (metadata.type === 'body' && metadata.data === undefined && hasShape(metadata) && !isRecord(value)) {
      throw new InvalidInputError([{ field: '', message: 'The body must be an object. Send application/json.' }]);
    }
    return super.transform(value, metadata);
  }
}

/** Whether a class describes the argument; `Object`, `Array` and the primitives describe nothing. */
function hasShape({ metatype }: ArgumentMetadata): boolean {
  return metatype !== undefined && ![Object, Array, String, Number, Boolean].some((type) => metatype === type);
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Flattens class-validator's tree to one problem for each bad field, by dotted path. Never echoes a value. */
export function fieldProblems(errors: readonly ValidationError[], parent = ''): FieldProblem[] {
  return errors.flatMap((error) => {
    const field = parent === '' ? error.property : `${parent}.${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
      field,
      message: rule === 'whitelistValidation' ? `"${field}" is not a known field.` : sentence(message),
    }));
    return [...own, ...fieldProblems(error.children ?? [], field)];
  });
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
