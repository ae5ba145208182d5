/** Answers a failure as Entra's error JSON. */
import type { Request, Response } from 'express';
import { AadstsError, errorBody, type Occurrence, occurrence } from '../errors/aadsts.js';
import { parameter, parametersOf } from './parameters.js';
import type { SandboxState } from './state.js';

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
