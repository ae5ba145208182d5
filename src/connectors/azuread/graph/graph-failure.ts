/** Microsoft Graph's refusals as the hub's: who must act, and what the log keeps of them. */
import type { JsonObject, JsonValue } from '../../connector.js';
import { ConnectorError, type ConnectorErrorActor, type ConnectorErrorCode } from '../../connector-error.js';
import { type AzureAdMessageKey, said } from '../azuread.messages.js';

export interface GraphRefusal {
  readonly status: number;
  /** The answer's body, where it was a JSON object. */
  readonly body?: JsonObject;
  /** What was asked, for the log: method and path. */
  readonly asked: string;
}

/** The error to throw for an answer of Graph's that is none. */
export function graphFailure({ status, body, asked }: GraphRefusal): ConnectorError {
  const error = objectOf(body?.error);
  const code = textOf(error?.code, 100);
  const inner = objectOf(error?.innerError) ?? objectOf(error?.innererror);
  const { kind, actor, messageKey } = meaningOf(status, code);
  return new ConnectorError(kind, `Microsoft Graph answered ${status} ${code ?? 'without a code'} to ${asked}.`, {
    step: 'graph',
    actor,
    ...said(messageKey),
    upstream: withoutUndefined({
      code: code ?? String(status),
      description: textOf(error?.message, 2_000),
      traceId: textOf(inner?.['request-id'] ?? inner?.requestId, 64),
      correlationId: textOf(inner?.['client-request-id'], 64),
      timestamp: textOf(inner?.date, 40),
    }),
  });
}

/** No answer, not in time, or nothing that can be used. The only failures that another attempt may mend. */
export function graphUnavailable(detail: string, cause?: unknown): ConnectorError {
  return graphError('upstream_unavailable', 'operator', 'azuread.graph_unavailable', detail, cause);
}

/** The answer lacks what the permission would have shown. */
export function graphPermissionMissing(detail: string): ConnectorError {
  return graphError('misconfigured', 'tenant-administrator', 'azuread.graph_permission', detail);
}

export function graphError(
  code: ConnectorErrorCode,
  actor: ConnectorErrorActor,
  messageKey: AzureAdMessageKey,
  detail: string,
  cause?: unknown,
): ConnectorError {
  return new ConnectorError(code, detail, {
    step: 'graph',
    actor,
    ...said(messageKey),
    cause,
  });
}

function meaningOf(
  status: number,
  code: string | undefined,
): { readonly kind: ConnectorErrorCode; readonly actor: ConnectorErrorActor; readonly messageKey: AzureAdMessageKey } {
  if (status === 403 || code === 'Authorization_RequestDenied') {
    return { kind: 'misconfigured', actor: 'tenant-administrator', messageKey: 'azuread.graph_permission' };
  }
  if (status === 408 || status === 429 || status >= 500 || status < 400) {
    return { kind: 'upstream_unavailable', actor: 'operator', messageKey: 'azuread.graph_unavailable' };
  }
  return { kind: 'misconfigured', actor: 'operator', messageKey: 'azuread.graph_refused' };
}

function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function textOf(value: JsonValue | undefined, limit: number): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, limit) : undefined;
}

function withoutUndefined<Detail extends object>(
  detail: Detail,
): { [Name in keyof Detail]?: NonNullable<Detail[Name]> } {
  return Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Detail]?: NonNullable<Detail[Name]>;
  };
}
