/**
 * Asks Microsoft Graph with one access token, for the length of one callback. The token goes to the origin that the
 * connector knows and to no other; no redirect is followed; throttling is waited out only where time is left.
 */

import { defined, objectOf } from '../claim-values.js';
import type { ConnectorRuntime, JsonObject, JsonValue } from '../connector.js';
import type { ConnectorError, UpstreamErrorDetail } from '../connector-error.js';
import type { Failure } from '../messages.js';
import { fetchText, invalidResponse, parseStrictObject, untilAborted } from '../oidc/index.js';
import { type AzureAdMessageKey, failure } from './azuread.messages.js';

interface GraphClientOptions {
  /** Without a trailing slash. */
  readonly origin: string;
  readonly accessToken: string;
  readonly runtime: ConnectorRuntime;
  /** Ends everything, waits included. */
  readonly signal: AbortSignal;
  /** When the time is up: a `Retry-After` beyond it is not waited for. */
  readonly deadline: Date;
  /** Milliseconds to sleep before asking again. Default: a timer. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/** Attempts at one request that Graph throttles. */
const ATTEMPTS = 3;
/** Milliseconds before the second attempt where Graph does not say how long to wait; twice that before the third. */
const BACK_OFF = 500;
/** A collection with more pages than these is a loop: nobody has so many groups. */
const PAGES = 100;

/** What a header can carry. Anything else `fetch` refuses with an error that quotes the whole header. */
const SENDABLE = /^[\x21-\x7e]+$/;

type Answer = Awaited<ReturnType<typeof fetchText>>;

export class GraphClient {
  /** @throws {ConnectorError} with the step `graph`, for a token that no header can carry. */
  constructor(private readonly options: GraphClientOptions) {
    if (SENDABLE.test(options.accessToken)) return;
    throw invalidResponse('graph', 'The access token for Microsoft Graph has characters that no such token has.');
  }

  /**
   * Reads one object.
   * @param path with its query, from `/v1.0` on.
   * @throws {ConnectorError} with the step `graph`.
   */
  get(path: string): Promise<JsonObject> {
    return this.ask(`${this.options.origin}${path}`);
  }

  /**
   * Reads a collection page by page; a page is its `value`. A caller that has enough stops reading.
   * @throws {ConnectorError} with the step `graph`; also in the middle, so nobody takes half a list for the whole.
   */
  async *pages(path: string): AsyncGenerator<readonly JsonObject[]> {
    let url: string | undefined = `${this.options.origin}${path}`;
    for (let page = 0; url !== undefined; page += 1) {
      if (page === PAGES) throw graphUnavailable(`Microsoft Graph has more than ${PAGES} pages for ${pathOf(url)}.`);
      const body: JsonObject = await this.ask(url);
      if (!isListOfObjects(body.value)) {
        throw invalidResponse('graph', `Microsoft Graph answered ${pathOf(url)} with no list.`);
      }
      yield body.value;
      url = this.nextPage(body['@odata.nextLink']);
    }
  }

  /** Followed as it is (its `$skiptoken` means nothing to us), but the access token leaves for no other origin. */
  private nextPage(link: unknown): string | undefined {
    if (link === undefined || link === null) return undefined;
    const url = typeof link === 'string' && URL.canParse(link) ? new URL(link) : undefined;
    const isGraphs = url?.origin === this.options.origin && url.username === '' && url.password === '';
    if (isGraphs) return url.href;
    throw invalidResponse('graph', 'The next page is at another origin than Microsoft Graph (@odata.nextLink).');
  }

