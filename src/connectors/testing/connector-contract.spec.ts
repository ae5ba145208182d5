import { describe, expect, it } from '@jest/globals';
import { fakeConnectorHarness } from '../../../test/support/fake-connector-harness.js';
import { fake } from '../fake/index.js';
import { describeConnectorContract, runConnectorContract } from './connector-contract.js';
import type { ConnectorHarness, TestFramework } from './upstream/harness.js';

const harness: ConnectorHarness = fakeConnectorHarness(scribe().framework);

/** A test framework that writes down what it is told. */
function scribe(): { readonly framework: TestFramework; readonly declared: string[]; readonly skipped: string[] } {
  const declared: string[] = [];
  const skipped: string[] = [];
  const declare = (name: string): void => void declared.push(name);
  return {
    framework: {
      describe: (_name, body) => body(),
      it: Object.assign(declare, { skip: (name: string) => void skipped.push(name) }),
    },
    declared,
    skipped,
  };
}

describe('the contract suite in a test framework', () => {
  it('declares at least forty sentences for the smallest connector', () => {
    const { framework, declared } = scribe();
    describeConnectorContract(fake, { ...harness, ...framework });
    expect(declared.length).toBeGreaterThanOrEqual(40);
    expect(new Set(declared).size).toBe(declared.length);
  });

  it('declares what does not apply as skipped, with the reason, and never as passed', () => {
    const { framework, declared, skipped } = scribe();
    describeConnectorContract(fake, { ...harness, ...framework });
    expect(declared.filter((name) => name.includes('upstream_unavailable'))).toEqual([]);
    const outages = skipped.find((name) => name.includes('says upstream_unavailable'));
    expect(outages).toMatch(/^does not apply: .* The connector makes no request\.$/);
  });

  it('the contract suite in a test framework is not declared in a framework that cannot skip, where what does not apply would count as passed', () => {
    const { framework, declared } = scribe();
    const withoutSkip = ((name: string) => void declared.push(name)) as unknown as TestFramework['it'];
    expect(() => describeConnectorContract(fake, { ...harness, ...framework, it: withoutSkip })).toThrow('it.skip');
    expect(declared).toEqual([]);
    expect(() => describeConnectorContract(fake, { ...harness, ...framework })).not.toThrow();
  });

  it('the contract suite in a test framework is not declared for a harness that cannot forge the least', () => {
    const { framework } = scribe();
    const weak = { ...harness, ...framework, forgeries: ['wrong_nonce'] as const };
    expect(() => describeConnectorContract(fake, weak)).toThrow(/cannot forge wrong_issuer/);
  });

  it('the contract suite in a test framework asks another least of an upstream that signs nothing', () => {
    const { framework } = scribe();
    const fetched = { ...harness, ...framework, answer: 'fetched' as const, forgeries: ['missing_subject'] as const };
    expect(() => describeConnectorContract(fake, fetched)).toThrow(/cannot forge dead, hanging/);
    const outages = ['dead', 'hanging', 'failing', 'garbage', 'empty', 'oversized'] as const;
    expect(() => describeConnectorContract(fake, { ...fetched, outages })).not.toThrow();
  });
});

describe('the contract suite without a test framework', () => {
  it('the contract suite without a test framework reports of every sentence that it held, or why it says nothing of this connector', async () => {
    const heard: string[] = [];
    const report = await runConnectorContract(fake, harness, {
      onSentence: ({ sentence }) => void heard.push(sentence),
    });
    expect(report).toMatchObject({ strategy: 'fake', passed: true });
    expect(heard).toEqual(report.sentences.map(({ sentence }) => sentence));
    expect(report.sentences.filter(({ outcome }) => outcome === 'held').length).toBeGreaterThanOrEqual(40);
    const idle = report.sentences.filter((one) => one.outcome === 'not_applicable');
    expect(idle.every((one) => 'reason' in one && one.reason !== '')).toBe(true);
  });

  it('the contract suite without a test framework reports what was found instead of a sentence that does not hold', async () => {
    const report = await runConnectorContract({ ...fake, aliases: ['fake'] }, harness, {
      only: (_topic, sentence) => sentence.startsWith('has aliases'),
    });
    const reason = expect.stringContaining('a name is there twice');
    expect(report.passed).toBe(false);
    expect(report.sentences).toEqual([
      { topic: 'its definition', sentence: 'has aliases that are not its name', outcome: 'failed', reason },
    ]);
  });

  it('the contract suite without a test framework ends a sentence that does not end by itself', async () => {
    const idle = { ...fake.create, authorize: () => new Promise<never>(() => undefined) };
    const report = await runConnectorContract({ ...fake, create: () => idle as never }, harness, {
      only: (topic, sentence) => topic === 'turn one' && sentence.startsWith('sends'),
      timeLimit: 10,
    });
    expect(report.sentences).toMatchObject([{ outcome: 'failed', reason: 'It did not end within 10 ms.' }]);
  });
});
