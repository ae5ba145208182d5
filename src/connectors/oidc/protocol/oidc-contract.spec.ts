import { describe, it } from '@jest/globals';
import { plainOpenIdConnector } from '../../../../test/support/plain-openid-connector.js';
import { describeConnectorContract, FakeOpenIdProvider, FORGERIES, OUTAGES } from '../../testing/index.js';

describeConnectorContract(plainOpenIdConnector, {
  describe,
  it,
  options: {
    issuer: 'https://upstream.example/realm',
    client_id: 'hub',
    client_secret: 'canary-client-secret-of-the-hub',
  },
  badOptions: { issuer: 'nowhere', client_id: 1, client_secret: 'short' },
  forgeries: FORGERIES,
  outages: OUTAGES,
  start: ({ now }) => {
    const provider = new FakeOpenIdProvider({
      issuer: 'https://upstream.example/realm',
      clientId: 'hub',
      clientSecret: 'canary-client-secret-of-the-hub',
      now,
    });
    return {
      fetch: provider.fetch,
      requestCount: () => provider.requests.length,
      signIn: (url, person) => provider.signIn(url, person),
      cancel: (url) => provider.refuse(url, 'access_denied'),
      refuseSilently: (url) => provider.refuse(url, 'login_required'),
      forge: (forgery) => provider.forge(forgery),
      fail: (outage) => provider.fail(outage),
      issued: () => provider.issued,
    };
  },
});
