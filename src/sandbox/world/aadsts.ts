/**
 * Entra's error codes: the OAuth `error` each goes with, where it is shown when it happens at authorize, and its text.
 * The table is `aadsts.json`; texts are abbreviated, clients must not read them.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Where a failure at authorize is seen: on the sandbox's own page (the person is stranded), or back at the application. */
export type AnswerChannel = 'page' | 'redirect';

export interface ErrorDefinition {
  readonly error: string;
  readonly answer: AnswerChannel;
  readonly text: string;
  readonly suberror?: string;
}

/** Words that texts mention, put in for `{name}`. */
export type ErrorDetails = Readonly<
  Partial<Record<'application' | 'clientId' | 'user' | 'tenant' | 'idp' | 'redirectUri' | 'value', string>>
>;

const CATALOGUE: Readonly<Record<string, ErrorDefinition>> = JSON.parse(
  readFileSync(new URL('./aadsts.json', import.meta.url), 'utf8'),
);

export const KNOWN_CODES: readonly number[] = Object.keys(CATALOGUE).map(Number);

/** What differs from the catalogue for one occurrence. */
export interface ErrorOverrides {
  readonly error?: string;
  readonly answer?: AnswerChannel;
  readonly suberror?: string;
  /** Claims challenge to send along, as JSON. */
  readonly claims?: string;
  /** HTTP status at the token endpoint. */
  readonly status?: number;
  /** Seconds; sent as `Retry-After`. */
  readonly retryAfter?: number;
}

/** A failure with Entra's number, thrown anywhere in the sandbox and answered in the form of its endpoint. */
export class AadstsError extends Error {
  override readonly name = 'AadstsError';
  readonly error: string;
  readonly answer: AnswerChannel;
  readonly suberror: string | undefined;
  readonly claims: string | undefined;
  readonly status: number;
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: number,
    details: ErrorDetails = {},
    overrides: ErrorOverrides = {},
  ) {
    const known = CATALOGUE[String(code)];
    super(fill(known?.text ?? 'An error that the sandbox was told to cause.', details));
    this.error = overrides.error ?? known?.error ?? 'invalid_request';
    this.answer = overrides.answer ?? known?.answer ?? 'page';
    this.suberror = overrides.suberror ?? known?.suberror;
    this.claims = overrides.claims;
    this.status = overrides.status ?? (this.error === 'invalid_client' ? 401 : 400);
    this.retryAfter = overrides.retryAfter;
  }
}

/** The ids and the time that every failure carries. */
export interface Occurrence {
  readonly traceId: string;
  readonly correlationId: string;
  /** `2026-01-09 02:02:12Z` */
  readonly timestamp: string;
}

export function occurrence(now: Date, clientRequestId: string | undefined): Occurrence {
  const isGuid = clientRequestId !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(clientRequestId);
  return {
    traceId: randomUUID(),
    correlationId: isGuid ? clientRequestId : randomUUID(),
    timestamp: `${now.toISOString().slice(0, 19).replace('T', ' ')}Z`,
  };
}

export function describeError(error: AadstsError, at: Occurrence): string {
  return [
    `AADSTS${error.code}: ${error.message}`,
    `Trace ID: ${at.traceId}`,
    `Correlation ID: ${at.correlationId}`,
    `Timestamp: ${at.timestamp}`,
  ].join('\r\n');
}

/** The body of an error at the token endpoint and of every other answer that is not a page. */
export function errorBody(error: AadstsError, at: Occurrence, base: string): Record<string, unknown> {
  return {
    error: error.error,
    error_description: describeError(error, at),
    error_codes: [error.code],
    timestamp: at.timestamp,
    trace_id: at.traceId,
    correlation_id: at.correlationId,
    error_uri: `${base}/error?code=${error.code}`,
    ...(error.suberror !== undefined && { suberror: error.suberror }),
    ...(error.claims !== undefined && { claims: error.claims }),
  };
}

function fill(text: string, details: ErrorDetails): string {
  return text.replace(/\{(\w+)\}/g, (_, name: keyof ErrorDetails) => details[name] ?? name);
}
