/** What the authorization request asks of Microsoft beside the protocol's own: prompt, hints, scope. Pure. */

import { domainToASCII } from 'node:url';
import { defined } from '../claim-values.js';
import type { AuthorizeRequest } from '../connector.js';
import { resolveUpstreamParams, sendableHint } from '../oidc/index.js';
import type { Address } from './address.js';
import { failure } from './azuread.messages.js';
import type { AzureAdOptions } from './azuread.options.js';
import { delegatedScopes } from './graph-permissions.js';

/** v1.0 knows resources instead of scopes; signing in needs none. */
export function scopeOf(options: AzureAdOptions, address: Address): string {
  if (address.version === 'v1.0') return 'openid';
  return [...new Set(['openid', 'profile', 'email', ...graphScopes(options, address), ...(options.scope ?? [])])].join(
    ' ',
  );
}

/**
 * Scopes of the token request, where the access token is used: one token serves one API, and without this it would be
 * the API of whichever scope comes first.
 */
export function tokenScopeOf(options: AzureAdOptions, address: Address): string {
  return ['openid', 'profile', 'email', ...graphScopes(options, address)].join(' ');
}

/** A scope without an address means the Graph of the public cloud; the other clouds' own are named in full. */
function graphScopes(options: AzureAdOptions, { cloud }: Address): readonly string[] {
  const prefix = cloud.graph === undefined || cloud.name === 'global' ? '' : `${cloud.graph}/`;
  return delegatedScopes(options).map((scope) => prefix + scope);
}

/**
 * @param domains e-mail domains of the connection, the primary one first.
 * @throws {ConnectorError} `login_required` for a maximum age that cannot be had without asking the person.
 */
export function authorizationParameters(
  options: AzureAdOptions,
  address: Address,
  request: AuthorizeRequest,
  domains: readonly string[],
): Readonly<Record<string, string>> {
  const configured = resolveUpstreamParams(options.upstream_params ?? {}, request);
  const prompt = promptOf(options, request) ?? configured.prompt;
  const hint = loginHint(prompt, request.loginHint ?? configured.login_hint);
  return defined<Readonly<Record<string, string | undefined>>>({
    ...configured,
    prompt,
    login_hint: hint,
    domain_hint: domainHint(prompt, hint, address, domains),
    response_mode: options.response_mode === 'query' ? (configured.response_mode ?? 'query') : options.response_mode,
  }) as Readonly<Record<string, string>>;
}

/** Microsoft documents no `max_age`: a new authentication is forced, and `auth_time` is verified where it comes. */
function promptOf(options: AzureAdOptions, request: AuthorizeRequest): string | undefined {
  if (request.maxAge === undefined) return request.prompt ?? options.prompt;
  if (request.prompt !== 'none') return 'login';
  // Without `auth_time` nothing would show how old the session is, and a silent request cannot force a new one.
  if (options.require_auth_time) return 'none';
  const about = { step: 'authorize', actor: 'person', key: 'azuread.silent_reauthentication' } as const;
  throw failure({ code: 'login_required', ...about }, 'max_age cannot be honoured together with prompt=none.');
}

/** Microsoft refuses a hint together with the account picker, which is the person's way to another account. */
function loginHint(prompt: string | undefined, hint: string | undefined): string | undefined {
  return prompt === 'select_account' ? undefined : sendableHint(hint);
}

/**
 * Skips Microsoft's own home realm discovery. Only ever one of the connection's own domains, and none for an address
 * of another domain: a guest would be sent to a federation server that does not know them.
 */
function domainHint(
  prompt: string | undefined,
  hint: string | undefined,
  { audience }: Address,
  domains: readonly string[],
): string | undefined {
  if (prompt === 'select_account') return undefined;
  if (audience === 'consumers') return 'consumers';
  const at = hint?.lastIndexOf('@') ?? -1;
  if (hint !== undefined && at >= 0) {
    const domain = domainToASCII(hint.slice(at + 1).toLowerCase());
    return domains.includes(domain) ? domain : undefined;
  }
  if (audience === undefined) return domains[0];
  return audience === 'organizations' ? 'organizations' : undefined;
}
