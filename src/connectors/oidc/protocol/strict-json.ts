/**
 * JSON from outside, read with one meaning only. `JSON.parse` keeps the last of two equal members where another
 * reader keeps the first (RFC 8725 section 2.4, RFC 7519 section 4), so a duplicate is an error here.
 */
import type { JsonObject } from '../../connector.js';

/** Deepest nesting accepted: what recurses over the value later must not run out of stack. */
const DEPTH_LIMIT = 32;

/** @throws {SyntaxError} when `text` is not a JSON object, repeats a member, names `__proto__`, or nests too deep. */
export function parseStrictObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('Not a JSON object.');
  refuseAmbiguity(text);
  return value as JsonObject;
}

/** Walks text that is known to be valid JSON: only strings, braces and brackets matter. */
function refuseAmbiguity(text: string): void {
  const open: Set<string>[] = [];
  for (const [token, quoted, colon] of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g)) {
    if (quoted === undefined) {
      if (token === '{' || token === '[') open.push(new Set());
      else open.pop();
      if (open.length > DEPTH_LIMIT) throw new SyntaxError('JSON nests too deep.');
    } else if (colon !== undefined) {
      const name: unknown = JSON.parse(quoted);
      const members = open.at(-1);
      if (typeof name !== 'string' || name === '__proto__' || members?.has(name)) {
        throw new SyntaxError('A JSON member is repeated or not allowed.');
      }
      members?.add(name);
    }
  }
}
