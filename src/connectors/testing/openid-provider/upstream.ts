/**
 * An OpenID Provider that misbehaves on demand: `oidc-provider`, with everything that can go wrong on the way between
 * its answers and whoever asked. The same through `fetch`, in process, and over a port (`listen.ts`).
 */
import type { RequestListener } from 'node:http';
import type { JsonObject } from '../../connector.js';
import type { FakePerson } from '../upstream/fake-token-endpoint.js';
import { signingKey, type TokenDraft } from '../upstream/forgeries.js';
import type { ContractUpstream } from '../upstream/harness.js';
import { answerOf, type Endpoint, lyingAnswer, lyingParameters } from '../upstream/lies.js';
import { MisbehavingProvider } from '../upstream/misbehaving-provider.js';
import { inProcessFetch } from './in-process.js';
import { INTERACTION, signInAtProvider } from './interaction.js';
import type { CompleteSetup } from './options.js';
import { openIdProviderListener, PATHS } from './provider.js';

type Send = (request: Request) => Promise<Response>;

/** Starts the provider when the first request comes. Shared by all upstreams of a harness. */
export function openIdProvider(setup: CompleteSetup): Send {
  let started: Promise<Send> | undefined;
  const start = async (): Promise<Send> => {
    const listener: RequestListener = await openIdProviderListener(setup, await signingKey('published'));
    return inProcessFetch(listener);
  };
  return async (request) => {
    started ??= start();
    return (await started)(request);
  };
}

export class OpenIdProviderUpstream extends MisbehavingProvider implements ContractUpstream {
  /** Every request of the connector's so far, oldest first. */
  readonly requests: { readonly method: string; readonly url: string }[] = [];
  private readonly tokens: string[] = [];

  constructor(
    private readonly setup: CompleteSetup,
    private readonly send: Send,
    private readonly now: () => Date,
  ) {
    super();
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    this.requests.push({ method: request.method, url: request.url });
    if (this.outage !== undefined) return answerOf(this.outage, init?.signal ?? undefined);
    return this.answer(request);
  };

  /** What the provider answers, with whatever is wrong with it now. */
  async answer(request: Request): Promise<Response> {
    if (new URL(request.url).origin !== new URL(this.setup.issuer).origin) throw new TypeError('fetch failed');
    const endpoint = this.endpointOf(request.url);
    const answer = await this.send(request);
    if (endpoint === undefined) return this.sentBack(answer);
    const lying = await lyingAnswer(await this.completed(endpoint, answer), endpoint, this.told);
    lying.headers.set('date', this.now().toUTCString());
    return lying;
  }

  requestCount(): number {
    return this.requests.length;
  }

  async signIn(url: string, person: FakePerson): Promise<URLSearchParams> {
    this.setup.people.set(person.subject, person);
    return this.browse(url, `person=${encodeURIComponent(person.subject)}`);
  }

  cancel(url: string): Promise<URLSearchParams> {
    return this.browse(url, 'cancel');
  }

  /** The browser has no session at the provider, so `prompt=none` cannot be met. */
  refuseSilently(url: string): Promise<URLSearchParams> {
    return this.browse(url, 'cancel');
  }

  issued(): readonly string[] {
    return this.tokens;
  }

  private async browse(url: string, answer: string): Promise<URLSearchParams> {
    const loginPage = `${this.setup.issuer}${INTERACTION}`;
    const send: Send = (request) => this.answer(request);
    return lyingParameters(await signInAtProvider({ url, answer, loginPage, send }), this.told);
  }

  /** The redirect that leads back to the hub, with a lie about who answers. */
  private sentBack(answer: Response): Response {
    const location = answer.headers.get('location');
    const callbackUrl = this.setup.redirectUris.find((one) => location?.startsWith(one));
    if (location === null || callbackUrl === undefined) return answer;
    const url = new URL(location);
    const query = lyingParameters(url.searchParams, this.told).toString();
    if (query !== url.searchParams.toString()) answer.headers.set('location', `${url.origin}${url.pathname}?${query}`);
    return answer;
  }

  private endpointOf(url: string): Endpoint | undefined {
    const asked = new URL(url);
    const endpoints: readonly Endpoint[] = ['discovery', 'keys', 'token', 'userinfo'];
    return endpoints.find((one) => asked.origin + asked.pathname === this.setup.issuer + PATHS[one]);
  }

  /** The answer at the suite's time, with the key and the person's claims that the provider knows nothing of. */
  private async completed(endpoint: Endpoint, answer: Response): Promise<Response> {
    if (endpoint === 'discovery' || answer.status !== 200) return answer;
    if (endpoint === 'keys') return Response.json({ keys: [(await this.key()).publicJwk] });
    const body = (await answer.json()) as JsonObject;
    if (endpoint === 'userinfo') return Response.json({ ...body, ...this.claimsOf(String(body.sub), 'userinfo') });
    const idToken = await this.idToken(String(body.id_token));
    this.tokens.push(idToken, String(body.access_token));
    return Response.json({ ...body, id_token: idToken });
  }

  private async idToken(honest: string): Promise<string> {
    const { kid } = await this.key();
    return this.signed(draftOf(honest, { kid, now: this.now(), claims: this.claimsOf(subjectIn(honest), 'id_token') }));
  }

  private claimsOf(subject: string, place: 'id_token' | 'userinfo'): JsonObject {
    const { claimsIn, people } = this.setup;
    const { subject: _subject, ...claims } = people.get(subject) ?? {};
    return claimsIn === 'both' || claimsIn === place ? claims : {};
  }
}

interface Moving {
  /** Of the key that will sign it. */
  readonly kid: string;
  /** The suite's time. The provider knows only the machine's. */
  readonly now: Date;
  /** What the token says beside what the provider put into it. */
  readonly claims: JsonObject;
}

const TIMES = ['iat', 'exp', 'nbf', 'auth_time'];

/** The provider's ID token, moved to the suite's time, before it is signed anew. */
function draftOf(idToken: string, { kid, now, claims }: Moving): TokenDraft {
  const [header, payload] = idToken.split('.').map(read);
  const seconds = Math.floor(now.getTime() / 1_000);
  const ahead = seconds - Number(payload?.iat);
  const moved = Object.entries(payload ?? {}).map(([name, value]) => [
    name,
    TIMES.includes(name) && typeof value === 'number' ? value + ahead : value,
  ]);
  return {
    header: { ...header, alg: String(header?.alg), kid },
    claims: { ...Object.fromEntries(moved), ...claims },
    subjectClaim: 'sub',
    now: seconds,
  };
}

/** Of the provider's own token: nothing here is believed. */
function subjectIn(idToken: string): string {
  return String(read(idToken.split('.')[1] ?? '').sub);
}

function read(part: string): JsonObject {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as JsonObject;
  } catch {
    // The third part is a signature.
    return {};
  }
}
