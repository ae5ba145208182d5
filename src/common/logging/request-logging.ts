import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pinoHttp } from 'pino-http';
import { currentRequestContext } from '../request-context.js';
import type { PinoLogger } from './create-logger.js';

export type RequestLogging = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const MAX_PATH = 512;

/**
 * One line for each request: method, path, status, duration, correlation id. Never the query, which holds codes,
 * states and tokens; no header, no body. Goes right after the request context. Health probes are not logged.
 */
export function requestLogging(logger: PinoLogger): RequestLogging {
  const log = pinoHttp<IncomingMessage, ServerResponse>({
    logger: logger.pino,
    wrapSerializers: false,
    quietReqLogger: true,
    quietResLogger: true,
    customAttributeKeys: { reqId: 'correlationId', responseTime: 'durationMs' },
    genReqId: () => currentRequestContext()?.correlationId ?? randomUUID(),
    autoLogging: { ignore: (request) => pathOf(request).startsWith('/health/') },
    customLogLevel: (_request, response, error) =>
      error !== undefined || response.statusCode >= 500 ? 'error' : response.statusCode >= 400 ? 'warn' : 'info',
    // The library keeps a logger bound to the request and the answer. Written out they are kilobytes each, for nothing.
    serializers: { req: () => undefined },
    customSuccessObject: (request, response, { durationMs }) => ({ ...requestLine(request, response), durationMs }),
    customErrorObject: (request, response, _error, { err, durationMs }) => ({
      ...requestLine(request, response),
      err,
      durationMs,
    }),
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request failed',
  });
  return (request, response, next) => log(request, response, next);
}

function requestLine(request: IncomingMessage, response: ServerResponse): object {
  return {
    method: request.method,
    path: pathOf(request),
    status: response.statusCode,
    ip: currentRequestContext()?.ip,
  };
}

/** The path as asked for, before any router cut something off it. */
function pathOf(request: IncomingMessage & { originalUrl?: string }): string {
  const [path = '/'] = (request.originalUrl ?? request.url ?? '/').split(/[?#]/, 1);
  return path.slice(0, MAX_PATH);
}
