/** OpenID Connect connectors that believe a lie, or blame somebody else for it. */
import type { JsonObject } from '../../../src/connectors/index.js';
import type { Lie } from '../../../src/connectors/testing/index.js';
import { signingKey } from '../../../src/connectors/testing/upstream/forgeries.js';
import { LIE_DETAILS } from '../../../src/connectors/testing/upstream/lies.js';
import { blaming, covering, type Definition, naming, seeing, trustingUserInfo, when } from './blindness.js';
import type { BrokenConnector } from './broken-connector.js';
import { issuer, oidcHarness } from './oidc-harness.js';

const lie = (name: Lie): string =>
  `signs nobody in at an upstream with ${name.replaceAll('_', ' ')}: ${LIE_DETAILS[name].threat}`;

/** Over one topic, since a run of all sentences would take a minute for all of these. */
const liar = (that: string, definition: Definition, ...names: readonly Lie[]): BrokenConnector => ({
  that,
  definition,
  harness: oidcHarness,
  topics: ['an upstream that lies'],
  red: names.map(lie),
});

const DISCOVERY = '/.well-known/openid-configuration';

export const brokenByLies: readonly BrokenConnector[] = [
  liar(
    'does not ask who discovery is about',
    covering(DISCOVERY, () => ({ issuer })),
    'discovery_of_another_issuer',
  ),
  liar(
    'does not look at the endpoints’ schemes',
    covering(DISCOVERY, ({ token_endpoint }) => ({
      token_endpoint: String(token_endpoint).replace(/^http:/, 'https:'),
    })),
    'discovery_of_plain_http',
  ),
  liar(
    'finds keys where there are none',
    covering('/keys', async () => ({ keys: [(await signingKey('published')).publicJwk as JsonObject] })),
    'keys_withheld',
  ),
  liar(
    'blames the operator for a token endpoint that fails',
    blaming('upstream_unavailable', 'misconfigured'),
    'token_endpoint_failing',
  ),
  liar(
    'breaks on HTML',
    when(
      (_url, text) => text.startsWith('<html>'),
      () => {
        throw new SyntaxError('<');
      },
    ),
    'token_endpoint_in_html',
  ),
  liar(
    'follows the token endpoint elsewhere',
    seeing(async (_url, answer, ask) => {
      const location = answer.headers.get('location');
      if (location !== null) await ask(location, { method: 'POST' });
      return answer;
    }),
    'token_endpoint_redirecting',
  ),
  liar('takes a refused secret for a bad answer', blaming('misconfigured', 'invalid_response'), 'secret_refused'),
  liar(
    'takes bad answers for none',
    blaming('invalid_response', 'upstream_unavailable'),
    'code_refused',
    'statement_withheld',
    'userinfo_of_somebody_else',
    'userinfo_without_subject',
    'issuer_parameter_of_another',
    'issuer_parameter_withheld',
  ),
  liar(
    'signs in anybody who has a code',
    when(
      (url, text) => url.endsWith('/token') && text.includes('access_token') && !text.includes('id_token'),
      () => ({ issuer, subject: 'anybody', claims: {} }),
    ),
    'statement_withheld',
  ),
  liar(
    'does not compare UserInfo’s subject',
    trustingUserInfo((subject) => subject !== undefined),
    'userinfo_of_somebody_else',
  ),
  liar(
    'does without UserInfo’s subject',
    trustingUserInfo((subject) => subject === undefined),
    'userinfo_without_subject',
  ),
  liar(
    'does not look at iss',
    naming((given) => given !== null),
    'issuer_parameter_of_another',
  ),
  liar(
    'does without iss',
    naming((given) => given === null),
    'issuer_parameter_withheld',
  ),
];
