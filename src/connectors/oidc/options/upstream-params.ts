/**
 * Which further parameters an operator may send upstream (`upstream_params`). Products have many of their own
 * (`kc_idp_hint`, `organization` …), so the names are open, but for those that the protocol or the hub decides about.
 */
import { upstreamParamsProblem as problemOf, type UpstreamParameterRules } from '../protocol/upstream-params.js';

/** What says where codes go, who asks, what answers, and how the answer is bound to the request; and credentials. */
const reserved: readonly string[] = [
  'client_id client_secret client_assertion client_assertion_type redirect_uri response_type scope state nonce',
  'code code_challenge code_challenge_method code_verifier grant_type request request_uri registration id_token_hint',
  'access_token id_token refresh_token token iss dpop_jkt',
].flatMap((line) => line.split(' '));

const elsewhere: Readonly<Record<string, string>> = { scope: 'scopes', hd: 'hd' };

const rules: UpstreamParameterRules = {
  nameProblem: (name) => {
    const option = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
    if (option !== undefined) return `cannot set ${name}: use the option ${option}`;
    if (reserved.includes(name.toLowerCase())) return `cannot set ${name}: the protocol needs it as it is`;
    return /^[A-Za-z0-9_.-]{1,64}$/.test(name)
      ? undefined
      : 'has a name that is none: letters, digits, "_", "." and "-", at most 64 characters';
  },
  values: {
    prompt: ['login', 'consent', 'select_account'],
    response_mode: ['query', 'form_post'],
  },
  unheardAliases: ['acr_values', 'audience', 'display', 'organization', 'resource', 'screen_hint'],
};

export function upstreamParamsProblem(value: unknown): string | undefined {
  return problemOf(value, rules);
}
