/** Validation errors as sentences that name the field by its path. */
import type { ValidationError } from 'class-validator';

export function problemsOf(errors: readonly ValidationError[], path = ''): string[] {
  return errors.flatMap((error) => {
    const isIndex = /^\d+$/.test(error.property);
    const here = isIndex ? `${path}[${error.property}]` : path + (path && '.') + error.property;
    const own = Object.values(error.constraints ?? {}).map((message) => `${here}: ${message}`);
    return [...own, ...problemsOf(error.children ?? [], here)];
  });
}
