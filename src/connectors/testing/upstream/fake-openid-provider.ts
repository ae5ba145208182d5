/**
 * An OpenID Provider in process, behind a `fetch`: discovery, keys, and a token endpoint that checks the client, its
 * secret, the redirect URI and PKCE. It misbehaves on command. No socket is opened.
 */
import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../connector.js';
import {
  clientProblem,
  type FakeOpenIdProviderOptions,
  type FakePerson,
  grantProblem,
  type IssuedCode,
  problemAnswer,
  type TokenProblem,
} from './fake-token-endpoint.js';
import { answerOf, type Endpoint, lyingAnswer, lyingParameters } from './lies.js';
import { MisbehavingProvider } from './misbehaving-provider.js';

export type { FakeOpenIdProviderOptions, FakePerson };

export class FakeOpenIdProvider extends MisbehavingProvider {
  /** Every request so far, oldest first. */
  readonly requests: { readonly method: string; readonly url: string; readonly body: string }[] = [];
  /** The last tokens issued, for tests that look for leaks. */
  readonly issued: string[] = [];
  private readonly codes = new Map<string, IssuedCode>();
  private readonly accessTokens = new Map<string, FakePerson>();
  private readonly options: FakeOpenIdProviderOptions;
  private readonly paths: Required<NonNullable<FakeOpenIdProviderOptions['paths']>>;
  private readonly origin: string;

  constructor(options: FakeOpenIdProviderOptions) {
    super();
    const { origin, pathname } = new URL(options.issuer);
    const base = decodeURI(pathname).replace(/\/$/, '');
    this.origin = origin;
    this.options = options;
    this.paths = {
      discovery: `${base}/.well-known/openid-configuration`,
      authorize: `${base}/authorize`,
      token: `${base}/token`,
      keys: `${base}/keys`,
      userinfo: `${base}/userinfo`,
      ...options.paths,
    };
  }

  /** URL of the discovery document. */
  get discoveryUrl(): string {
    return this.at('discovery');
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
    const endpoint = ENDPOINTS.find((one) => this.paths[one] === decodeURI(pathname));
    if (endpoint === undefined) return notFound();
    return lyingAnswer(await this.honestAnswer(endpoint, request, new URLSearchParams(body)), endpoint, this.told);
  };

  private async honestAnswer(endpoint: Endpoint, request: Request, form: URLSearchParams): Promise<Response> {
    if (endpoint === 'discovery') return Response.json(this.metadata());
    if (endpoint === 'keys') return Response.json({ keys: [await this.publishedKey()] });
    if (endpoint === 'token') return request.method === 'POST' ? this.token(form, request) : notFound();
    return this.userinfo(request);
  }

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
      ...(this.options.userinfo === undefined ? {} : { userinfo_endpoint: this.at('userinfo') }),
      ...(this.options.namesIssuer === true ? { authorization_response_iss_parameter_supported: true } : {}),
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
    const iss = this.options.namesIssuer === true ? { iss: this.options.issuer } : {};
    const answer = new URLSearchParams({ ...members, ...iss, ...(state === null ? {} : { state }) });
    return lyingParameters(answer, this.told);
  }

  private async token(form: URLSearchParams, request: Request): Promise<Response> {
    const code = form.get('code') ?? '';
    const issued = this.codes.get(code);
    const problem = this.lyingProblem() ?? clientProblem(this.options, form, request) ?? grantProblem(issued, form);
    if (problem !== undefined) return problemAnswer(problem, this.options.tokenError);
    this.codes.delete(code);
    const idToken = await this.idToken(issued);
    const accessToken = `access-token-${randomUUID()}`;
    if (issued !== undefined) this.accessTokens.set(accessToken, issued.person);
    this.issued.push(idToken, accessToken);
    return Response.json({ token_type: 'Bearer', expires_in: 3600, access_token: accessToken, id_token: idToken });
  }

  /** In the provider's own words, unlike the other lies: a connector may read more than the standard's from them. */
  private lyingProblem(): TokenProblem | undefined {
    if (this.told === 'secret_refused') return { error: 'invalid_client', text: 'wrong secret' };
    return this.told === 'code_refused' ? { error: 'invalid_grant', text: 'used code' } : undefined;
  }

  private userinfo(request: Request): Response {
    const { userinfo, subjectClaim = 'sub' } = this.options;
    const person = this.accessTokens.get(request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '');
    if (userinfo === undefined) return notFound();
    if (person === undefined) return Response.json({ error: 'invalid_token' }, { status: 401 });
    return Response.json({ [subjectClaim]: person.subject, ...userinfo(person) });
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
    return this.signed({ header, claims, now, subjectClaim: options.subjectClaim ?? 'sub' });
  }

  private at(path: Endpoint | 'authorize'): string {
    return this.origin + this.paths[path];
  }
}

const ENDPOINTS = ['discovery', 'keys', 'token', 'userinfo'] as const satisfies readonly Endpoint[];

function notFound(): Response {
  return new Response('not found', { status: 404 });
}
