/** Connectors that get options of an earlier version wrong. */
import { type BrokenConnector, brokenFake, fakeHarness } from './broken-connector.js';

const ACCEPTED = 'are rewritten, each of them, into options that it accepts';
const PURE = 'are rewritten from themselves alone: the same way twice, and what was given stays as it is';

let calls = 0;

export const brokenVersions: readonly BrokenConnector[] = [
  {
    that: 'leaves options of an earlier version as they were',
    definition: brokenFake(() => ({}), { migrateOptions: (options) => options }),
    harness: fakeHarness,
    red: [ACCEPTED],
  },
  {
    that: 'forgot one of the versions before',
    definition: brokenFake(() => ({}), { optionsVersion: 3 }),
    harness: fakeHarness,
    red: [ACCEPTED],
  },
  {
    that: 'rewrites options in place',
    definition: brokenFake(() => ({}), {
      migrateOptions: (options) => {
        const { secret, ...others } = options;
        Reflect.deleteProperty(options, 'secret');
        return secret === undefined ? others : { ...others, shared_secret: secret };
      },
    }),
    harness: fakeHarness,
    red: [PURE],
  },
  {
    that: 'counts while it rewrites options',
    definition: brokenFake(() => ({}), {
      migrateOptions: ({ secret = '', ...others }) => {
        calls += 1;
        return { ...others, client_id: `hub-${calls}`, shared_secret: secret };
      },
    }),
    harness: fakeHarness,
    red: [PURE],
  },
];
