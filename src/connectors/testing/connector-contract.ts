/**
 * The contract of a connector as sentences that can be run: the same ones over every connector, in whatever test
 * framework its author uses. A connector that passes may be given to a hub.
 */
import type { ConnectorDefinition } from '../connector.js';
import { describeDefinition } from './contract/definition.js';
import { describeRefusals } from './contract/refusals.js';
import { describeSignIn } from './contract/sign-in.js';
import type { Forgery } from './forgeries.js';
import type { ConnectorContractHarness } from './harness.js';

/** What every protocol with a signed answer can get wrong. A harness that cannot forge these proves nothing. */
const REQUIRED: readonly Forgery[] = [
  'wrong_issuer',
  'wrong_audience',
  'expired',
  'missing_subject',
  'wrong_key',
  'unsigned',
];

/**
 * Declares the suite.
 * @throws {TypeError} when the harness leaves out what the suite cannot do without.
 */
export function describeConnectorContract(definition: ConnectorDefinition, harness: ConnectorContractHarness): void {
  const missing = REQUIRED.filter((forgery) => !harness.forgeries.includes(forgery));
  if (missing.length > 0) throw new TypeError(`The harness cannot forge ${missing.join(', ')}.`);
  harness.describe(`the connector "${definition.strategy}"`, () => {
    describeDefinition(definition, harness);
    describeSignIn(definition, harness);
    describeRefusals(definition, harness);
  });
}
