import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';
import type { PorticoConfig } from '../../config/portico-config.js';
import { runInRequestContext } from '../request-context.js';

export type Middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

const MAX_USER_AGENT = 256;

/**
 * Gives each request its context, and every answer its `X-Correlation-Id`. The id is always made here: one taken from
 * the request would let a caller forge log lines. First of all middlewares.
 */
export function requestContext(config: Pick<PorticoConfig, 'trustProxy'>): Middleware {
  const trusts = proxyAddr.compile([...config.trustProxy]);
  return (request, response, next) => {
    const correlationId = randomUUID();
    response.setHeader('X-Correlation-Id', correlationId);
    const userAgent = (request.headers['user-agent'] ?? '').slice(0, MAX_USER_AGENT);
    runInRequestContext({ correlationId, ip: clientAddress(request, trusts), userAgent }, () => next());
  };
}

/** `X-Forwarded-For` counts only as far as trusted proxies wrote it; from the last of them on, it is anybody's text. */
function clientAddress(request: IncomingMessage, trusts: (address: string, hop: number) => boolean): string {
  const address = proxyAddr(request, trusts);
  const known = isIP(address) === 0 ? request.socket.remoteAddress : address;
  return (known ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
}
