/**
 * The contract of a connector as sentences that can be run: the same ones over every connector, in whatever test
 * framework its author uses. A connector that passes may be given to a hub.
 */
import type { ConnectorDefinition } from '../connector.js';
import { exemptionOf, type Sentence, type Subject } from './contract/sentence.js';
import { SENTENCES } from './contract/sentences.js';
import {
  assertHarness,
  type ConnectorContractHarness,
  type ConnectorHarness,
  type TestFramework,
} from './upstream/harness.js';

/**
 * Declares the suite. Sentences that do not apply are declared as skipped, with the reason, one line for each reason.
 * @throws {TypeError} when the harness, or the test framework, leaves out what the suite cannot do without.
 */
export function describeConnectorContract(definition: ConnectorDefinition, harness: ConnectorContractHarness): void {
  assertHarness(harness);
  if (typeof harness.it.skip !== 'function') {
    throw new TypeError('it.skip is missing: what does not apply to this connector would count as passed.');
  }
  const subject: Subject = { definition, harness };
  harness.describe(`the connector "${definition.strategy}"`, () => {
    for (const topic of new Set(SENTENCES.map((sentence) => sentence.topic))) {
      const sentences = SENTENCES.filter((sentence) => sentence.topic === topic);
      harness.describe(topic, () => declare(harness, sentences, subject));
    }
  });
}

function declare({ it }: TestFramework, sentences: readonly Sentence[], subject: Subject): void {
  const leftOut = new Map<string, string[]>();
  for (const sentence of sentences) {
    const reason = exemptionOf(sentence, subject);
    if (reason === undefined) it(sentence.text, () => sentence.check(subject));
    else leftOut.set(reason, [...(leftOut.get(reason) ?? []), sentence.text]);
  }
  for (const [reason, texts] of leftOut) {
    it.skip(`does not apply: ${texts.join('; ')}. ${reason}`, () => undefined);
  }
}

/** The contract suite without a test framework: runs it, and says of each sentence how it went. */

/** How one sentence went. */
export type SentenceOutcome = { readonly topic: string; readonly sentence: string } & (
  | { readonly outcome: 'held' }
  /** `reason`: what was found instead. */
  | { readonly outcome: 'failed'; readonly reason: string }
  | { readonly outcome: 'not_applicable'; readonly reason: string }
);

export interface ContractReport {
  readonly strategy: string;
  /** No sentence failed. */
  readonly passed: boolean;
  readonly sentences: readonly SentenceOutcome[];
}

export interface RunContractOptions {
  /** Milliseconds that one sentence may take: more, and it has failed. Default: 10 000. */
  readonly timeLimit?: number;
  /** Tries only the sentences for which this is true. Default: all of them. */
  readonly only?: (topic: string, sentence: string) => boolean;
  /** Hears of every sentence when it is done. */
  readonly onSentence?: (outcome: SentenceOutcome) => void;
}

/**
 * Tries every sentence on the connector, one after the other. Resolves however they went.
 * @throws {TypeError} when the harness leaves out what the suite cannot do without.
 */
export async function runConnectorContract(
  definition: ConnectorDefinition,
  harness: ConnectorHarness,
  options: RunContractOptions = {},
): Promise<ContractReport> {
  assertHarness(harness);
  const subject: Subject = { definition, harness };
  const sentences: SentenceOutcome[] = [];
  for (const sentence of SENTENCES) {
    if (options.only?.(sentence.topic, sentence.text) === false) continue;
    const outcome = await tried(sentence, subject, options.timeLimit ?? 10_000);
    sentences.push(outcome);
    options.onSentence?.(outcome);
  }
  return {
    strategy: definition.strategy,
    passed: sentences.every(({ outcome }) => outcome !== 'failed'),
    sentences,
  };
}

async function tried(sentence: Sentence, subject: Subject, timeLimit: number): Promise<SentenceOutcome> {
  const named = { topic: sentence.topic, sentence: sentence.text };
  const exemption = exemptionOf(sentence, subject);
  if (exemption !== undefined) return { ...named, outcome: 'not_applicable', reason: exemption };
  try {
    await within(timeLimit, async () => sentence.check(subject));
    return { ...named, outcome: 'held' };
  } catch (error) {
    return { ...named, outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The timer keeps the process alive: else one promise that never settles would end it without a word. */
async function within(timeLimit: number, body: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It did not end within ${timeLimit} ms.`)), timeLimit);
  });
  try {
    await Promise.race([body(), late]);
  } finally {
    clearTimeout(timer);
  }
}
