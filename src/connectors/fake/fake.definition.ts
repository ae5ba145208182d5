/**
 * The smallest connector, to read and to test with. A hub that serves people does not list it. A file of its own, however
 * short: every connector has its definition in a file of this name.
 */
import { defineConnector } from '../connector.js';
import { FakeConnector } from './fake.connector.js';
import { FakeOptions } from './fake.options.js';

export const fake = defineConnector({
  interfaceVersion: 1,
  strategy: 'fake',
  displayName: 'Fake',
  protocol: 'signed answer',
  guide: new URL('./README.md', import.meta.url),
  options: FakeOptions,
  secrets: ['shared_secret'],
  endpointOptions: ['login_url', 'client_id'],
  optionsVersion: 2,
  // Version 1 called the secret `secret`.
  migrateOptions: ({ secret, ...others }) => (secret === undefined ? others : { ...others, shared_secret: secret }),
  create: (options, runtime) => new FakeConnector(options, runtime),
});
