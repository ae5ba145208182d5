/** One sentence of the contract: what must hold of a connector, and when it says nothing about one. */
import assert from 'node:assert/strict';
import type { ConnectorDefinition, JsonObject } from '../../connector.js';
import type { ConnectorHarness } from '../upstream/harness.js';

/** What the sentences are about: a connector, and the fake upstream that it is tried on. */
export interface Subject {
  readonly definition: ConnectorDefinition;
  readonly harness: ConnectorHarness;
}

type Check = (subject: Subject) => Promise<void> | void;
/** The reason why a sentence does not apply, shown in the report; undefined when it does. */
type Exemption = (subject: Subject) => string | undefined;

export interface Sentence {
  readonly topic: string;
  readonly text: string;
  readonly exemption: Exemption;
  /** @throws {AssertionError} when the sentence does not hold. */
  readonly check: Check;
}

/** A check that makes sense only of some subjects. */
interface ConditionalCheck {
  readonly unless: Exemption;
  readonly check: Check;
}

/** The sentences of one topic, in the order in which they are reported. */
export function topic(name: string, checks: Readonly<Record<string, Check | ConditionalCheck>>): readonly Sentence[] {
  return Object.entries(checks).map(([text, one]) => ({
    topic: name,
    text,
    exemption: typeof one === 'function' ? () => undefined : one.unless,
    check: typeof one === 'function' ? one : one.check,
  }));
}

/** A check of an optional ability. */
export function unless(exemption: Exemption, check: Check): ConditionalCheck {
  return { unless: exemption, check };
}

/** Why a sentence does not apply. Where even that cannot be told, the sentence is tried, and says what is wrong. */
export function exemptionOf(sentence: Sentence, subject: Subject): string | undefined {
  try {
    return sentence.exemption(subject);
  } catch {
    return undefined;
  }
}

/** Looks for what must not be said: everything that an object says of itself, and secrets in any spelling. */

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
