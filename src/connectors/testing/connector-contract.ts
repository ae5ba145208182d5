/**
 * The contract of a connector as sentences that can be run: the same ones over every connector, in whatever test
 * framework its author uses. A connector that passes may be given to a hub.
 */
import type { ConnectorDefinition } from '../connector.js';
import { assertHarness } from './contract/requirements.js';
import { exemptionOf, type Sentence, type Subject } from './contract/sentence.js';
import { SENTENCES } from './contract/sentences.js';
import type { ConnectorContractHarness, TestFramework } from './harness.js';

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
