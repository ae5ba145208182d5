/** Readings and rules that options of many connectors share, each rule giving the reason for a refusal. Pure. */
import type { JsonValue } from './connector.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is what this is for
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Line breaks and other control characters: they could end a header, a log line or a URL early. */
export function hasControlCharacters(value: unknown): boolean {
  if (typeof value === 'string') return control.test(value);
  if (Array.isArray(value)) return value.some(hasControlCharacters);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).some(([key, member]) => control.test(key) || hasControlCharacters(member));
  }
  return false;
}

/** A text of 1 to `limit` characters without control characters. */
export function textProblem(value: unknown, limit: number): string | undefined {
  if (typeof value !== 'string' || value === '') return 'must be a text that is not empty';
  if (value.length > limit) return `is longer than ${limit} characters`;
  if (control.test(value)) return 'contains a line break or another control character: paste it again without';
  return undefined;
}

/** An array, or a text of items separated by spaces, as an array without repetitions. */
export function readList(value: unknown): unknown {
  const items = typeof value === 'string' ? value.split(/ +/).filter((item) => item !== '') : value;
  return Array.isArray(items) ? [...new Set<unknown>(items)] : items;
}

/** The largest JSON text of an option that is only kept. */
const keptLimit = 20_000;

/** A value that is kept as it was sent, for a tool that reads it back. */
export function keptValueProblem(value: JsonValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (hasControlCharacters(value)) return 'contains a line break or another control character';
  return JSON.stringify(value).length > keptLimit ? `is longer than ${keptLimit} characters` : undefined;
}
