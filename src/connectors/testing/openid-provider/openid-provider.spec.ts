import { describe, it } from '@jest/globals';
import { plainOpenIdConnector } from '../../../../test/support/plain-openid-connector.js';
import { describeConnectorContract, openIdProviderHarness } from '../index.js';

describeConnectorContract(plainOpenIdConnector, {
  describe,
  it,
  ...openIdProviderHarness({
    options: ({ issuer, clientId, clientSecret }) => ({ issuer, client_id: clientId, client_secret: clientSecret }),
  }),
});
