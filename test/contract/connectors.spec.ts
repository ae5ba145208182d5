import { describe, it } from '@jest/globals';
import { fake } from '../../src/connectors/fake/index.js';
import { describeConnectorContract } from '../../src/connectors/testing/index.js';
import { fakeConnectorHarness } from '../support/fake-connector-harness.js';

describeConnectorContract(fake, fakeConnectorHarness({ describe, it }));
