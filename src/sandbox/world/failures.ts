/** How the sandbox fails: on the wire, as the control endpoint ordered, in Entra's error JSON, or in Graph's. */
import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { AadstsError, errorBody, type Occurrence, occurrence } from './aadsts.js';
import type { Trouble, TroubledEndpoint } from './faults.js';
import { parameter, parametersOf } from './request-log.js';
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

/** A refusal in Graph's shape. Thrown by what answers a request, sent by `answering`. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function sendGraphError(state: SandboxState, response: Response, error: GraphError): void {
  const { status, code, message } = error;
  const id = randomUUID();
  const date = state.clock.now().toISOString().slice(0, 19);
  response
    .status(status)
    .json({ error: { code, message, innerError: { date, 'request-id': id, 'client-request-id': id } } });
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

export function occurrenceOf(state: SandboxState, request: Request): Occurrence {
  const id = request.get('client-request-id') ?? parameter(parametersOf(request), 'client-request-id');
  return occurrence(state.clock.now(), id);
}

/** Anything but an `AadstsError` is a fault of the sandbox and goes to its last handler. */
export function sendError(state: SandboxState, request: Request, response: Response, error: unknown): void {
  if (!(error instanceof AadstsError)) throw error;
  const at = occurrenceOf(state, request);
  response.set('x-ms-request-id', at.traceId);
  if (error.retryAfter !== undefined) response.set('retry-after', String(error.retryAfter));
  response.status(error.status).json(errorBody(error, at, state.base));
}
