/** Opens sockets for upstream requests, and only to permitted addresses: the check is on what the socket connects to. */
import type { LookupAddress } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { LRUCache } from 'lru-cache';
import { buildConnector } from 'undici';
import type { Target, UpstreamPolicy } from './upstream-policy.js';

export interface GuardedConnectorOptions {
  readonly policy: UpstreamPolicy;
  readonly resolve: ResolveHost;
  /** Milliseconds for name resolution, connection and TLS together. */
  readonly timeout: number;
  /** Further certificate authorities, PEM. For tests and upstreams inside a company. */
  readonly ca?: string;
  /** Milliseconds, from any beginning. Default: the process's monotonic clock. */
  readonly clock?: { readonly now: () => number };
}

/** TLS sessions by target, for a handshake without certificates (RFC 8446 section 2.2) at the next socket. */
type TlsSessions = LRUCache<string, Buffer>;
/** Some 3 KB each. */
const MAX_SESSIONS = 1_000;
/** Resuming looks at no certificate: milliseconds until one that was withdrawn, or has expired, counts no longer. */
const SESSION_TIME = 3_600_000;

/**
 * A name is resolved once per socket and each of its addresses must be permitted, so that neither a second answer
 * (rebinding) nor one private address among public ones gets a connection. TLS sessions are resumed with the same host,
 * port and server name only, and with the authorities that this connector was made with.
 */
export function guardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  const { policy, resolve, timeout, ca, clock = performance } = options;
  const sessions: TlsSessions = new LRUCache({ max: MAX_SESSIONS, ttl: SESSION_TIME, perf: clock });
  let context: SecureContext | undefined;
  /** One for all sockets, and none before the first: reading the authorities takes as long as a handshake. */
  const secureContext = (): SecureContext => {
    context ??= createSecureContext(ca === undefined ? {} : { ca });
    return context;
  };
  return (request, callback) => {
    const secure = request.protocol === 'https:';
    const host = request.hostname.replace(/^\[|\]$/g, '');
    const target: Target = { host, port: Number(request.port) || (secure ? 443 : 80), secure };
    if (isIP(host) !== 0 && !policy.permits(target, host)) {
      callback(new OutboundError('address'), null);
      return;
    }
    const key = JSON.stringify([target.host, target.port, request.host, request.servername]);
    const session = sessions.get(key);
    const connect = buildConnector({
      timeout,
      // undici's own cache would hold them weakly: until the next garbage collection.
      maxCachedSessions: 0,
      ...(session === undefined ? {} : { session }),
      lookup: guardedLookup(target, policy, resolve),
      // Said expressly, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment changes nothing.
      rejectUnauthorized: true,
      ...(secure ? { secureContext: secureContext() } : {}),
    });
    connect(request, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      if (!policy.permits(target, remoteAddressOf(socket))) {
        socket.destroy();
        return callback(new OutboundError('address'), null);
      }
      if (socket instanceof TLSSocket) keepSession(socket, key, sessions);
      return callback(null, socket);
    });
  };
}

function keepSession(socket: TLSSocket, key: string, sessions: TlsSessions): void {
  // A ticket of a resumed session would let it outlive its time: no certificate was seen for it.
  if (!socket.isSessionReused()) socket.on('session', (session: Buffer) => sessions.set(key, session));
}

function guardedLookup(target: Target, policy: UpstreamPolicy, resolve: ResolveHost): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) return callback(new OutboundError('network'), '', 0);
        if (!addresses.every(({ address }) => policy.permits(target, address))) {
          return callback(new OutboundError('address'), '', 0);
        }
        return options.all ? callback(null, [...addresses]) : callback(null, first.address, first.family);
      },
      (cause: unknown) => callback(new OutboundError('network', { cause }), '', 0),
    );
  };
}

function remoteAddressOf(socket: Socket): string {
  return socket.remoteAddress ?? '';
}

/** Why a request did not come back with an answer. Private: for the operator's log. */
export type OutboundFailure =
  | 'address' // a private, local or otherwise special address, or plain http where it is not allowed
  | 'url' // a scheme, a credential or a port that is never requested
  | 'redirect'
  | 'time'
  | 'size'
  | 'aborted' // by the caller
  | 'network'; // name not found, connection refused, TLS, malformed answer …

/**
 * An outgoing request failed. `message` is the same for every failure: whoever may choose an upstream's address must
 * not learn from the hub which hosts and ports answer inside its network (a port scanner by form). `reason` and
 * `cause` are for the log.
 */
export class OutboundError extends Error {
  constructor(
    readonly reason: OutboundFailure,
    options?: { readonly cause?: unknown },
  ) {
    super('The upstream could not be reached.', options);
    this.name = 'OutboundError';
  }
}

/** Turns a host name into addresses without occupying the thread pool that password hashing and signing share. */

/** All addresses of a name. Injected in tests. */
export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

/** Failures that mean "this name server does not know", after which the machine's own tables are asked. */
const UNKNOWN = ['ENOTFOUND', 'ENODATA', 'ECONNREFUSED', 'ESERVFAIL', 'EBADNAME'];

/**
 * Asks the name servers by socket (c-ares): a name that hangs occupies nothing. `getaddrinfo`, which occupies a thread
 * of the pool, is only asked for names that the machine itself knows: single words such as `localhost`, and those that
 * the name servers answer about and do not know, such as names of the hosts file.
 */
export function systemResolver(): ResolveHost {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return async (host) => {
    if (!host.includes('.')) return lookup(host, { all: true });
    const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const found: LookupAddress[] = [
      ...(four.status === 'fulfilled' ? four.value.map((address) => ({ address, family: 4 })) : []),
      ...(six.status === 'fulfilled' ? six.value.map((address) => ({ address, family: 6 })) : []),
    ];
    if (found.length > 0) return found;
    for (const answer of [four, six]) {
      if (answer.status === 'rejected' && !UNKNOWN.includes(codeOf(answer.reason))) throw answer.reason;
    }
    return lookup(host, { all: true });
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
