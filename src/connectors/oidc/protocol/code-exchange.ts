/**
 * The token endpoint. Turn two of the authorization code flow: the code, the secret and the verifier for tokens (RFC 6749
 * section 4.1.3); and a token of the client itself.
 */

import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  customFetch,
  genericTokenEndpointRequest,
  None,
} from 'oauth4webapi';
import { defined } from '../../claim-values.js';
import type { ConnectorRuntime, JsonObject } from '../../connector.js';
import type { ConnectorError } from '../../connector-error.js';
import { failure as failed, misconfigured, upstreamUnavailable } from './errors.js';
import { DOCUMENT_SIZE_LIMIT, parseStrictObject, readText, untilAborted } from './fetch-json.js';

interface TokenRequestOptions {
  readonly tokenEndpoint: string;
  readonly clientId: string;
  /** Demanded by both secret methods, unused with the others. */
  readonly clientSecret?: string;
  /** Demanded by `private_key_jwt`, and good for one request: see `clientAssertion`. */
  readonly clientAssertion?: string;
  readonly authentication: 'client_secret_post' | 'client_secret_basic' | 'private_key_jwt' | 'none';
  /** Further form parameters. One that the protocol owns has no effect. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly runtime: ConnectorRuntime;
  readonly signal?: AbortSignal;
}

export interface RedeemCodeOptions extends TokenRequestOptions {
  readonly code: string;
  /** Byte for byte what the authorization request carried. */
  readonly redirectUri: string;
  /** Left out only where the authorization request carried no challenge. */
  readonly codeVerifier?: string;
}

export interface ClientTokenOptions extends TokenRequestOptions {
  readonly scope: string;
}

/** A successful answer of the token endpoint. Nothing in it is verified. */
export interface TokenResponse {
  readonly id_token?: string;
  readonly access_token?: string;
  readonly token_type?: string;
  readonly expires_in?: number;
  readonly scope?: string;
}

/**
 * The token endpoint answered with an OAuth error (RFC 6749 section 5.2). `body` is the upstream's and private: a
 * connector reads its own codes from it, or calls `tokenEndpointFailure`, and never lets this error out.
 */
export class TokenEndpointError extends Error {
  constructor(
    readonly status: number,
    /** The OAuth error code, for example `invalid_client`. */
    readonly error: string,
    readonly body: JsonObject,
  ) {
    super(`The token endpoint answered ${status} ${error}.`);
    this.name = 'TokenEndpointError';
  }
}

/**
 * Redeems a code, once.
 * @throws {TokenEndpointError} for an OAuth error answer below 500 that is not throttling.
 * @throws {ConnectorError} `upstream_unavailable` for a network failure, 5xx, 429, an answer that is no JSON, too large
 *   or too late. Where a 5xx or 429 came with an OAuth error, its `cause` is a `TokenEndpointError`.
 */
export function redeemCode(options: RedeemCodeOptions): Promise<TokenResponse> {
  const { code, redirectUri, codeVerifier } = options;
  const verifier = codeVerifier === undefined ? {} : { code_verifier: codeVerifier };
  const form = { code, redirect_uri: redirectUri, ...verifier };
  return requestTokens(options, { grantType: 'authorization_code', form, secrets: [code, ...Object.values(verifier)] });
}

/**
 * A token of the client itself (RFC 6749 section 4.4), for what it does while nobody signs in.
 * @throws what `redeemCode` throws.
 */
export function requestClientToken(options: ClientTokenOptions): Promise<TokenResponse> {
  return requestTokens(options, { grantType: 'client_credentials', form: { scope: options.scope }, secrets: [] });
}

interface Grant {
  readonly grantType: 'authorization_code' | 'client_credentials';
  readonly form: Readonly<Record<string, string>>;
  /** What was sent beside the client's secret and must not come back in an error. */
  readonly secrets: readonly string[];
}

async function requestTokens(options: TokenRequestOptions, grant: Grant): Promise<TokenResponse> {
  const { runtime, signal } = options;
  const credentials = [options.clientSecret, options.clientAssertion].filter((one) => one !== undefined);
  const sent = [...credentials, ...grant.secrets];
  let status: number;
  let text: string;
  try {
    const response = await untilAborted(request(options, grant), signal);
    status = response.status;
    text = await untilAborted(readText(response, DOCUMENT_SIZE_LIMIT), signal);
  } catch (cause) {
    // The cause goes to the log: what `fetch` threw names hosts and limits, never the body that was sent.
    runtime.logger.warn({ err: cause }, 'the token endpoint could not be reached');
    throw upstreamUnavailable('tokens', 'The token endpoint could not be reached or read in time.', cause);
  }
  if (status >= 500 || status === 429 || status === 408) {
    const reason = errorIn(() => parse(text, status), status, sent);
    throw upstreamUnavailable('tokens', `The token endpoint answered ${status}.`, reason);
  }
  const body = parse(text, status);
  if (status === 200) return toTokenResponse(body);
  const failure = errorIn(() => body, status, sent);
  if (failure !== undefined) throw failure;
  throw upstreamUnavailable('tokens', `The token endpoint answered ${status} without an OAuth error.`);
}

