/** Looks for what must not be said: everything that an object says of itself, and secrets in any spelling. */
import assert from 'node:assert/strict';
import type { JsonObject } from '../../connector.js';
import type { Subject } from './sentence.js';

/** Everything an object says of itself, causes and non-enumerable members of errors included. */
export function textOf(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null || depth > 6) return String(value);
  const names = new Set([...Object.keys(value), ...(value instanceof Error ? ['message', 'stack', 'cause'] : [])]);
  return [...names].map((name) => `${name}: ${textOf(Reflect.get(value, name), depth + 1)}`).join('\n');
}

/** The values of the secret options that the harness sends. */
export function secretsOf({ definition, harness }: Subject): readonly string[] {
  return definition.secrets.map((name) => harness.options[name]).filter((value) => typeof value === 'string');
}

/** Demands that none of `secrets` is in `text`, plain, URL-encoded or in base64. The message names none either. */
export function assertFree(text: string, secrets: readonly string[], where: string): void {
  for (const secret of secrets) {
    const spellings = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')];
    assert.ok(!spellings.some((one) => text.includes(one)), `${where} holds a secret`);
  }
}

/** The values among a sign-in's checks that are too long to be guessed, and so to be kept secret. */
export function secretChecks(checks: JsonObject): readonly string[] {
  return Object.values(checks).filter((one) => typeof one === 'string' && one.length >= 22) as string[];
}
