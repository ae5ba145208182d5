import { describe, it } from '@jest/globals';
import { credentials, entraUpstream } from '../../../test/support/entra-upstream.js';
import type { JsonObject } from '../connector.js';
import {
  type ConnectorContractHarness,
  describeConnectorContract,
  FORGERIES,
  LIES,
  OUTAGES,
} from '../testing/index.js';
import { azureAd } from './azuread.definition.js';

/** Microsoft's spelling of a refused redemption. */
function tokenError(error: string, description: string): JsonObject {
  const code = error === 'invalid_client' ? 7000215 : 70008;
  return { error, error_description: `AADSTS${code}: ${description}\r\nTrace ID: x`, error_codes: [code] };
}

/** Microsoft Graph beside the sign-in endpoints; outages are of both. */
function withGraph(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const answer = await fetch(input, init);
    const isGraph = new URL(String(input)).host === 'graph.microsoft.com';
    return isGraph && answer.status === 404
      ? Response.json({ value: [{ '@odata.type': '#microsoft.graph.group', id: 'g1' }] })
      : answer;
  };
}

/** Microsoft does not name itself in its answers, and its UserInfo is never asked. */
function isNotMicrosofts(lie: string): boolean {
  return lie.startsWith('issuer_parameter') || lie.startsWith('userinfo');
}

function harness(options: JsonObject, version: 'v1.0' | 'v2.0', segment: string): ConnectorContractHarness {
  return {
    describe,
    it,
    options: { ...credentials, ...options },
    badOptions: { client_secret: '7a1c6f0e-9d53-4a6b-8a2e-0c1d2e3f4a5b', identity_api: 'v3', scope: ['a b'] },
    forgeries: FORGERIES,
    outages: OUTAGES,
    lies: LIES.filter((lie) => !isNotMicrosofts(lie)),
    pkce: true,
    start({ now }) {
      const upstream = entraUpstream({ now, segment, version, tokenError });
      return {
        fetch: withGraph(upstream.fetch),
        requestCount: () => upstream.requests.length,
        signIn: (url, person) => upstream.signIn(url, person),
        cancel: async (url) => {
          const answer = await upstream.refuse(url, 'access_denied', 'AADSTS65004: User declined to consent.');
          answer.set('error_subcode', 'cancel');
          return answer;
        },
        refuseSilently: (url) =>
          upstream.refuse(url, 'login_required', 'AADSTS50058: A silent sign-in request was sent.'),
        forge: (forgery) => upstream.forge(forgery),
        fail: (outage) => upstream.fail(outage),
        lie: (lie) => upstream.lie(lie),
        rotateKeys: () => upstream.rotateKeys(),
        issued: () => upstream.issued,
      };
    },
  };
}

const single = { tenant_domain: 'contoso.com' };
const shared = { useCommonEndpoint: true, allowed_tenants: ['*'] };

describe('one tenant, v2.0', () => {
  describeConnectorContract(azureAd, harness(single, 'v2.0', 'contoso.com'));
});

describe('one tenant, v1.0', () => {
  const options = { ...single, identity_api: 'azure-active-directory-v1.0' };
  describeConnectorContract(azureAd, harness(options, 'v1.0', 'contoso.com'));
});

describe('the common endpoint', () => {
  describeConnectorContract(azureAd, harness(shared, 'v2.0', 'organizations'));
});

describe('one tenant, with groups from Graph', () => {
  describeConnectorContract(azureAd, harness({ ...single, ext_groups: true }, 'v2.0', 'contoso.com'));
});
