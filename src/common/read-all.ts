import { type FieldProblem, InvalidInputError } from './errors.js';

type Parts = Readonly<Record<string, () => unknown>>;

/**
 * Reads every part of an input, so that what is wrong with any of them is named at once.
 * @throws {InvalidInputError} with the problems of all parts.
 */
export function readAll<P extends Parts>(parts: P): { readonly [Part in keyof P]: ReturnType<P[Part]> } {
  const problems: FieldProblem[] = [];
  const values = Object.entries(parts).map(([part, read]) => [part, attempt(read, problems)]);
  if (problems.length > 0) throw new InvalidInputError(problems);
  return Object.fromEntries(values);
}

/** What is wrong with an input, by what reading it throws. */
export function problemsIn(read: () => unknown): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  attempt(read, problems);
  return problems;
}

function attempt(read: () => unknown, problems: FieldProblem[]): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    problems.push(...error.fields);
    return undefined;
  }
}
