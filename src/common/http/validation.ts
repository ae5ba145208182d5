import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type FieldProblem, InvalidInputError } from '../errors.js';

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

/** What no input of the hub may hold, whatever its class says. */
export interface ContentLimits {
  /** Levels of nesting. */
  readonly depth: number;
  /** Members and array items in total. */
  readonly entries: number;
}

export const CONTENT_LIMITS: ContentLimits = { depth: 32, entries: 5_000 };

/**
 * Names that every object inherits. Some reach a prototype when a library merges carelessly (`__proto__`,
 * `constructor`); all of them class-transformer drops without a word, where an unknown field has to be an error.
 */
const INHERITED: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);
const MAX_NAME = 100;
/** With the `u` flag a proper pair is one character of another category. */
const LONE_SURROGATE = /\p{Cs}/u;

interface Place {
  readonly value: unknown;
  readonly field: string;
  readonly depth: number;
}

/**
 * The first problem of each kind of content that is never acceptable: NUL characters and lone surrogates (no database
 * and no upstream agrees on them), names that objects inherit, and nesting made to exhaust a stack. Walks without
 * recursion, for the same reason. Never repeats a value.
 *
 * @param root name of a value that is not an object, for example of a path parameter.
 */
export function contentProblems(value: unknown, root = '', limits = CONTENT_LIMITS): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const places: Place[] = [{ value, field: root, depth: 0 }];
  let entries = 0;
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { value: current, field, depth } = place;
    if (typeof current === 'string') problems.push(...textProblems(current, field));
    if (typeof current !== 'object' || current === null) continue;
    if (depth >= limits.depth) return [{ field, message: `Nesting is limited to ${limits.depth} levels.` }];
    const members = Object.entries(current);
    entries += members.length;
    if (entries > limits.entries) return [{ field, message: `At most ${limits.entries} members are accepted.` }];
    for (const [name, member] of members) {
      const path = field === '' ? name : `${field}.${name}`;
      if (INHERITED.has(name)) problems.push({ field: path, message: `"${name}" is not a known field.` });
      else if (!isCleanText(name))
        problems.push({ field: printable(path), message: 'A field name has unusable characters.' });
      else places.push({ value: member, field: path, depth: depth + 1 });
    }
  }
  return problems.reverse();
}

function textProblems(text: string, field: string): readonly FieldProblem[] {
  if (text.includes('\0')) return [{ field, message: `"${field}" must not hold NUL characters.` }];
  if (LONE_SURROGATE.test(text)) return [{ field, message: `"${field}" must be well-formed Unicode.` }];
  return [];
}

function isCleanText(name: string): boolean {
  return name.length <= MAX_NAME && !LONE_SURROGATE.test(name) && !/\p{Cc}/u.test(name);
}

function printable(name: string): string {
  return name.replace(/[\p{Cc}\p{Cs}]/gu, '\uFFFD').slice(0, MAX_NAME);
}
