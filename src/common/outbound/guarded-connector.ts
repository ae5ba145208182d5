/** Opens sockets for upstream requests, and only to permitted addresses: the check is on what the socket connects to. */
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import { OutboundError } from './outbound-error.js';
import type { ResolveHost } from './resolve-host.js';
import type { Target, UpstreamPolicy } from './upstream-policy.js';

export interface GuardedConnectorOptions {
  readonly policy: UpstreamPolicy;
  readonly resolve: ResolveHost;
  /** Milliseconds for name resolution, connection and TLS together. */
  readonly timeout: number;
  /** Further certificate authorities, PEM. For tests and upstreams inside a company. */
  readonly ca?: string;
}

/**
 * A name is resolved once per socket and each of its addresses must be permitted, so that neither a second answer
 * (rebinding) nor one private address among public ones gets a connection.
 */
export function guardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  const { policy, resolve, timeout, ca } = options;
  return (request, callback) => {
    const secure = request.protocol === 'https:';
    const host = request.hostname.replace(/^\[|\]$/g, '');
    const target: Target = { host, port: Number(request.port) || (secure ? 443 : 80), secure };
    if (isIP(host) !== 0 && !policy.permits(target, host)) {
      callback(new OutboundError('address'), null);
      return;
    }
    const connect = buildConnector({
      timeout,
      lookup: guardedLookup(target, policy, resolve),
      // Said expressly, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment changes nothing.
      rejectUnauthorized: true,
      ...(ca === undefined ? {} : { ca }),
    });
    connect(request, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      if (policy.permits(target, remoteAddressOf(socket))) return callback(null, socket);
      socket.destroy();
      return callback(new OutboundError('address'), null);
    });
  };
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
