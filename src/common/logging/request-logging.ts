import type { IncomingMessage, ServerResponse } from 'node:http';
import { currentRequestContext } from '../request-context.js';
import type { PinoLogger } from './logger.js';

export type RequestLogging = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const MAX_PATH = 512;

/**
 * One line for each request: method, path, status, duration, correlation id. Never the query, which holds codes,
 * states and tokens; no header, no body. Goes right after the request context. Health probes are not logged.
 */
export function requestLogging({ pino }: PinoLogger): RequestLogging {
  return (request, response, next) => {
    const begun = performance.now();
    const context = currentRequestContext();
    const isProbe = pathOf(request).startsWith('/health/');
    let failure: Error | undefined;
    // Without a listener the error would end the process.
    response.on('error', (error) => {
      failure ??= error;
    });
    // Comes after every answer, and where somebody hung up before its end.
    response.once('close', () => {
      if (isProbe && failure === undefined) return;
      const status = response.statusCode;
      const err = failure ?? (status >= 500 ? new Error(`failed with status code ${status}`) : undefined);
      const line = {
        correlationId: context?.correlationId,
        method: request.method,
        path: pathOf(request),
        // Who hung up before there was an answer got none, whatever its status would have been.
        ...(response.writableFinished || failure !== undefined ? { status } : { aborted: true }),
        ip: context?.ip,
        err,
        durationMs: Math.round(performance.now() - begun),
      };
      if (err !== undefined) pino.error(line, 'request failed');
      else if (status >= 400) pino.warn(line, 'request');
      else pino.info(line, 'request');
    });
    next();
  };
}

/** The path as asked for, before any router cut something off it. */
function pathOf(request: IncomingMessage & { originalUrl?: string }): string {
  const target = request.originalUrl ?? request.url ?? '/';
  const end = target.search(/[?#]/);
  return (end === -1 ? target : target.slice(0, end)).slice(0, MAX_PATH);
}
