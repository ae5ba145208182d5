import { describe, it } from '@jest/globals';
import { openIdConnect } from '../../src/connectors/oidc/index.js';
import { describeConnectorContract, openIdProviderHarness } from '../../src/connectors/testing/index.js';
import { plainOpenIdConnector } from '../support/plain-openid-connector.js';

describe('the building blocks, at an OpenID Provider that nobody here wrote', () => {
  describeConnectorContract(plainOpenIdConnector, {
    describe,
    it,
    ...openIdProviderHarness({
      options: ({ issuer, clientId, clientSecret }) => ({ issuer, client_id: clientId, client_secret: clientSecret }),
    }),
  });
});

describe('the generic connector, at one with a path, another algorithm, the secret in the body, and UserInfo', () => {
  describeConnectorContract(openIdConnect, {
    describe,
    it,
    ...openIdProviderHarness({
      issuer: 'https://upstream.example/realms/acme',
      client: { token_endpoint_auth_method: 'client_secret_post', id_token_signed_response_alg: 'PS256' },
      claimsIn: 'userinfo',
      userinfo: true,
      options: ({ issuer, clientId, clientSecret }) => ({
        issuer,
        client_id: clientId,
        client_secret: clientSecret,
        token_endpoint_auth_method: 'client_secret_post',
        id_token_signed_response_alg: 'PS256',
        fetch_userinfo: true,
      }),
    }),
  });
});
