import { type Agent, request } from 'undici';
import type { Application, AuthorizationRequest } from './application.js';

/** An answer of the token endpoint. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** In milliseconds. */
  readonly time: number;
}

/**
 * Redeems the code of a callback.
 * @param callback where the hub sent the browser at last, with its query.
 * @throws {Error} for an answer without the tokens of this very sign-in.
 */
export async function redeemCode(
  application: Application,
  agent: Agent,
  callback: string,
  { verifier, nonce }: AuthorizationRequest,
): Promise<Tokens> {
  const code = new URL(callback).searchParams.get('code');
  if (code === null) throw new Error(`There is no code in ${callback}`);
  const grant = { grant_type: 'authorization_code', code, code_verifier: verifier };
  const { claims, ...tokens } = await requestTokens(application, agent, {
    ...grant,
    redirect_uri: application.redirectUri,
  });
  if (claims.nonce !== nonce) throw new Error('The ID token is of another sign-in.');
  return tokens;
}

/** @throws {Error} for an answer without tokens. */
export async function refresh(application: Application, agent: Agent, refreshToken: string): Promise<Tokens> {
  return await requestTokens(application, agent, { grant_type: 'refresh_token', refresh_token: refreshToken });
}

/** The person's claims. Returns milliseconds. */
export async function askUserinfo({ endpoints }: Application, agent: Agent, accessToken: string): Promise<number> {
  const started = performance.now();
  const { statusCode, body } = await request(endpoints.userinfo, {
    dispatcher: agent,
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const claims = await body.text();
  if (statusCode !== 200) throw new Error(`userinfo: ${statusCode} ${claims.slice(0, 500)}`);
  return performance.now() - started;
}

/** RFC 7662, as the application itself. @throws {Error} when the token is not active. */
export async function introspect(
  application: Application,
  agent: Agent,
  endpoint: string,
  token: string,
): Promise<void> {
  const { status, text } = await post(application, agent, endpoint, { token });
  if (parsed(text).active !== true) throw new Error(`introspection: ${status} ${text.slice(0, 500)}`);
}

type Claims = Readonly<Record<string, unknown>>;

async function requestTokens(
  application: Application,
  agent: Agent,
  grant: Readonly<Record<string, string>>,
): Promise<Tokens & { readonly claims: Claims }> {
  const started = performance.now();
  const { status, text } = await post(application, agent, application.endpoints.token, grant);
  const time = performance.now() - started;
  const { access_token: accessToken, id_token: idToken, refresh_token: refreshToken } = parsed(text);
  if (typeof accessToken !== 'string' || typeof idToken !== 'string')
    throw new Error(`token: ${status} ${text.slice(0, 500)}`);
  // Unverified: what came straight from the hub proves nothing to a benchmark.
  const claims = parsed(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString());
  return { accessToken, refreshToken: typeof refreshToken === 'string' ? refreshToken : undefined, claims, time };
}

/** By `client_secret_post`. */
async function post(
  { clientId, clientSecret }: Application,
  agent: Agent,
  url: string,
  form: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> {
  const { statusCode, body } = await request(url, {
    method: 'POST',
    dispatcher: agent,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret }).toString(),
  });
  return { status: statusCode, text: await body.text() };
}

function parsed(text: string): Claims {
  try {
    return JSON.parse(text) as Claims;
  } catch {
    return {};
  }
}
