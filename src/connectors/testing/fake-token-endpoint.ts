/** What the fake OpenID Provider's token endpoint refuses: another client, another code, redirect URI or verifier. */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../connector.js';
import type { FakeOpenIdProviderOptions, FakePerson } from './fake-openid-provider.options.js';

/** A code, and what its redemption must match. */
export interface IssuedCode {
  readonly person: FakePerson;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | null;
}

export interface TokenProblem {
  readonly error: 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type';
  readonly text: string;
}

export function clientProblem(
  { clientId, clientSecret }: Pick<FakeOpenIdProviderOptions, 'clientId' | 'clientSecret'>,
  form: URLSearchParams,
  request: Request,
): TokenProblem | undefined {
  const basic = /^Basic (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  const [id, secret] =
    basic === undefined
      ? [form.get('client_id'), form.get('client_secret') ?? undefined]
      : Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
  if (id === clientId && secret === clientSecret) return undefined;
  return { error: 'invalid_client', text: 'unknown client or wrong secret' };
}

export function grantProblem(issued: IssuedCode | undefined, form: URLSearchParams): TokenProblem | undefined {
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url');
  if (form.get('grant_type') !== 'authorization_code') return { error: 'unsupported_grant_type', text: 'grant_type' };
  if (issued === undefined) return { error: 'invalid_grant', text: 'unknown or used code' };
  if (issued.redirectUri !== form.get('redirect_uri')) return { error: 'invalid_grant', text: 'redirect_uri differs' };
  return issued.challenge === challenge ? undefined : { error: 'invalid_grant', text: 'code_verifier is wrong' };
}

/** @param describe body of the answer, where the upstream has its own. */
export function problemAnswer(
  { error, text }: TokenProblem,
  describe: (error: string, description: string) => JsonObject = (name, words) => ({
    error: name,
    error_description: words,
  }),
): Response {
  return Response.json(describe(error, text), { status: error === 'invalid_client' ? 401 : 400 });
}
