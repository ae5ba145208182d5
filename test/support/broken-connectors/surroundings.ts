/** Connectors that do not leave their surroundings alone, and those whose abilities do not keep their promise. */
import { get } from 'node:http';
import type { CheckStep } from '../../../src/connectors/index.js';
import { type BrokenConnector, brokenFake, type Change, fakeHarness } from './broken-connector.js';

const over = (
  that: string,
  change: Change,
  red: readonly string[],
  rest: Partial<BrokenConnector> = {},
): BrokenConnector => ({ that, definition: brokenFake(change), harness: fakeHarness, red, ...rest });

/** What the connector made last was told: shared by all of them, and so by all connections. */
let latest: Readonly<Record<string, unknown>> = {};

const fine: CheckStep = { step: 'discovery', outcome: 'ok', message: 'The upstream answers.' };
const checking = (
  steps: (ask: typeof globalThis.fetch) => Promise<readonly CheckStep[]> | readonly CheckStep[],
): Change => {
  return (_sound, _options, { fetch }) => ({ check: async () => steps(fetch) });
};

export const brokenSurroundings: readonly BrokenConnector[] = [
  over(
    'asks past its runtime with fetch',
    (sound) => ({
      callback: async (response) => {
        await fetch('http://127.0.0.1:49151/').catch(() => undefined);
        return sound.callback(response);
      },
    }),
    ['asks the upstream through its runtime alone'],
    { topics: ['its surroundings'] },
  ),
  over(
    'asks past its runtime with a library',
    (sound) => ({
      callback: async (response) => {
        await new Promise((resolve) => get('http://127.0.0.1:49151/', resolve).once('error', resolve));
        return sound.callback(response);
      },
    }),
    ['asks the upstream through its runtime alone'],
    { topics: ['its surroundings'] },
  ),
  over(
    'asks the machine for the time',
    (sound) => ({
      callback: async (response) => {
        const identity = await sound.callback(response);
        const { exp } = identity.claims as { readonly exp: number };
        // Years, so that this says the same whenever it is run.
        if (Math.abs(exp * 1_000 - Date.now()) > 5 * 365 * 86_400_000) throw new RangeError('not of my time');
        return identity;
      },
    }),
    ['tells the time by its runtime alone'],
    { topics: ['its surroundings'] },
  ),
  {
    that: 'writes into its options',
    definition: {
      ...brokenFake(() => ({})),
      create: (options: object, runtime) => {
        const connector = brokenFake(() => ({})).create(options, runtime);
        Object.assign(options, { seen: true });
        return connector;
      },
    },
    harness: fakeHarness,
    red: ['keeps the options as they are'],
  },
  over(
    'shares its secret with the next connection',
    (sound, options) => {
      latest = options;
      return {
        callback: (response) => {
          if (latest.shared_secret !== options.shared_secret) throw new TypeError('another secret');
          return sound.callback(response);
        },
      };
    },
    ['is not changed by another connection of the same kind'],
  ),
];

export const brokenAbilities: readonly BrokenConnector[] = [
  over(
    'checks itself and is sound',
    checking(() => [fine]),
    [],
  ),
  over(
    'finds fault with everything',
    checking(() => [{ ...fine, outcome: 'failed', remedy: 'Nothing can be done about it.' }]),
    ['checks itself, and finds nothing that has failed at a sound upstream'],
  ),
  over(
    'checks itself with a word',
    checking(() => [{ ...fine, message: 'Hm' }]),
    ['has a name, an outcome and a sentence for every step of its check'],
  ),
  over(
    'checks itself for ever',
    (sound) => ({
      ...sound,
      check: ({ signal }) => (signal.aborted ? new Promise<never>(() => undefined) : Promise.resolve([fine])),
    }),
    ['ends its check when the time is up'],
    { topics: ['its abilities'], timeLimit: 1_000 },
  ),
  over(
    'shows its secret in a check',
    (_sound, { shared_secret }) => ({ check: async () => [{ ...fine, given: String(shared_secret) }] }),
    ['says no secret in a check, whatever fails'],
  ),
  {
    that: 'says nothing of its check beforehand',
    definition: brokenFake(
      checking(() => [fine]),
      { abilities: ['directory_search'] },
    ),
    harness: fakeHarness,
    red: ['are among those that its definition declares'],
  },
  over('finds everybody', () => ({ findUsers: async () => ['a', 'b', 'c'].map((id) => ({ id })) }), [
    'looks up at most as many users as are wanted, or says why it cannot',
  ]),
  over(
    'asks for the documents whose age it tells',
    (_sound, _options, { fetch, now }) => ({
      documentsLoadedAt: () => {
        void fetch('https://fake-upstream.invalid/').catch(() => undefined);
        return { discovery: now() };
      },
    }),
    ['tells how old its documents are without asking for them'],
  ),
];
