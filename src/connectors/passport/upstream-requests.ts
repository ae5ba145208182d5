/**
 * Every request of one turn: through the guarded client that the runtime lends, within the turn's time, and with a note
 * of what went wrong, since what a strategy makes of it is unknown.
 */
import type { ConnectorRuntime, JsonObject, SignInObserver } from '../connector.js';
import { DOCUMENT_SIZE_LIMIT, parseStrictObject, readText, untilAborted } from '../oidc/protocol/fetch-json.js';

export interface UpstreamRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface UpstreamText {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface UpstreamRequestsOptions {
  readonly runtime: ConnectorRuntime;
  readonly signal: AbortSignal;
  readonly observer?: SignInObserver;
  /** What never stands in an error: the secrets of the options, the code, the checks. */
  readonly secrets: readonly string[];
}

const SHORTEST_SECRET = 8;
const TOKENS = ['access_token', 'refresh_token', 'id_token'];

export class UpstreamRequests {
  private broken: string | undefined;
  private refused: { readonly status: number; readonly error: string } | undefined;
  private readonly secrets: string[];

  constructor(private readonly options: UpstreamRequestsOptions) {
    this.secrets = [...options.secrets];
  }

  /** Why the upstream could not be used, if it could not. */
  get outage(): string | undefined {
    return this.broken;
  }

  /** The last OAuth error (RFC 6749, section 5.2) of an answer, whatever its status: some upstreams send it with 200. */
  get refusal(): { readonly status: number; readonly error: string } | undefined {
    return this.refused;
  }

  /** For what reads the person's profile: never follows a redirect, gives up with the turn. */
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const { runtime, signal } = this.options;
    try {
      const response = await untilAborted(runtime.fetch(input, { ...init, redirect: 'manual', signal }), signal);
      if (isOutage(response.status)) this.broken = `The upstream answered ${response.status}.`;
      return response;
    } catch (cause) {
      this.broken = 'The upstream could not be reached or did not answer in time.';
      // What `fetch` threw names hosts and limits, never what was sent; a strategy's own error might.
      runtime.logger.warn({ err: cause }, 'a request of a Passport strategy failed');
      throw new Error(this.broken);
    }
  };

  /** One request and its whole answer. */
  async send(url: string, { method, headers, body }: UpstreamRequest): Promise<UpstreamText> {
    const { signal, observer } = this.options;
    const response = await this.fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
    let text: string;
    try {
      text = await untilAborted(readText(response, DOCUMENT_SIZE_LIMIT), signal);
    } catch {
      this.broken = 'The upstream did not finish its answer, or it was too large.';
      throw new Error(this.broken);
    }
    this.note(method, response.status, text);
    if (response.ok && this.refused === undefined) observer?.passed(method === 'POST' ? 'token' : 'userinfo');
    return { status: response.status, text, headers: Object.fromEntries(response.headers) };
  }

  /** A text of the strategy's or the upstream's for the operator's log: short, and without what was sent or issued. */
  scrubbed(text: string): string {
    const spellings = this.secrets
      .filter((one) => one.length >= SHORTEST_SECRET)
      .flatMap((one) => [one, encodeURIComponent(one), new URLSearchParams([['', one]]).toString().slice(1)]);
    const clean = spellings.reduce((cleaned, one) => cleaned.replaceAll(one, '[redacted]'), text);
    return clean.replace(/\p{C}+/gu, ' ').slice(0, 300);
  }

  private note(method: string, status: number, text: string): void {
    const members = membersOf(text);
    const tokens = TOKENS.flatMap((name) => (typeof members[name] === 'string' ? [members[name]] : []));
    this.secrets.push(...tokens);
    if (typeof members.error === 'string') this.refused = { status, error: members.error };
    else if (method === 'POST' && tokens.length === 0) {
      this.broken ??= `The token endpoint answered ${status} with neither a token nor an OAuth error.`;
    }
  }
}

/** JSON, or a form as upstreams older than RFC 6749 send it. */
function membersOf(text: string): JsonObject {
  try {
    return parseStrictObject(text);
  } catch {
    return text.includes('=') ? Object.fromEntries(new URLSearchParams(text)) : {};
  }
}

function isOutage(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}

/**
 * The way out of a strategy. Strategies of the OAuth 2.0 family (`passport-oauth2`, `passport-openidconnect` and what is
 * built on them) make all their requests in one method of the package `oauth`, with Node's own client: no time limit, no
 * guard of addresses, bodies without end. That method is replaced, on the one instance that runs the turn.
 */

type Headers = Readonly<Record<string, string>>;
type Callback = (error: unknown, body?: string, response?: object) => void;

interface OAuth2Client {
  readonly _customHeaders?: Headers;
  _request: unknown;
  _executeRequest: unknown;
}

/** @returns false for a strategy that is not of this family: what it would do is unknown. */
export function routeOAuth2(strategy: object, requests: UpstreamRequests, crash: (error: unknown) => void): boolean {
  const client: unknown = Reflect.get(strategy, '_oauth2');
  if (!isOAuth2Client(client)) return false;

  client._request = (
    method: string,
    url: string,
    headers: Headers | undefined,
    body: string | Uint8Array | null,
    accessToken: string | null,
    done: Callback,
  ): void => {
    const sent = {
      'User-Agent': 'Portico',
      Accept: 'application/json',
      ...client._customHeaders,
      ...headers,
      // `oauth` would put the token into the URL here, and so into logs on the way (RFC 6750, section 5.3).
      ...(accessToken ? { Authorization: `Bearer ${accessToken}` } : {}),
    };
    const text = body === null || body.length === 0 ? {} : { body: Buffer.from(body).toString() };
    requests
      .send(url, { method, headers: sent, ...text })
      .then(
        ({ status, text: answer, headers: answered }) => {
          const isGood = status >= 200 && status <= 299;
          if (isGood) done(null, answer, { statusCode: status, headers: answered });
          else done({ statusCode: status, data: answer });
        },
        (error: unknown) => done(error),
        // What a strategy throws in its callback (a profile that is no JSON) would end the process.
      )
      .catch(crash);
  };
  client._executeRequest = (_library: unknown, _options: unknown, _body: unknown, done: Callback): void => {
    done(new Error('The strategy tried to leave the guarded client.'));
  };
  return true;
}

function isOAuth2Client(value: unknown): value is OAuth2Client {
  if (typeof value !== 'object' || value === null) return false;
  return ['_request', '_executeRequest'].every((name) => typeof Reflect.get(value, name) === 'function');
}
