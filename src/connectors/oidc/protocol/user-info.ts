/** What the UserInfo endpoint adds to a verified ID token (OpenID Connect Core 1.0, section 5.3). */
import type { ConnectorRuntime, JsonObject } from '../../connector.js';
import { ConnectorError } from '../../connector-error.js';
import { invalidResponse, misconfigured, upstreamUnavailable } from './errors.js';
import { fetchText, parseStrictObject, refusal } from './fetch-json.js';

export interface FetchUserInfoOptions {
  readonly endpoint: string;
  readonly accessToken: string;
  /** `sub` of the ID token that came with the access token. */
  readonly subject: string;
  readonly runtime: ConnectorRuntime;
  readonly signal: AbortSignal;
}

/**
 * The claims of the endpoint's answer. They are as good as the connection to it: nothing about them is signed.
 * @throws {ConnectorError} `invalid_response` for an answer about another subject or about none (section 5.3.2: such an
 *   answer must not be used, for the access token may have been swapped); `upstream_unavailable`; `misconfigured` when
 *   the endpoint refuses the token, or signs or encrypts its answer.
 */
export async function fetchUserInfo(options: FetchUserInfoOptions): Promise<JsonObject> {
  const claims = await request(options);
  if (claims.sub !== options.subject) {
    throw invalidResponse('profile', 'The UserInfo answer is about another subject than the ID token (sub).');
  }
  return claims;
}

async function request({ endpoint, accessToken, runtime, signal }: FetchUserInfoOptions): Promise<JsonObject> {
  try {
    const { status, headers, text } = await fetchText(endpoint, runtime, signal, `Bearer ${accessToken}`);
    // The token was just issued, so it is the registration that lacks something.
    if (status !== 200) throw refusal(`The UserInfo endpoint answered ${status}.`, status, 'profile');
    if (/^application\/(?:jwt|jose)\b/i.test(headers.get('content-type') ?? '')) throw signedAnswer();
    return parseStrictObject(text);
  } catch (cause) {
    if (cause instanceof ConnectorError) throw cause;
    throw upstreamUnavailable('profile', 'The UserInfo endpoint gave no usable answer in time.', withoutText(cause));
  }
}

/** Registered so by `userinfo_signed_response_alg`: another format with another verification, for the same claims. */
function signedAnswer(): ConnectorError {
  return misconfigured(
    'profile',
    'The UserInfo endpoint signs its answers: register the client for plain JSON there, or switch fetch_userinfo off.',
  );
}

/** A parser's message quotes the text, which is about a person. */
function withoutText(cause: unknown): unknown {
  return cause instanceof Error && cause.name === 'SyntaxError' ? undefined : cause;
}
