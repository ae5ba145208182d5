/** The step `capabilities`: does the document list what the connection wants? A list that it leaves out says nothing. */
import type { CheckStep } from '../abilities.js';
import { methodOf } from './client-authentication.js';
import { type OidcOptions, settingsOf } from './oidc.options.js';
import type { ProviderMetadata } from './protocol/metadata.js';

export const skippedCapabilities: CheckStep = {
  step: 'capabilities',
  outcome: 'skipped',
  message: 'What the upstream can do was not compared, since an earlier step failed.',
};

/** A fault that the document may show: `given` is what the connection has then, and undefined where all is well. */
interface Finding extends Required<Pick<CheckStep, 'outcome' | 'message' | 'field' | 'remedy'>> {
  given(options: OidcOptions, metadata: ProviderMetadata): string | undefined;
  /** What would be right: a text, or the member of the document that lists it. */
  readonly expected: { readonly text: string } | { readonly list: string };
}

const ALGORITHMS = 'id_token_signing_alg_values_supported';
const METHODS = 'token_endpoint_auth_methods_supported';
/** Many upstreams understand a challenge without saying so: only a list without S256 says something. */
const CHALLENGES = 'code_challenge_methods_supported';
const SCOPES = 'scopes_supported';

const findings: readonly Finding[] = [
  {
    outcome: 'failed',
    message: 'The upstream does not sign ID tokens with the algorithm of the connection.',
    field: 'id_token_signed_response_alg',
    given: ({ id_token_signed_response_alg: given }, metadata) => unlisted(given, metadata, ALGORITHMS),
    expected: { list: ALGORITHMS },
    remedy: 'Choose the algorithm that the upstream signs ID tokens for this client with.',
  },
  {
    outcome: 'failed',
    message: 'The upstream has no UserInfo endpoint, and the connection asks it at each sign-in.',
    field: 'fetch_userinfo',
    given: (options, { userinfo_endpoint: endpoint }) =>
      settingsOf(options).fetchUserInfo && typeof endpoint !== 'string' ? 'true' : undefined,
    expected: { text: 'false' },
    remedy: 'Set fetch_userinfo to false.',
  },
  {
    outcome: 'warning',
    message: 'The upstream does not list the way in which the connection authenticates.',
    field: 'token_endpoint_auth_method',
    given: (options, metadata) => unlisted(methodOf(options, metadata), metadata, METHODS),
    expected: { list: METHODS },
    remedy: 'Choose one that is listed, as the client is registered. Left out, the hub chooses.',
  },
  {
    outcome: 'warning',
    message: 'PKCE is off, although the upstream knows it.',
    field: 'pkce',
    given: ({ pkce }, metadata) =>
      pkce === 'off' && listOf(metadata, CHALLENGES)?.includes('S256') ? 'off' : undefined,
    expected: { text: 'S256' },
    remedy: 'Set pkce to S256.',
  },
  {
    outcome: 'warning',
    message: 'The upstream lists challenges of PKCE, and S256 is not among them.',
    field: 'pkce',
    given: ({ pkce }, metadata) => (pkce === 'off' ? undefined : unlisted(pkce, metadata, CHALLENGES)),
    expected: { list: CHALLENGES },
    remedy: 'Try a sign-in. Only if the upstream refuses the parameters, set pkce to off.',
  },
  {
    outcome: 'warning',
    message: 'The upstream does not list every scope that is asked for; it need not list all that it knows.',
    field: 'scopes',
    given: (options, metadata) => {
      const strange = settingsOf(options).scopes.filter((scope) => unlisted(scope, metadata, SCOPES));
      return strange.join(' ') || undefined;
    },
    expected: { list: SCOPES },
    remedy: 'If sign-ins end with invalid_scope, leave those out.',
  },
];

/** The step `capabilities`: the worst of what was found, for whatever is wrong here is one line of the options. */
export function capabilitiesStep(options: OidcOptions, metadata: ProviderMetadata): CheckStep {
  const step = 'capabilities';
  const found = findings.flatMap(({ outcome, message, field, given: read, expected, remedy }) => {
    const given = read(options, metadata);
    const right = 'text' in expected ? expected.text : printed(listOf(metadata, expected.list) ?? []);
    return given === undefined ? [] : [{ step, outcome, message, field, given, expected: right, remedy }];
  });
  const message = 'The discovery document lists what the connection asks for.';
  const worst = found.find(({ outcome }) => outcome === 'failed') ?? found[0];
  return worst ?? { step, outcome: 'ok', message };
}

/** A value that the document does not list, although it has such a list. */
function unlisted(value: string, metadata: ProviderMetadata, list: string): string | undefined {
  return listOf(metadata, list)?.includes(value) === false ? value : undefined;
}

function listOf(metadata: ProviderMetadata, name: string): readonly string[] | undefined {
  const value = metadata[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : undefined;
}

/** Upstream text, so short and plain. */
function printed(list: readonly string[]): string {
  return list
    .filter((one) => /^[\x21-\x7e]{1,80}$/.test(one))
    .slice(0, 20)
    .join(', ');
}