/** The generic meaning of an OAuth error, for upstreams without error codes of their own. */
export function tokenEndpointFailure(failure: TokenEndpointError): ConnectorError {
  const { error, body } = failure;
  const description = typeof body.error_description === 'string' ? body.error_description.slice(0, 2_000) : undefined;
  const upstream = { code: error, ...(description === undefined ? {} : { description }) };
  if (error === 'temporarily_unavailable' || error === 'server_error') {
    return upstreamUnavailable('tokens', failure.message, failure);
  }
  if (error === 'invalid_grant') {
    const about = { code: 'invalid_response', step: 'tokens', actor: 'person', key: 'oidc.invalid_grant' } as const;
    return failed(about, failure.message, { upstream });
  }
  // RFC 6749 section 5.2: the client was refused, so nobody looked at the code.
  const secretsRefused = error === 'invalid_client';
  return misconfigured('tokens', failure.message, { upstream, secretsRefused });
}

function request(options: TokenRequestOptions, { grantType, form }: Grant): Promise<Response> {
  const { tokenEndpoint, runtime, signal } = options;
  return genericTokenEndpointRequest(
    { issuer: new URL(tokenEndpoint).origin, token_endpoint: tokenEndpoint },
    { client_id: options.clientId },
    clientAuthentication(options),
    grantType,
    { ...options.parameters, ...form },
    {
      [customFetch]: (url: string, init: object) => runtime.fetch(url, init as RequestInit),
      // Whether plain http may be spoken to this host is the guarded fetch's decision, for every request alike.
      [allowInsecureRequests]: true,
      ...(signal === undefined ? {} : { signal }),
    },
  );
}

function clientAuthentication(options: TokenRequestOptions): ClientAuth {
  const { authentication, clientSecret, clientAssertion } = options;
  if (authentication === 'none') return None();
  if (authentication === 'private_key_jwt') {
    if (clientAssertion === undefined) throw new TypeError('"private_key_jwt" needs a client assertion.');
    return (_server, client, body) => {
      body.set('client_id', client.client_id);
      body.set('client_assertion_type', ASSERTION_TYPE);
      body.set('client_assertion', clientAssertion);
    };
  }
  if (clientSecret === undefined) throw new TypeError(`"${authentication}" needs a client secret.`);
  return authentication === 'client_secret_basic' ? ClientSecretBasic(clientSecret) : ClientSecretPost(clientSecret);
}

/** RFC 7523 section 2.2. */
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

function parse(text: string, status: number): JsonObject {
  try {
    return parseStrictObject(text);
  } catch {
    // No cause: a parser's message quotes the text, and the text may hold a token.
    throw upstreamUnavailable('tokens', `The token endpoint answered ${status} with something that is not JSON.`);
  }
}

/** The OAuth error of an answer that has one. */
function errorIn(read: () => JsonObject, status: number, sent: readonly string[]): TokenEndpointError | undefined {
  try {
    const body = withoutEcho(read(), sent);
    return typeof body.error === 'string' ? new TokenEndpointError(status, body.error, body) : undefined;
  } catch {
    return undefined;
  }
}

/** Shorter ones are no secrets, and would be found in every other word. */
const SHORTEST_SECRET = 8;

/** An upstream may quote what it was sent, and its words end in a log: never the secret, the code or the verifier. */
function withoutEcho(body: JsonObject, sent: readonly string[]): JsonObject {
  const secrets = sent.filter((one) => one.length >= SHORTEST_SECRET);
  const spellings = secrets.flatMap((one) => [one, new URLSearchParams([['', one]]).toString().slice(1)]);
  return JSON.parse(JSON.stringify(body), (_name, value: unknown) =>
    typeof value === 'string' ? spellings.reduce((text, one) => text.replaceAll(one, '[redacted]'), value) : value,
  ) as JsonObject;
}

function toTokenResponse(body: JsonObject): TokenResponse {
  const text = (name: string): string | undefined => (typeof body[name] === 'string' ? body[name] : undefined);
  const lifetime = Number(body.expires_in);
  return defined({
    id_token: text('id_token'),
    access_token: text('access_token'),
    token_type: text('token_type'),
    scope: text('scope'),
    expires_in: body.expires_in !== undefined && Number.isFinite(lifetime) ? lifetime : undefined,
  });
}
