/** GitHub as a connector sees it, behind a `fetch`: authorization answers, the token endpoint with PKCE, and the API. */
import { createHash, randomUUID } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../src/connectors/index.js';
import { answerOf, type Lie, lyingAnswer, type Outage } from '../../src/connectors/testing/upstream/lies.js';

export interface FakeGitHubOptions {
  /** Default: `https://github.com`. */
  readonly baseUrl?: string;
  readonly apiUrl?: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Somebody with an account. Further members are laid over what `/user` answers. */
export type GitHubPerson = { readonly subject: string; readonly email?: string } & JsonObject;

/** Answers that differ from GitHub's own, by path of the API. */
export type ApiAnswers = Record<string, (person: GitHubPerson) => Response | JsonValue>;

interface Code {
  readonly person: GitHubPerson;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly scope: string;
}

export class FakeGitHub {
  readonly requests: { readonly method: string; readonly url: string; readonly body: string }[] = [];
  readonly issued: string[] = [];
  /** Laid over the API. */
  readonly api: ApiAnswers = {};
  /** Instead of tokens, from now on: GitHub sends its errors with the status 200. */
  tokenError: string | undefined;
  /** Who is at the browser that comes to the sign-in page. */
  atBrowser: GitHubPerson | undefined;
  lie: Lie | undefined;
  private readonly codes = new Map<string, Code>();
  private readonly tokens = new Map<string, Code>();
  private readonly base: string;
  private readonly apiBase: string;
  private outage: Outage | undefined;

  constructor(private readonly options: FakeGitHubOptions) {
    this.base = options.baseUrl ?? 'https://github.com';
    this.apiBase = options.apiUrl ?? 'https://api.github.com';
  }

  fail(outage: Outage | undefined): void {
    this.outage = outage;
  }

  /** What the browser brings back. @throws {Error} for a request that GitHub would not accept. */
  async signIn(url: string, person: GitHubPerson): Promise<URLSearchParams> {
    const request = this.read(url);
    const code = randomUUID();
    this.issued.push(code);
    this.codes.set(code, {
      person,
      redirectUri: request.get('redirect_uri') ?? '',
      challenge: request.get('code_challenge') ?? '',
      scope: request.get('scope') ?? '',
    });
    return this.answer(request, { code });
  }

  async refuse(url: string, error: string): Promise<URLSearchParams> {
    return this.answer(this.read(url), { error, error_description: `GitHub's words about ${error}` });
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = request.method === 'POST' ? await request.text() : '';
    this.requests.push({ method: request.method, url: request.url, body });
    if (this.outage !== undefined) return answerOf(this.outage, init?.signal ?? undefined);
    if (request.url === `${this.base}/login/oauth/access_token` && request.method === 'POST') {
      return lyingAnswer(this.redeem(new URLSearchParams(body)), 'token', this.lie);
    }
    const { origin, pathname, search } = new URL(request.url);
    if (`${origin}${pathname}` === `${this.base}/login/oauth/authorize` && this.atBrowser !== undefined) {
      const answer = await this.signIn(request.url, this.atBrowser);
      const target = new URL(request.url).searchParams.get('redirect_uri');
      return new Response(null, { status: 302, headers: { location: `${target}?${answer}` } });
    }
    if (!`${origin}${pathname}`.startsWith(this.apiBase)) return new Response('not found', { status: 404 });
    const grant = this.tokens.get(/^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '');
    if (grant === undefined) return Response.json({ message: 'Bad credentials' }, { status: 401 });
    return this.resource(`${origin}${pathname}`.slice(this.apiBase.length), search, grant);
  };

  private resource(path: string, search: string, { person, scope }: Code): Response {
    const own = this.api[path];
    if (own !== undefined) {
      const answer = own(person);
      return answer instanceof Response ? answer : Response.json(answer);
    }
    if (path === '/user') return Response.json(userOf(person));
    const needed = path === '/user/emails' ? 'user:email' : 'read:org';
    if (!scope.split(/[ ,]/).includes(needed)) return Response.json({ message: 'Not Found' }, { status: 404 });
    const isFirst = ['1', null].includes(new URLSearchParams(search).get('page'));
    if (path === '/user/emails') return Response.json(isFirst ? addressesOf(person) : []);
    if (path === '/user/orgs') return Response.json(isFirst ? [{ login: 'Octo-Corp', id: 9919 }] : []);
    if (path === '/user/teams') {
      return Response.json(isFirst ? [{ slug: 'builders', organization: { login: 'Octo-Corp', id: 9919 } }] : []);
    }
    return new Response('not found', { status: 404 });
  }

  private redeem(form: URLSearchParams): Response {
    const error = this.tokenError ?? this.problemOf(form);
    if (error !== undefined) return Response.json({ error, error_description: `GitHub's words about ${error}` });
    const code = form.get('code') ?? '';
    const grant = this.codes.get(code);
    this.codes.delete(code);
    const token = `gho_${randomUUID()}`;
    this.issued.push(token);
    if (grant !== undefined) this.tokens.set(token, grant);
    return Response.json({ access_token: token, token_type: 'bearer', scope: grant?.scope ?? '' });
  }

  private problemOf(form: URLSearchParams): string | undefined {
    const { clientId, clientSecret } = this.options;
    const code = this.codes.get(form.get('code') ?? '');
    const verifier = form.get('code_verifier') ?? '';
    if (form.get('client_id') !== clientId || form.get('client_secret') !== clientSecret) {
      return 'incorrect_client_credentials';
    }
    if (code === undefined) return 'bad_verification_code';
    if (code.redirectUri !== form.get('redirect_uri')) return 'redirect_uri_mismatch';
    return createHash('sha256').update(verifier).digest('base64url') === code.challenge
      ? undefined
      : 'bad_verification_code';
  }

  private read(url: string): URLSearchParams {
    const { origin, pathname, searchParams } = new URL(url);
    const wrong = [...new Set(searchParams.keys())].filter((name) => searchParams.getAll(name).length > 1);
    if (`${origin}${pathname}` !== `${this.base}/login/oauth/authorize`) wrong.push('endpoint');
    if (searchParams.get('client_id') !== this.options.clientId) wrong.push('client_id');
    if (searchParams.get('response_type') !== 'code') wrong.push('response_type');
    if (searchParams.get('code_challenge_method') !== 'S256') wrong.push('code_challenge_method');
    if (wrong.length > 0) throw new Error(`the authorization request has a wrong ${wrong.join(', ')}`);
    return searchParams;
  }

  private answer(request: URLSearchParams, members: Record<string, string>): URLSearchParams {
    const state = request.get('state');
    return new URLSearchParams({ ...members, ...(state === null ? {} : { state }) });
  }
}

/** The number that GitHub knows this person by. */
export function gitHubId({ subject }: GitHubPerson): number {
  return createHash('sha256').update(subject).digest().readUIntBE(0, 6);
}

function userOf(person: GitHubPerson): JsonObject {
  const { subject: _subject, email: _email, ...own } = person;
  return { id: gitHubId(person), login: 'octo-ada', avatar_url: 'https://avatars.example/u/1', email: null, ...own };
}

function addressesOf({ email, verified }: GitHubPerson): JsonValue {
  return [
    { email: 'old@example.org', primary: false, verified: true, visibility: null },
    ...(email === undefined ? [] : [{ email, primary: true, verified: verified === true, visibility: 'private' }]),
  ];
}
