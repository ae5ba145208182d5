import { describe, it } from '@jest/globals';
import type { JsonObject } from '../connector.js';
import {
  type ConnectorContractHarness,
  describeConnectorContract,
  FakeOpenIdProvider,
  type FakeOpenIdProviderOptions,
  FORGERIES,
  LIES,
  OUTAGES,
} from '../testing/index.js';
import { openIdConnect } from './oidc.definition.js';

const issuer = 'https://upstream.example/realms/acme';
const client = { client_id: 'hub', client_secret: 'canary-client-secret-of-the-hub' };

function harness(
  options: JsonObject,
  provider: Pick<FakeOpenIdProviderOptions, 'claims' | 'userinfo' | 'namesIssuer'>,
): ConnectorContractHarness {
  return {
    describe,
    it,
    pkce: true,
    options: { issuer, ...client, ...options },
    badOptions: { issuer: 'nowhere', scopes: ['a b'], id_token_signed_response_alg: 'none', pkce: 'plain' },
    forgeries: FORGERIES,
    outages: OUTAGES,
    lies: LIES.filter((lie) => provider.userinfo !== undefined || !lie.startsWith('userinfo')),
    start({ now }) {
      const upstream = new FakeOpenIdProvider({
        issuer,
        clientId: client.client_id,
        clientSecret: client.client_secret,
        now,
        ...provider,
      });
      return {
        fetch: upstream.fetch,
        requestCount: () => upstream.requests.length,
        signIn: (url, person) => upstream.signIn(url, person),
        cancel: (url) => upstream.refuse(url, 'access_denied'),
        refuseSilently: (url) => upstream.refuse(url, 'login_required'),
        forge: (forgery) => upstream.forge(forgery),
        fail: (outage) => upstream.fail(outage),
        lie: (lie) => upstream.lie(lie),
        rotateKeys: () => upstream.rotateKeys(),
        issued: () => upstream.issued,
      };
    },
  };
}

describe('as most upstreams want it', () => {
  describeConnectorContract(openIdConnect, harness({}, { namesIssuer: true }));
});

describe('with a preset, the secret in the body, and the profile at the UserInfo endpoint', () => {
  const options = { preset: 'keycloak', token_endpoint_auth_method: 'client_secret_post', fetch_userinfo: true };
  const userinfo = ({ subject: _subject, ...profile }: JsonObject): JsonObject => profile;
  describeConnectorContract(openIdConnect, harness(options, { claims: () => ({}), userinfo, namesIssuer: true }));
});
