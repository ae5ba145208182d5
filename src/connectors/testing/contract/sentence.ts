/** One sentence of the contract: what must hold of a connector, and when it says nothing about one. */
import type { ConnectorDefinition } from '../../connector.js';
import type { ConnectorHarness } from '../harness.js';

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
