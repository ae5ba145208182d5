/** What an author writes to prove an OpenID Connect connector: options, and a test framework to run in. */
import { describeConnectorContract, openIdProviderHarness } from 'portico/testing';
import { openIdConnect } from '../../../dist/connectors/oidc/index.js';

export const contract = ({ describe, it }) =>
  describeConnectorContract(openIdConnect, {
    describe,
    it,
    ...openIdProviderHarness({
      options: ({ issuer, clientId, clientSecret }) => ({ issuer, client_id: clientId, client_secret: clientSecret }),
    }),
  });
