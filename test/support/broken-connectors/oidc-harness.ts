import {
  type ConnectorHarness,
  FakeOpenIdProvider,
  FORGERIES,
  LIES,
  OUTAGES,
} from '../../../src/connectors/testing/index.js';

export const issuer = 'https://upstream.example/realm';
const client = { client_id: 'hub', client_secret: 'canary-client-secret-of-the-hub' };

export const oidcHarness: ConnectorHarness = {
  options: { issuer, ...client, fetch_userinfo: true },
  badOptions: { issuer: 'nowhere', scopes: ['a b'] },
  pkce: true,
  forgeries: FORGERIES,
  outages: OUTAGES,
  lies: LIES,
  start({ now }) {
    const provider = new FakeOpenIdProvider({
      issuer,
      clientId: client.client_id,
      clientSecret: client.client_secret,
      now,
      namesIssuer: true,
      userinfo: ({ subject: _subject, ...profile }) => profile,
    });
    return {
      fetch: provider.fetch,
      requestCount: () => provider.requests.length,
      signIn: (url, person) => provider.signIn(url, person),
      cancel: (url) => provider.refuse(url, 'access_denied'),
      refuseSilently: (url) => provider.refuse(url, 'login_required'),
      forge: (forgery) => provider.forge(forgery),
      fail: (outage) => provider.fail(outage),
      lie: (lie) => provider.lie(lie),
      rotateKeys: () => provider.rotateKeys(),
      issued: () => provider.issued,
    };
  },
};
