/**
 * The one HTTP client for upstream requests. Addresses come from operators and from documents of upstreams, so the
 * client itself is the guard: against requests into the hub's own network, and against answers that never end.
 */
import { Agent } from 'undici';
import type { UpstreamAllowance } from '../../config/portico-config.js';
import { AnswerReader } from './answer-reader.js';
import { guardedConnector, OutboundError, type ResolveHost, systemResolver } from './guarded-connector.js';
import { readRequest } from './outgoing-request.js';
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
 * Milliseconds that a socket waits for its next request, where the upstream states no time of its own (`Keep-Alive`).
 * Less than the 60 seconds and more after which the usual servers and balancers close theirs, so that the hub is the
 * first to close; long enough that the sign-ins of a small company meet one.
 */
const IDLE_TIME = 30_000;
/** The same where it does: its name is to be resolved again some time. */
const LONGEST_IDLE_TIME = 60_000;

/**
 * A `fetch` that resolves only when the whole answer has arrived within its limits. It follows no redirect (one is an
 * error), keeps and sends no cookie, asks no proxy of the environment, and sends nothing twice: a request whose socket
 * breaks has failed, because the upstream may have acted on it.
 * @throws {OutboundError} for every failure.
 */
export function createGuardedFetch(options: GuardedFetchOptions): typeof globalThis.fetch {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const policy = new UpstreamPolicy(options.allow);
  const dispatcher = new Agent({
    connections: limits.connections,
    maxHeaderSize: limits.headerSize,
    keepAliveTimeout: IDLE_TIME,
    keepAliveMaxTimeout: LONGEST_IDLE_TIME,
    // One timer has the whole request, from the name to the last byte.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: guardedConnector({
      policy,
      resolve: options.resolve ?? systemResolver(),
      timeout: limits.connectTime,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    }),
  });

  return async (input, init) => {
    const reader = new AnswerReader(limits.bodySize);
    const timer = setTimeout(() => reader.fail(new OutboundError('time')), limits.totalTime);
    const caller = signalOf(input, init);
    const giveUp = (): void => reader.fail(new OutboundError('aborted', { cause: caller?.reason }));
    if (caller?.aborted) giveUp();
    caller?.addEventListener('abort', giveUp);
    readRequest(input, init, policy)
      .then(({ url, method, headers, body }) => {
        const request = { origin: url.origin, path: url.pathname + url.search, method, headers, body };
        reader.send((handler) => dispatcher.dispatch(request, handler));
      })
      .catch((cause: unknown) => reader.fail(cause));
    try {
      return await reader.answer;
    } finally {
      clearTimeout(timer);
      caller?.removeEventListener('abort', giveUp);
    }
  };
}

function signalOf(input: Parameters<typeof globalThis.fetch>[0], init: RequestInit | undefined): AbortSignal | null {
  if (init?.signal !== undefined) return init.signal;
  return input instanceof Request ? input.signal : null;
}

/** The hub's one way out to the network, as an injectable: the root binds it to `createGuardedFetch`, tests to a fake. */
export abstract class GuardedFetch {
  abstract readonly fetch: typeof globalThis.fetch;
}
