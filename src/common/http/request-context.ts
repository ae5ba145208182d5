import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';
import type { PorticoConfig } from '../../config/portico-config.js';
import type { Logger } from '../logging/logger.js';
import { runInRequestContext } from '../request-context.js';

export type Middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

type Trust = (address: string, hop: number) => boolean;

const MAX_USER_AGENT = 256;
const PRIVATE = proxyAddr.compile(['loopback', 'linklocal', 'uniquelocal']);

/** Hears what the operator should know. */
type Warnings = Pick<Logger, 'warn'>;

/**
 * Gives each request its context, and every answer its `X-Correlation-Id`. The id is always made here: one taken from
 * the request would let a caller forge log lines. First of all middlewares.
 */
export function requestContext(config: Pick<PorticoConfig, 'trustProxy'>, logger?: Warnings): Middleware {
  const listed = proxyAddr.compile([...config.trustProxy]);
  const trusts: Trust = (address, hop) => listed(withoutPort(address), hop);
  let hasWarned = false;
  return (request, response, next) => {
    if (!hasWarned && logger !== undefined && isForgottenProxy(request, trusts)) {
      hasWarned = true;
      const proxy = request.socket.remoteAddress;
      logger.warn(
        { proxy },
        'A proxy that PORTICO_TRUST_PROXY does not name: everybody behind it shares its rate limits.',
      );
    }
    const correlationId = randomUUID();
    response.setHeader('X-Correlation-Id', correlationId);
    const userAgent = (request.headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT);
    runInRequestContext({ correlationId, ip: clientAddress(request, trusts), userAgent }, () => next());
  };
}

/** `X-Forwarded-For` counts only as far as trusted proxies wrote it; from the last of them on, it is anybody's text. */
function clientAddress(request: IncomingMessage, trusts: Trust): string {
  const address = withoutPort(proxyAddr(request, trusts));
  const known = isIP(address) === 0 ? request.socket.remoteAddress : address;
  return (known ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Some proxies, Azure's among them, write `192.0.2.1:50000` or `[2001:db8::1]:50000`. */
function withoutPort(address: string): string {
  const [, v6, v4] = /^(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(address) ?? [];
  return v6 ?? v4 ?? address;
}

/** Somebody on the internet may write the header for nothing; who has a private address passed it on. */
function isForgottenProxy({ headers, socket: { remoteAddress } }: IncomingMessage, trusts: Trust): boolean {
  if (headers['x-forwarded-for'] === undefined || remoteAddress === undefined) return false;
  return PRIVATE(remoteAddress, 0) && !trusts(remoteAddress, 0);
}