  private async ask(url: string): Promise<JsonObject> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.send(url);
      if (answer.status === 200) return parse(answer.text, url);
      const pause = attempt < ATTEMPTS ? this.pauseAfter(answer, attempt) : undefined;
      if (pause === undefined) throw graphFailure(answer.status, answer.text, `GET ${pathOf(url)}`);
      this.options.runtime.logger.info({ path: pathOf(url), milliseconds: pause }, 'Microsoft Graph asks to wait');
      await this.pause(pause);
    }
  }

  private async send(url: string): Promise<Answer> {
    const { runtime, accessToken, signal } = this.options;
    try {
      const answer = await fetchText(url, runtime, signal, `Bearer ${accessToken}`);
      // Graph's words end in a log and, as a code, in an answer: they may quote what was sent.
      return { ...answer, text: answer.text.replaceAll(accessToken, '[redacted]') };
    } catch (cause) {
      // What `fetch` threw names hosts and limits, never the header that was sent.
      throw graphUnavailable(`Microsoft Graph could not be reached or read in time at ${pathOf(url)}.`, cause);
    }
  }

  /** Milliseconds to wait before another attempt; undefined when there shall be none. */
  private pauseAfter({ status, headers }: Answer, attempt: number): number | undefined {
    const asked = retryAfter(headers.get('retry-after'), this.options.runtime.now());
    const isThrottled = status === 429 || ((status === 503 || status === 504) && asked !== undefined);
    if (!isThrottled) return undefined;
    const pause = asked ?? BACK_OFF * 2 ** (attempt - 1);
    return this.options.runtime.now().getTime() + pause < this.options.deadline.getTime() ? pause : undefined;
  }

  private async pause(milliseconds: number): Promise<void> {
    const { signal, wait = sleep } = this.options;
    try {
      await untilAborted(wait(milliseconds), signal);
    } catch (cause) {
      throw graphUnavailable('The time for this sign-in was up while Microsoft Graph was throttling.', cause);
    }
  }
}

/** Seconds, also fractional as Graph sends them, or a date (RFC 9110 section 10.2.3). */
function retryAfter(value: string | null, now: Date): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,9}(\.\d{1,9})?$/.test(value.trim())) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

function parse(text: string, url: string): JsonObject {
  try {
    return parseStrictObject(text);
  } catch (cause) {
    throw graphUnavailable(`Microsoft Graph answered ${pathOf(url)} with something that is not JSON.`, cause);
  }
}

/** The path of a URL without its query, whose page token does not belong in a log. */
function pathOf(url: string): string {
  return new URL(url).pathname;
}

function isListOfObjects(value: unknown): value is readonly JsonObject[] {
  return Array.isArray(value) && value.every((one) => objectOf(one) !== undefined);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * The error to throw for a refusal of Graph's: who must act, and what the log keeps of its words.
 * @param asked method and path.
 */
function graphFailure(status: number, text: string, asked: string): ConnectorError {
  const error = objectOf(errorIn(text));
  const code = shortened(error?.code, 100);
  const inner = objectOf(error?.innerError) ?? objectOf(error?.innererror);
  const about = meaningOf(status, code);
  const upstream: UpstreamErrorDetail = defined({
    code: code ?? String(status),
    description: shortened(error?.message, 2_000),
    traceId: shortened(inner?.['request-id'] ?? inner?.requestId, 64),
    correlationId: shortened(inner?.['client-request-id'], 64),
    timestamp: shortened(inner?.date, 40),
  });
  const detail = `Microsoft Graph answered ${status} ${code ?? 'without a code'} to ${asked}.`;
  return failure(about, detail, { upstream });
}

function errorIn(text: string): JsonValue | undefined {
  try {
    return parseStrictObject(text).error;
  } catch {
    return undefined;
  }
}

/** No answer, not in time, or nothing that can be used. The only failures that another attempt may mend. */
export function graphUnavailable(detail: string, cause?: unknown): ConnectorError {
  return failure(unavailable, detail, { cause });
}

/** The answer lacks what the permission would have shown. */
export function graphPermissionMissing(detail: string): ConnectorError {
  return failure(permissionMissing, detail);
}

const step = 'graph';
const unavailable = {
  code: 'upstream_unavailable',
  step,
  actor: 'operator',
  key: 'azuread.graph_unavailable',
} as const;
const permissionMissing = {
  code: 'misconfigured',
  step,
  actor: 'tenant-administrator',
  key: 'azuread.graph_permission',
} as const;
const refused = { code: 'misconfigured', step, actor: 'operator', key: 'azuread.graph_refused' } as const;

function meaningOf(status: number, code: string | undefined): Failure<AzureAdMessageKey> {
  if (status === 403 || code === 'Authorization_RequestDenied') return permissionMissing;
  return status === 408 || status === 429 || status >= 500 || status < 400 ? unavailable : refused;
}

function shortened(value: JsonValue | undefined, limit: number): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, limit) : undefined;
}
