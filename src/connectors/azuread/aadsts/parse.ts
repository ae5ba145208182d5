/** Reads Microsoft's error texts: the numbers, and the ids that its support asks for. Pure; the input is anybody's. */
import type { JsonObject } from '../../connector.js';
import type { UpstreamErrorDetail } from '../../connector-error.js';
import { umbrellaCodes } from './rules.js';

/** Longest text that is read, and kept for the log. */
const textLimit = 2000;

export interface AadstsReading {
  /** The number that says most; undefined when there is none. */
  readonly code?: number;
  readonly detail: UpstreamErrorDetail;
}

/**
 * Reads an `error_description`, and `members` of the JSON around it where there is one. Lines are separated by CRLF
 * or by spaces. Only a number at the start of a text counts: what follows may quote what somebody typed.
 */
export function readAadsts(description: string | undefined, members: JsonObject = {}): AadstsReading {
  const text = (description ?? '').slice(0, textLimit);
  const codes = [...numbersOf(text), ...listedCodes(members.error_codes)];
  const code = codes.find((one) => !umbrellaCodes.includes(one)) ?? codes[0];
  const ids = {
    code: code === undefined ? undefined : `AADSTS${code}`,
    traceId: identifier(members.trace_id) ?? after(text, 'Trace ID'),
    correlationId: identifier(members.correlation_id) ?? after(text, 'Correlation ID'),
    timestamp: /Timestamp: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)/.exec(text)?.[1],
    description: text === '' ? undefined : text,
  };
  const detail: UpstreamErrorDetail = Object.fromEntries(
    Object.entries(ids).filter(([, value]) => value !== undefined),
  );
  return code === undefined ? { detail } : { code, detail };
}

/** The number in what a person typed or pasted from Microsoft's page; undefined when there is none. */
export function codeTyped(typed: string): { readonly code: number; readonly isNamed: boolean } | undefined {
  const text = typed.slice(0, textLimit);
  const named = /AADSTS\s{0,3}(\d{4,9})\b/i.exec(text)?.[1];
  const number = named ?? /^\s{0,10}(?:error(?: code)?[:\s]{0,3})?(\d{4,9})\s{0,10}[.:]?\s{0,10}$/i.exec(text)?.[1];
  return number === undefined ? undefined : { code: Number(number), isNamed: named !== undefined };
}

/** Older answers have one text after another, each starting with its number. */
function numbersOf(text: string): number[] {
  return [...text.matchAll(/(?:^|\n)AADSTS(\d{4,9})\b/g)].map((match) => Number(match[1]));
}

function listedCodes(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((one): one is number => Number.isSafeInteger(one)) : [];
}

function after(text: string, label: string): string | undefined {
  return new RegExp(`${label}: ([0-9a-f-]{36})(?![0-9a-f-])`, 'i').exec(text)?.[1];
}

function identifier(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f-]{36}$/i.test(value) ? value : undefined;
}
