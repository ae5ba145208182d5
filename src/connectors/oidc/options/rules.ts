/** Readings and rules of single options: what they normalise to, and why a value is refused. Pure. */
import { domainToASCII } from 'node:url';
import type { RawInput } from '../../option.js';
import { readList } from '../../option-values.js';
import { signatureAlgorithms } from '../protocol/keys.js';
import { upstreamParamsProblem as problemOf, type UpstreamParameterRules } from '../protocol/upstream-params.js';
import { presetOf } from './presets.js';

/** Reads the algorithm. Other hubs keep a list, and a list of one says the same. */
export function readAlgorithm(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

export function signatureProblem(value: unknown): string | undefined {
  if (signatureAlgorithms.some((one) => one === value)) return undefined;
  if (value === 'none') return 'cannot be none: anybody could write such an ID token. Let the upstream sign with RS256';
  if (typeof value === 'string' && /^HS\d{3}$/.test(value)) {
    return (
      'cannot be signed with the client secret, for whoever learns that could be anybody: change the signature of ID ' +
      'tokens at the upstream to RS256'
    );
  }
  if (Array.isArray(value))
    return 'must be one algorithm: the one that the upstream signs ID tokens for this client with';
  return `must be one of ${signatureAlgorithms.join(', ')}`;
}

/** RFC 6749, section 3.3: what a scope token may consist of. */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

/** `openid` makes it OpenID Connect, so it comes first whether or not it was given. */
export function readScopes(value: unknown): unknown {
  const list = readList(value);
  return Array.isArray(list) ? ['openid', ...list.filter((one) => one !== 'openid')] : list;
}

export function scopesProblem(value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'must be an array of scopes, or scopes separated by spaces';
  if (value.length > 100) return 'has more than 100 scopes';
  return value.every((scope) => typeof scope === 'string' && scopeToken.test(scope))
    ? undefined
    : 'has an entry that is no scope: a scope has no spaces, quotes, backslashes or control characters';
}

/** RFC 9700, section 2.1.1: a public client has nothing else that keeps others from redeeming its codes. */
export function pkceProblem(value: unknown, options: RawInput): string | undefined {
  return value === 'off' && options.token_endpoint_auth_method === 'none'
    ? 'cannot be off with token_endpoint_auth_method none: anybody could redeem a stolen code'
    : undefined;
}

export function presetProblem(_value: unknown, options: RawInput): string | undefined {
  const preset = presetOf(options);
  return preset?.hostedDomain !== undefined && options.hd === undefined
    ? `needs hd, for everybody has an account at ${preset.displayName}: list the domains of the organizations whose people may sign in, or give ["*"] for any organization`
    : undefined;
}

/** In the form that a token has them: lower case, internationalized ones as A-labels. */
export function readHostedDomains(value: unknown): unknown {
  const list = readList(typeof value === 'string' ? value.replaceAll(',', ' ') : value);
  return Array.isArray(list) ? [...new Set<unknown>(list.map(canonical))] : list;
}

function canonical(domain: unknown): unknown {
  if (typeof domain !== 'string') return domain;
  return domainToASCII(domain.trim().toLowerCase()) || domain;
}

export function hostedDomainsProblem(value: unknown, options: RawInput): string | undefined {
  if (presetOf(options)?.hostedDomain === undefined)
    return 'has no effect without the preset google-workspace: leave it out';
  if (!Array.isArray(value)) return 'must be an array of domains';
  if (value.length === 0) return 'would admit nobody: list domains, or give ["*"] for any organization';
  if (value.length > 1000) return 'has more than 1000 entries';
  if (value.includes('*'))
    return value.length === 1 ? undefined : 'has "*" beside others: "*" alone means any organization';
  return value.every((one) => typeof one === 'string' && /^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(one))
    ? undefined
    : 'has an entry that is no domain, such as acme.com';
}

// Which further parameters an operator may send upstream (`upstream_params`). Products have many of their own
// (`kc_idp_hint`, `organization` …), so the names are open, but for those that the protocol or the hub decides about.

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
