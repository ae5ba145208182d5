/**
 * An OpenID Provider in process, behind a `fetch`: discovery, keys, and a token endpoint that checks the client, its
 * secret, the redirect URI and PKCE. It misbehaves on command. No socket is opened.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { JsonObject } from '../connector.js';
import { type Forgery, signDraft } from './forgeries.js';
import { answerOf, type Outage } from './outages.js';
import { type SigningKey, signingKey } from './signing-keys.js';

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
  };
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly now: () => Date;
  /** Claim that says who it is. Default: `sub`. */
  readonly subjectClaim?: string;
  /** Claims beside `iss`, `aud`, `exp`, `iat`, `nbf`, `nonce` and `sub`. Default: the person's own members. */
  readonly claims?: (person: FakePerson) => JsonObject;
  /** Seconds by which `iat` and `nbf` are dated back. Default: 0. */
  readonly datedBack?: number;
  /** Members of every published key, for example its own `issuer`. */
  readonly keyMembers?: JsonObject;
  /** Further or other members of the discovery document. */
  readonly metadata?: JsonObject;
  /** Body of an error of the token endpoint. Default: `{error, error_description}`. */
  readonly tokenError?: (error: string, description: string) => JsonObject;
}

interface IssuedCode {
  readonly person: FakePerson;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | null;
}

export class FakeOpenIdProvider {
  /** Every request so far, oldest first. */
  readonly requests: { readonly method: string; readonly url: string; readonly body: string }[] = [];
  /** The last tokens issued, for tests that look for leaks. */
  readonly issued: string[] = [];
  private readonly codes = new Map<string, IssuedCode>();
  private readonly options: Required<Pick<FakeOpenIdProviderOptions, 'paths'>> & FakeOpenIdProviderOptions;
  private readonly origin: string;
  private keyName = 'published';
  private forgery: Forgery | undefined;
  private outage: Outage | undefined;

  constructor(options: FakeOpenIdProviderOptions) {
    const { origin, pathname } = new URL(options.issuer);
    const base = decodeURI(pathname).replace(/\/$/, '');
    const paths = {
      discovery: `${base}/.well-known/openid-configuration`,
      authorize: `${base}/authorize`,
      token: `${base}/token`,
      keys: `${base}/keys`,
    };
    this.origin = origin;
    this.options = { paths, ...options };
  }

  /** URL of the discovery document. */
  get discoveryUrl(): string {
    return this.at('discovery');
  }

  /** From now on every ID token is forged so; `undefined` ends it. */
  forge(forgery: Forgery | undefined): void {
    this.forgery = forgery;
  }

  /** From now on every request meets this outage; `undefined` ends it. */
  fail(outage: Outage | undefined): void {
    this.outage = outage;
  }

  /** Publishes another signing key, and only that one. */
  rotateKeys(name = 'rotated'): void {
    this.keyName = name;
  }

  /** What the browser brings back when the person signs in. @throws {Error} for a request no upstream would accept. */
  async signIn(url: string, person: FakePerson = { subject: 'person-1' }): Promise<URLSearchParams> {
    const request = this.readRequest(url);
    const code = randomUUID();
    this.codes.set(code, {
      person,
      redirectUri: request.get('redirect_uri') ?? '',
      challenge: request.get('code_challenge') ?? '',
      nonce: request.get('nonce'),
    });
    return this.answer(request, { code });
  }

  /** What the browser brings back instead: Cancel, or an answer to `prompt=none`. */
  async refuse(url: string, error: string, description = `${error} at the fake upstream`): Promise<URLSearchParams> {
    return this.answer(this.readRequest(url), { error, error_description: description });
  }

