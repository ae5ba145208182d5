import { describe, expect, it } from '@jest/globals';
import { SENTENCES } from '../../src/connectors/testing/contract/sentences.js';
import { brokenFake, fakeHarness, redOf } from '../support/broken-connectors/broken-connector.js';
import { brokenConnectors } from '../support/broken-connectors/index.js';

describe('the contract suite', () => {
  it('the contract suite finds nothing wrong with a sound connector', async () => {
    const sound = { that: 'is sound', definition: brokenFake(() => ({})), harness: fakeHarness, red: [] };
    expect(await redOf(sound)).toEqual([]);
  });

  it.each(brokenConnectors.map((broken) => [broken.that, broken] as const))(
    'the contract suite goes red where it should, over a connector that %s',
    async (_, broken) => {
      const red = await redOf(broken);
      if (broken.andMore === true) expect(red).toEqual(expect.arrayContaining([...broken.red]));
      else expect([...red].sort()).toEqual([...broken.red].sort());
    },
  );

  it('the contract suite has a broken connector for every one of its sentences', () => {
    const shown = new Set(brokenConnectors.flatMap(({ red }) => red));
    expect(SENTENCES.map(({ text }) => text).filter((text) => !shown.has(text))).toEqual([]);
  });
});
