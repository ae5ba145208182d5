/** What the fake OpenID Provider's token endpoint refuses: another client, another code, redirect URI or verifier. */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../../connector.js';

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

/** How a fake OpenID Provider is set up, and who signs in there. */

/** Somebody who signs in at the fake upstream. Extra members become claims. */
export type FakePerson = { readonly subject: string } & JsonObject;

export interface FakeOpenIdProviderOptions {
  /** As published by discovery; may be a template such as `https://login.example/{tenantid}/v2.0`. */
  readonly issuer: string;
  /** `iss` of tokens. Default: `issuer`. */
  readonly tokenIssuer?: string;
  /** Default: the usual ones below the issuer. Absolute paths on the issuer's origin. */
  readonly paths?: {
    readonly discovery: string;
    readonly authorize: string;
    readonly token: string;
    readonly keys: string;
    /** Default: `/userinfo` below the issuer. */
    readonly userinfo?: string;
  };
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly now: () => Date;
  /** Claim that says who it is. Default: `sub`. */
  readonly subjectClaim?: string;
  /** Claims beside `iss`, `aud`, `exp`, `iat`, `nbf`, `nonce` and `sub`. Default: the person's own members. */
  readonly claims?: (person: FakePerson) => JsonObject;
  /** What UserInfo says of a person. Default: the provider has no UserInfo endpoint. */
  readonly userinfo?: (person: FakePerson) => JsonObject;
  /** Name itself in the answer (RFC 9207). Default: false. */
  readonly namesIssuer?: boolean;
  /** Seconds by which `iat` and `nbf` are dated back. Default: 0. */
  readonly datedBack?: number;
  /** Members of every published key, for example its own `issuer`. */
  readonly keyMembers?: JsonObject;
  /** Further or other members of the discovery document. */
  readonly metadata?: JsonObject;
  /** Body of an error of the token endpoint. Default: `{error, error_description}`. */
  readonly tokenError?: (error: string, description: string) => JsonObject;
}
