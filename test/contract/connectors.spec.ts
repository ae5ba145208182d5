import { describe, it } from '@jest/globals';
import { fake } from '../../src/connectors/fake/index.js';
import { fakeConnectorHarness } from '../../src/connectors/testing/fake-connector-harness.js';
import { describeConnectorContract } from '../../src/connectors/testing/index.js';

describeConnectorContract(fake, fakeConnectorHarness({ describe, it }));
