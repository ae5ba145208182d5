/**
 * The one HTTP client for upstream requests. Addresses come from operators and from documents of upstreams, so the
 * client itself is the guard: against requests into the hub's own network, and against answers that never end.
 */
import { Agent, fetch as undiciFetch } from 'undici';
import type { UpstreamAllowance } from '../../config/portico-config.js';
import {
  guardedConnector,
  OutboundError,
  type OutboundFailure,
  type ResolveHost,
  systemResolver,
} from './guarded-connector.js';
import { UpstreamPolicy } from './upstream-policy.js';

export interface GuardedFetchOptions {
  /** Targets that may be private and spoken to over plain http. */
  readonly allow: readonly UpstreamAllowance[];
  readonly limits?: Partial<OutboundLimits>;
  /** Default: the machine's name servers. */
  readonly resolve?: ResolveHost;
  /** Further certificate authorities, PEM. */
  readonly ca?: string;
}

export interface OutboundLimits {
  /** Milliseconds for name resolution, connection and TLS together. Default: 5000. */
  readonly connectTime: number;
  /** Milliseconds until the whole body is read. Default: 10000. */
  readonly totalTime: number;
  /** Bytes of a body, after decompression. Default: 1 MiB. */
  readonly bodySize: number;
  /** Bytes of all headers of an answer. Default: 16 KiB. */
  readonly headerSize: number;
  /** Sockets per origin, so that one slow upstream takes nobody else's. Default: 16. */
  readonly connections: number;
}

const DEFAULT_LIMITS: OutboundLimits = {
  connectTime: 5_000,
  totalTime: 10_000,
  bodySize: 1024 * 1024,
  headerSize: 16 * 1024,
  connections: 16,
};

/**
 * A `fetch` that resolves only when the whole answer has arrived within its limits. It follows no redirect (one is an
 * error), keeps and sends no cookie, and asks no proxy of the environment.
 * @throws {OutboundError} for every failure.
 */
export function createGuardedFetch(options: GuardedFetchOptions): typeof globalThis.fetch {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const policy = new UpstreamPolicy(options.allow);
  const dispatcher = new Agent({
    connections: limits.connections,
    maxHeaderSize: limits.headerSize,
    connect: guardedConnector({
      policy,
      resolve: options.resolve ?? systemResolver(),
      timeout: limits.connectTime,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    }),
  });

  return async (input, init) => {
    const request = readRequest(input, init);
    refuseUrl(new URL(request.url), policy);
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(new OutboundError('time')), limits.totalTime);
    const caller = signalOf(input, init);
    const giveUp = (): void => end.abort(new OutboundError('aborted', { cause: caller?.reason }));
    if (caller?.aborted) giveUp();
    caller?.addEventListener('abort', giveUp);
    try {
      const body = request.body === null ? null : await request.arrayBuffer();
      const answer = await undiciFetch(request.url, {
        method: request.method,
        headers: [...request.headers].filter(([name]) => name !== 'cookie'),
        body,
        redirect: 'manual',
        signal: end.signal,
        dispatcher,
      });
      if (REDIRECTS.includes(answer.status)) {
        await answer.body?.cancel();
        throw new OutboundError('redirect');
      }
      const headers = [...answer.headers].filter(([name]) => !DROPPED.includes(name));
      const bytes = await readWithin(answer.body, limits.bodySize);
      return new Response(BODILESS.includes(answer.status) ? null : bytes, { status: answer.status, headers });
    } catch (cause) {
      if (cause instanceof OutboundError) throw cause;
      throw new OutboundError(reasonOf(cause), { cause });
    } finally {
      clearTimeout(timer);
      caller?.removeEventListener('abort', giveUp);
    }
  };
}

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** Nobody keeps cookies, and the body handed on is unpacked already. */
const DROPPED: readonly string[] = ['set-cookie', 'content-encoding', 'content-length', 'transfer-encoding'];
/** Statuses whose `Response` may have no body at all. */
const BODILESS: readonly number[] = [204, 205, 304];

/** The caller's signal is listened to beside: a `Request` that follows one costs more than the rest of it. */
function readRequest(input: Parameters<typeof globalThis.fetch>[0], init: RequestInit | undefined): Request {
  try {
    return new Request(input, { ...init, signal: null });
  } catch (cause) {
    // Unparsable, or with a user name and password in it.
    throw new OutboundError('url', { cause });
  }
}

function signalOf(input: Parameters<typeof globalThis.fetch>[0], init: RequestInit | undefined): AbortSignal | null {
  if (init?.signal !== undefined) return init.signal;
  return input instanceof Request ? input.signal : null;
}

function refuseUrl(url: URL, policy: UpstreamPolicy): void {
  if (url.protocol === 'https:') return;
  if (url.protocol !== 'http:') throw new OutboundError('url');
  const target = { host: url.hostname, port: Number(url.port) || 80, secure: false };
  if (!policy.mayUsePlainHttp(target)) throw new OutboundError('address');
}

/** Reads to the end or to the limit: counted after decompression, so a small answer cannot unfold into a large one. */
async function readWithin(body: AsyncIterable<Uint8Array> | null, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the stream, which destroys the socket.
    if (size > limit) throw new OutboundError('size');
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

/** undici wraps what the connector threw; the reason is somewhere along the causes. */
function reasonOf(error: unknown): OutboundFailure {
  let one: unknown = error;
  for (let depth = 0; depth < 5 && typeof one === 'object' && one !== null; depth += 1) {
    if (one instanceof OutboundError) return one.reason;
    const code = 'code' in one ? String(one.code) : '';
    if (TIME_CODES.includes(code)) return 'time';
    if (code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW') return 'size';
    one = 'cause' in one ? one.cause : undefined;
  }
  return 'network';
}

const TIME_CODES = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'];

/** The hub's one way out to the network, as an injectable: the root binds it to `createGuardedFetch`, tests to a fake. */
export abstract class GuardedFetch {
  abstract readonly fetch: typeof globalThis.fetch;
}
