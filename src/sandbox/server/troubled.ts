/** Makes an endpoint misbehave on the wire, as the control endpoint ordered. */
import type { RequestHandler, Response } from 'express';
import type { Trouble, TroubledEndpoint } from '../control/faults.js';
import { GraphError, sendGraphError } from '../resources/graph-access.js';
import type { SandboxState } from './state.js';

const DEFAULT_DELAY = 2_000;
const DEFAULT_SIZE = 16 * 1024 * 1024;

export function troubled(state: SandboxState, endpoint: TroubledEndpoint): RequestHandler {
  return (request, response, next) => {
    const trouble = state.faults.trouble(endpoint, request.originalUrl);
    if (trouble === undefined) next();
    else if (trouble.kind === 'slow') setTimeout(next, trouble.delay ?? DEFAULT_DELAY).unref();
    else if (trouble.kind === 'error' && endpoint === 'graph') refuseAsGraph(state, response, trouble);
    else misbehave(response, trouble);
  };
}

/** Usual codes of Graph; any other status is answered like a failure of its own. */
const GRAPH_CODES: Readonly<Record<number, string>> = {
  400: 'Request_BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Authorization_RequestDenied',
  404: 'Request_ResourceNotFound',
  429: 'TooManyRequests',
  503: 'ServiceNotAvailable',
};

function refuseAsGraph(state: SandboxState, response: Response, { status = 500, code, retryAfter }: Trouble): void {
  if (retryAfter !== undefined) response.set('retry-after', String(retryAfter));
  sendGraphError(
    state,
    response,
    new GraphError(status, code ?? GRAPH_CODES[status] ?? 'generalException', 'Ordered.'),
  );
}

function misbehave(response: Response, trouble: Trouble): void {
  switch (trouble.kind) {
    case 'error':
      if (trouble.retryAfter !== undefined) response.set('retry-after', String(trouble.retryAfter));
      response
        .status(trouble.status ?? 500)
        .type('html')
        .send('<h1>The service is unavailable.</h1>');
      break;
    case 'not-json':
      response.type('json').send('<html>{"issuer": </html>');
      break;
    case 'oversized':
      response.json({ padding: 'x'.repeat(trouble.bytes ?? DEFAULT_SIZE) });
      break;
    case 'redirect':
      response.redirect(302, '/');
      break;
    case 'reset':
      response.socket?.destroy();
      break;
    case 'endless':
      // Headers and a first byte at once, then nothing: a time-out on the headers alone would not notice.
      response.type('json').write('{');
      break;
    default:
      // `hang`: no answer until the client gives up or the sandbox closes.
      break;
  }
}
