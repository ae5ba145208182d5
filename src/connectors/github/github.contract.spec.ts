import { describe, it } from '@jest/globals';
import { FakeGitHub, type GitHubPerson } from '../../../test/support/fake-github.js';
import type { JsonObject } from '../connector.js';
import { type ConnectorContractHarness, describeConnectorContract, type Forgery, OUTAGES } from '../testing/index.js';
import { gitHub } from './github.definition.js';

const credentials = { client_id: 'Ov23liAbCdEfGhIjKlMn', client_secret: 'canary-client-secret-of-the-oauth-app' };

/** GitHub signs nothing: what can be forged is what its API answers. */
const forged: Readonly<Partial<Record<Forgery, JsonObject>>> = {
  missing_subject: { login: 'octo-ada' },
  empty_subject: { id: '', login: 'octo-ada' },
  endless_subject: { id: 1e300, login: 'octo-ada' },
};

function harness(options: JsonObject, places: { readonly baseUrl?: string; readonly apiUrl?: string } = {}) {
  const given: ConnectorContractHarness = {
    describe,
    it,
    answer: 'fetched',
    pkce: true,
    options: { ...credentials, ...options },
    badOptions: { client_id: '', client_secret: 'a\nb', base_url: 'nowhere', groups: 'all', scope: ['a b'] },
    forgeries: Object.keys(forged) as Forgery[],
    outages: OUTAGES,
    lies: [
      'token_endpoint_failing',
      'token_endpoint_in_html',
      'token_endpoint_redirecting',
      'secret_refused',
      'code_refused',
    ],
    start() {
      const { client_id: clientId, client_secret: clientSecret } = credentials;
      const upstream = new FakeGitHub({ clientId, clientSecret, ...places });
      return {
        fetch: upstream.fetch,
        requestCount: () => upstream.requests.length,
        signIn: (url, person) => upstream.signIn(url, person as GitHubPerson),
        cancel: (url) => upstream.refuse(url, 'access_denied'),
        refuseSilently: (url) => upstream.refuse(url, 'login_required'),
        forge: (forgery) => {
          upstream.api['/user'] = () => forged[forgery] ?? {};
        },
        lie: (lie) => {
          upstream.lie = lie;
        },
        fail: (outage) => upstream.fail(outage),
        issued: () => upstream.issued,
      };
    },
  };
  return given;
}

describe('github.com', () => {
  describeConnectorContract(gitHub, harness({}));
});

describe('GitHub Enterprise Server, for the members of an organization, with teams', () => {
  const baseUrl = 'https://github.example.com';
  describeConnectorContract(
    gitHub,
    harness(
      { base_url: baseUrl, groups: 'teams', allowed_organizations: ['octo-corp'] },
      { baseUrl, apiUrl: `${baseUrl}/api/v3` },
    ),
  );
});
