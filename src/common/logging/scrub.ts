import { types } from 'node:util';

/**
 * Takes secrets out of what is about to be logged: by the names they go by, by the shapes they have in text, and by
 * never copying from an error anything but what explains it. A log line is the likeliest place for a secret to leak to.
 */
const REDACTED = '[redacted]';
const MAX_DEPTH = 8;
const MAX_ITEMS = 100;
const MAX_TEXT = 8_192;
const MAX_CAUSES = 5;

/** Names whose values are secrets, in lower case without `_` and `-`. */
const SECRET_NAMES = new Set([
  'authorization',
  'proxyauthorization',
  'cookie',
  'cookies',
  'setcookie',
  'state',
  'nonce',
  'codeverifier',
  'verifier',
  'checks',
  'assertion',
  'clientassertion',
  'samlresponse',
  'idtokenhint',
  'loginticket',
  'handle',
  'masterkey',
  'secretkey',
  'secretkeys',
  'secrets',
  'privatekey',
  'keptform',
]);
const SECRET_ENDINGS = ['secret', 'token', 'tokens', 'password', 'passwd'];

/** What an error code looks like, in contrast to an authorization code, which has the same name. */
const ERROR_CODE = /^(?:[A-Z][A-Z0-9_]{2,39}|[a-z]+(?:_[a-z]+){0,6})$/;

const PARAMETERS =
  'client_secret|client_assertion|code|state|nonce|id_token|id_token_hint|access_token|refresh_token|code_verifier|password|session_state';
const TEXT_RULES: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]{4,}(?:\.[\w-]*){2,4}/g, REDACTED],
  [/\b(Bearer|Basic)\s+(?=\S*[\d=])[\w.~+/=-]{6,}/gi, `$1 ${REDACTED}`],
  [new RegExp(`\\b(${PARAMETERS})=[^&\\s"'<>]+`, 'gi'), `$1=${REDACTED}`],
  [new RegExp(`(["'])(${PARAMETERS})\\1\\s*:\\s*(["']).*?(?:\\3|$)`, 'gi'), `$1$2$1:"${REDACTED}"`],
];

/** A copy of `detail` that is safe to log. Never throws, never grows beyond fixed limits, survives cycles. */
export function scrub(detail: object): Record<string, unknown> {
  try {
    const copy = isError(detail) ? { err: detail } : detail;
    const scrubbed = scrubValue(copy, new WeakSet());
    return isRecord(scrubbed) ? scrubbed : { detail: scrubbed };
  } catch {
    // A getter that throws must not turn a log line into a failure.
    return { detail: '[unreadable]' };
  }
}

/** The text without whatever in it has the shape of a credential. */
export function scrubText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return TEXT_RULES.reduce((scrubbed, [pattern, replacement]) => scrubbed.replace(pattern, replacement), short);
}

/** Node's own errors are of another realm where modules run in a context of their own. */
function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function scrubValue(value: unknown, seen: WeakSet<object>, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
      return scrubText(value);
    case 'bigint':
      return value.toString();
    case 'function':
    case 'symbol':
      return undefined;
    case 'object':
      return value === null ? null : scrubObject(value, seen, depth);
    default:
      return value;
  }
}

function scrubObject(value: object, seen: WeakSet<object>, depth: number): unknown {
  if (seen.has(value)) return '[circular]';
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (value instanceof URL) return `${value.origin}${value.pathname}`;
  if (isError(value)) return scrubError(value, seen);
  if (ArrayBuffer.isView(value)) return '[binary]';
  seen.add(value);
  try {
    if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => scrubValue(item, seen, depth + 1));
    if (!isPlain(value)) return `[${value.constructor?.name ?? 'object'}]`;
    // A JWK with its private half goes by any name.
    if ('kty' in value && ('d' in value || 'k' in value)) return REDACTED;
    const entries = Object.entries(value).slice(0, MAX_ITEMS);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, isSecret(key, item) ? REDACTED : scrubValue(item, seen, depth + 1)]),
    );
  } finally {
    seen.delete(value);
  }
}

/** Requests, responses, streams and the like are named, never opened: they lead to headers and bodies. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function isSecret(key: string, value: unknown): boolean {
  if (value === undefined || value === null || typeof value === 'boolean') return false;
  const name = key.toLowerCase().replace(/[_-]/g, '');
  if (name === 'code') return typeof value === 'string' ? !ERROR_CODE.test(value) : typeof value === 'object';
  return SECRET_NAMES.has(name) || SECRET_ENDINGS.some((ending) => name.endsWith(ending));
}

/** Properties of errors that explain and hold no request, response or body. */
const TELLING = ['code', 'status', 'statusCode', 'errorCode', 'step', 'reason', 'syscall', 'type'] as const;

function scrubError(error: Error, seen: WeakSet<object>, causes = 0): Record<string, unknown> {
  if (seen.has(error)) return { name: error.name, message: '[circular]' };
  seen.add(error);
  const told = error as Error & Partial<Record<(typeof TELLING)[number] | 'detail' | 'upstream', unknown>>;
  const copy: Record<string, unknown> = { name: error.name, message: scrubText(error.message) };
  for (const key of TELLING) {
    const value = told[key];
    const isTelling = typeof value === 'string' ? !isSecret(key, value) : typeof value === 'number';
    if (isTelling) copy[key] = scrubValue(value, seen);
  }
  for (const key of ['detail', 'upstream'] as const) {
    if (told[key] !== undefined) copy[key] = scrubValue(told[key], seen, 1);
  }
  if (error.stack !== undefined) copy.stack = scrubText(error.stack);
  if (error.cause !== undefined && causes < MAX_CAUSES) {
    copy.cause = isError(error.cause) ? scrubError(error.cause, seen, causes + 1) : scrubValue(error.cause, seen, 1);
  }
  return copy;
}
