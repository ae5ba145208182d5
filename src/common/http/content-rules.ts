import type { FieldProblem } from '../errors.js';

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