  /** Give this to the connector's runtime. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = request.method === 'POST' ? await request.text() : '';
    this.requests.push({ method: request.method, url: request.url, body });
    if (this.outage !== undefined) return answerOf(this.outage, init?.signal ?? undefined);
    const { pathname } = new URL(request.url);
    const { paths } = this.options;
    if (decodeURI(pathname) === paths.discovery) return Response.json(this.metadata());
    if (decodeURI(pathname) === paths.keys) return Response.json({ keys: [await this.publishedKey()] });
    if (decodeURI(pathname) === paths.token && request.method === 'POST')
      return this.token(new URLSearchParams(body), request);
    return new Response('not found', { status: 404 });
  };

  private metadata(): JsonObject {
    return {
      issuer: this.options.issuer,
      authorization_endpoint: this.at('authorize'),
      token_endpoint: this.at('token'),
      jwks_uri: this.at('keys'),
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      ...this.options.metadata,
    };
  }

  private async publishedKey(): Promise<JsonObject> {
    const { publicJwk } = await this.key();
    return { ...publicJwk, ...this.options.keyMembers } as JsonObject;
  }

  private readRequest(url: string): URLSearchParams {
    const { origin, pathname, searchParams } = new URL(url);
    if (origin + decodeURI(pathname) !== this.at('authorize'))
      throw new Error(`not the authorization endpoint: ${url}`);
    const wrong = [...new Set(searchParams.keys())].filter((name) => searchParams.getAll(name).length > 1);
    if (searchParams.get('client_id') !== this.options.clientId) wrong.push('client_id');
    if (searchParams.get('response_type') !== 'code') wrong.push('response_type');
    if (searchParams.get('code_challenge_method') !== 'S256') wrong.push('code_challenge_method');
    if (!searchParams.get('scope')?.split(' ').includes('openid')) wrong.push('scope');
    if (wrong.length > 0) throw new Error(`the authorization request has a wrong ${wrong.join(', ')}`);
    return searchParams;
  }

  private answer(request: URLSearchParams, members: Record<string, string>): URLSearchParams {
    const state = request.get('state');
    return new URLSearchParams({ ...members, ...(state === null ? {} : { state }) });
  }

  private async token(form: URLSearchParams, request: Request): Promise<Response> {
    const problem = this.clientProblem(form, request) ?? this.grantProblem(form);
    if (problem !== undefined) {
      const describe = this.options.tokenError ?? ((error, text) => ({ error, error_description: text }));
      const body = describe(problem.error, problem.text);
      return Response.json(body, { status: problem.error === 'invalid_client' ? 401 : 400 });
    }
    const code = form.get('code') ?? '';
    const issued = this.codes.get(code);
    this.codes.delete(code);
    const idToken = await this.idToken(issued);
    const accessToken = `access-token-${randomUUID()}`;
    this.issued.push(idToken, accessToken);
    return Response.json({ token_type: 'Bearer', expires_in: 3600, access_token: accessToken, id_token: idToken });
  }

  private clientProblem(form: URLSearchParams, request: Request): { error: string; text: string } | undefined {
    const { clientId, clientSecret } = this.options;
    const basic = /^Basic (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    const [id, secret] =
      basic === undefined
        ? [form.get('client_id'), form.get('client_secret') ?? undefined]
        : Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
    if (id === clientId && secret === clientSecret) return undefined;
    return { error: 'invalid_client', text: 'unknown client or wrong secret' };
  }

  private grantProblem(form: URLSearchParams): { error: string; text: string } | undefined {
    const issued = this.codes.get(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (form.get('grant_type') !== 'authorization_code') return { error: 'unsupported_grant_type', text: 'grant_type' };
    if (issued === undefined) return { error: 'invalid_grant', text: 'unknown or used code' };
    if (issued.redirectUri !== form.get('redirect_uri'))
      return { error: 'invalid_grant', text: 'redirect_uri differs' };
    return issued.challenge === challenge ? undefined : { error: 'invalid_grant', text: 'code_verifier is wrong' };
  }

  private async idToken(issued: IssuedCode | undefined): Promise<string> {
    const { options } = this;
    const { subject, ...own } = issued?.person ?? { subject: '' };
    const now = Math.floor(options.now().getTime() / 1_000);
    const dated = now - (options.datedBack ?? 0);
    const key = await this.key();
    const claims = {
      iss: options.tokenIssuer ?? options.issuer,
      aud: options.clientId,
      iat: dated,
      nbf: dated,
      exp: now + 3_600,
      sub: subject,
      ...(issued?.nonce == null ? {} : { nonce: issued.nonce }),
      ...(options.claims === undefined ? own : options.claims({ subject, ...own })),
    };
    const header = { alg: 'RS256', typ: 'JWT', kid: key.kid };
    return signDraft({ header, claims, now, subjectClaim: options.subjectClaim ?? 'sub' }, key, this.forgery);
  }

  private key(): Promise<SigningKey> {
    return signingKey(this.keyName);
  }

  private at(path: 'discovery' | 'authorize' | 'token' | 'keys'): string {
    return this.origin + this.options.paths[path];
  }
}
