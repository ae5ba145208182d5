/** Turn one of the authorization code flow: the URL that the browser is sent to, and the checks to keep. */

import { hash } from 'node:crypto';
import { generateRandomCodeVerifier, generateRandomNonce } from 'oauth4webapi';
import { defined } from '../../claim-values.js';
import type { AuthorizeRequest, JsonObject } from '../../connector.js';
import { invalidResponse } from './errors.js';

export interface BeginAuthorizationOptions {
  readonly authorizationEndpoint: string;
  readonly clientId: string;
  /** Space-separated; the caller includes `openid`. */
  readonly scope: string;
  /** Only `state` and `callbackUrl` are read; pass the rest through `parameters`, see `standardParameters`. */
  readonly request: Pick<AuthorizeRequest, 'state' | 'callbackUrl'>;
  /** Further parameters, for example `prompt` or `response_mode`. One that the protocol owns has no effect. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** `off` sends no challenge, for an upstream that chokes on one; the verifier is then of no use. Default: `S256`. */
  readonly pkce?: 'S256' | 'off';
}

export interface BegunAuthorization {
  readonly url: string;
  /** Fresh for every call, 256 bits each; goes into `AuthorizeRedirect.checks`. */
  readonly checks: { readonly nonce: string; readonly code_verifier: string };
}

/** `response_type=code` with PKCE S256 (RFC 7636), nonce and the request's state. Makes no request. */
export async function beginAuthorization(options: BeginAuthorizationOptions): Promise<BegunAuthorization> {
  const checks = { nonce: generateRandomNonce(), code_verifier: generateRandomCodeVerifier() };
  const owned: Readonly<Record<string, string>> = {
    client_id: options.clientId,
    response_type: 'code',
    redirect_uri: options.request.callbackUrl,
    scope: options.scope,
    state: options.request.state,
    nonce: checks.nonce,
    ...(options.pkce === 'off' ? {} : challengeOf(checks.code_verifier)),
  };
  const url = new URL(options.authorizationEndpoint);
  for (const [name, value] of Object.entries({ ...options.parameters, ...owned })) {
    if (!NEVER_ADDED.includes(name) || Object.hasOwn(owned, name)) url.searchParams.set(name, value);
  }
  return { url: url.href, checks };
}

/** RFC 7636, section 4.2. On the spot: handing 43 bytes to another thread costs ten times what hashing them does. */
function challengeOf(verifier: string): Readonly<Record<string, string>> {
  return { code_challenge: hash('sha256', verifier, 'base64url'), code_challenge_method: 'S256' };
}

/**
 * A request object (RFC 9101) replaces every other parameter, and a challenge whose verifier somebody else knows would
 * be none: nobody may slip one in.
 */
const NEVER_ADDED = ['request', 'request_uri', 'code_challenge', 'code_challenge_method'];

/** The longest hint that is sent: a longer one is no account name, and upstreams limit the query string. */
const HINT_LIMIT = 320;

export function sendableHint(hint: string | undefined): string | undefined {
  return hint === undefined || hint.length > HINT_LIMIT ? undefined : hint;
}

/** The hub's request as OpenID Connect Core 1.0, section 3.1.2.1 spells it, for an upstream without quirks. */
export function standardParameters(request: AuthorizeRequest): Readonly<Record<string, string>> {
  return defined<Readonly<Record<string, string | undefined>>>({
    prompt: request.prompt,
    login_hint: request.loginHint,
    max_age: request.maxAge?.toString(),
    ui_locales: request.uiLocales?.length ? request.uiLocales.join(' ') : undefined,
  }) as Readonly<Record<string, string>>;
}

/**
 * The checks of `beginAuthorization` as they came back from storage.
 * @throws {ConnectorError} `invalid_response` when they are not those: nothing can be verified without them.
 */
export function readChecks(checks: JsonObject): BegunAuthorization['checks'] {
  const { nonce, code_verifier } = checks;
  if (typeof nonce !== 'string' || nonce === '' || typeof code_verifier !== 'string' || code_verifier === '') {
    throw invalidResponse('callback', 'The checks of this sign-in are missing or damaged.');
  }
  return { nonce, code_verifier };
}
