import { type ServerResponse, STATUS_CODES } from 'node:http';

import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import {
  ConflictError,
  errorStatus,
  type FieldProblem,
  ForbiddenError,
  HubError,
  InvalidInputError,
  isStorageFailure,
  StorageUnavailableError,
  TooManyRequestsError,
  UnauthorizedError,
} from '../errors.js';
import { Logger } from '../logging/logger.js';

import { currentRequestContext } from '../request-context.js';

/** An error answer of the hub's JSON APIs. */
export interface ApiErrorBody {
  readonly statusCode: number;
  /** Reason phrase of the status. */
  readonly error: string;
  readonly message: string;
  /** Stable, for programs. */
  readonly errorCode: string;
  /** One entry for each bad field. */
  readonly errors?: readonly FieldProblem[];
  /** Finds the request in the log. */
  readonly correlationId?: string;
}

export interface ApiErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ApiErrorBody;
  /** Whether it is the hub's own fault, and belongs into the log with its stack. */
  readonly isUnexpected: boolean;
}

const RETRY_AFTER_SECONDS = '5';

/** `errorCode` of the errors that are not the hub's own: Nest's, a parser's, a router's. */
const CODES: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'invalid_token',
  403: 'forbidden',
  404: 'inexistent_resource',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  409: 'conflict',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
  431: 'headers_too_large',
};

/** Texts of errors from outside the hub: theirs may repeat what was sent. */
const MESSAGES: Readonly<Record<number, string>> = {
  400: 'The request cannot be understood.',
  401: 'A valid bearer token is required.',
  403: 'The request is not permitted.',
  404: 'There is no such resource.',
  413: 'The request body is too large.',
  415: 'The content type is not supported here. Send application/json.',
};

/** The answer to an error. Says of an unexpected one nothing but that it happened. */
export function apiErrorAnswer(error: unknown): ApiErrorAnswer {
  if (error instanceof HubError && error.status < 500) return expected(error.status, error.code, error.message, error);
  if (isStorageFailure(error)) {
    const unavailable = new StorageUnavailableError('The storage of the hub does not answer. Try again in a moment.');
    const answer = expected(unavailable.status, unavailable.code, unavailable.message, unavailable);
    return { ...answer, isUnexpected: true };
  }
  const status = statusOf(error);
  if (status !== undefined) {
    return expected(status, CODES[status] ?? 'invalid_request', MESSAGES[status] ?? phrase(status), error);
  }
  return { ...expected(500, 'internal_error', 'Something went wrong here.', undefined), isUnexpected: true };
}

/** The 4xx of an error from Nest, Express or a parser (http-errors); undefined for anything else. */
function statusOf(error: unknown): number | undefined {
  const status = errorStatus(error);
  return status !== undefined && Number.isInteger(status) && status >= 400 && status < 500 ? status : undefined;
}

function expected(status: number, errorCode: string, message: string, error: unknown): ApiErrorAnswer {
  const fields = error instanceof InvalidInputError || error instanceof ConflictError ? error.fields : [];
  const correlationId = currentRequestContext()?.correlationId;
  return {
    status,
    headers: headersFor(status, error),
    body: {
      statusCode: status,
      error: phrase(status),
      message,
      errorCode,
      ...(fields.length > 0 && { errors: fields }),
      ...(correlationId !== undefined && { correlationId }),
    },
    isUnexpected: false,
  };
}

/** RFC 6750, section 3: a challenge with every 401, and the reason with a 403 for want of scope. */
function headersFor(status: number, error: unknown): Record<string, string> {
  if (status === 401) {
    const reason = error instanceof UnauthorizedError ? ', error="invalid_token"' : '';
    return { 'WWW-Authenticate': `Bearer realm="portico"${reason}` };
  }
  if (error instanceof ForbiddenError) {
    return { 'WWW-Authenticate': 'Bearer realm="portico", error="insufficient_scope"' };
  }
  if (error instanceof TooManyRequestsError) return retryHeaders(error);
  return status === 503 ? { 'Retry-After': RETRY_AFTER_SECONDS } : {};
}

/** `X-RateLimit-…` as the tools of the dialect read it, the reset in seconds since the epoch. */
function retryHeaders({ retryAfter, window }: TooManyRequestsError): Record<string, string> {
  return {
    'Retry-After': String(retryAfter),
    ...(window !== undefined && {
      'X-RateLimit-Limit': String(window.limit),
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': String(Math.ceil(window.endsAt.getTime() / 1000)),
    }),
  };
}

function phrase(status: number): string {
  return STATUS_CODES[status] ?? 'Error';
}

/** Answers an error as JSON, never cached, and logs it where it is the hub's own fault. */
export function sendApiError(error: unknown, response: ServerResponse, logger: Logger): void {
  const answer = apiErrorAnswer(error);
  logUnexpected(answer, error, logger);
  // An answer that is on its way already cannot be corrected: end it, so that nobody takes it for complete.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) {
    if (!response.hasHeader(name)) response.setHeader(name, value);
  }
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.end(JSON.stringify(answer.body));
}

export function logUnexpected(answer: ApiErrorAnswer, error: unknown, logger: Logger): void {
  if (answer.isUnexpected) logger.error({ err: error, status: answer.status }, 'A request failed unexpectedly.');
}

/**
 * Turns errors into the management API's dialect, `{statusCode, error, message, errorCode, errors?, correlationId}`.
 * Bind it by class (`@UseFilters(ApiExceptionFilter)`), so that the logger is injected.
 */
@Catch()
@Injectable()
export class ApiExceptionFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    sendApiError(exception, host.switchToHttp().getResponse<Response>(), this.logger);
  }
}
