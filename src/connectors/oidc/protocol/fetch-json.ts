/** Fetches one public JSON document of an upstream (discovery, keys), within limits of its own. */
import type { ConnectorRuntime, JsonObject } from '../../connector.js';
import { ConnectorError, type ConnectorStep, type UpstreamErrorDetail } from '../../connector-error.js';
import { misconfigured, upstreamUnavailable } from './errors.js';

/** Longest wait for a document, in milliseconds; the guarded fetch has its own, longer limit. */
const DOCUMENT_TIME_LIMIT = 5_000;
/** Largest document, in bytes, whatever `fetch` we were lent. */
export const DOCUMENT_SIZE_LIMIT = 1024 * 1024;

/** @throws {ConnectorError} `misconfigured` for a 4xx, else `upstream_unavailable`. */
export async function fetchJsonObject(
  url: string,
  runtime: ConnectorRuntime,
  step: ConnectorStep,
): Promise<JsonObject> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error('time limit')), DOCUMENT_TIME_LIMIT);
  timer.unref();
  try {
    const { status, text } = await fetchText(url, runtime, abort.signal);
    if (status === 200) return parseStrictObject(text);
    throw refusal(`${url} answered ${status}.`, status, step, { description: text.slice(0, 2_000) });
  } catch (cause) {
    if (cause instanceof ConnectorError) throw cause;
    throw upstreamUnavailable(step, `No usable document at ${url}.`, cause);
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

/** An answer and its whole body, as JSON is asked for: no redirect is followed, and the signal ends every wait. */
export async function fetchText(
  url: string,
  runtime: Pick<ConnectorRuntime, 'fetch'>,
  signal: AbortSignal,
  authorization?: string,
): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }> {
  const headers = { accept: 'application/json', ...(authorization === undefined ? {} : { authorization }) };
  const response = await untilAborted(runtime.fetch(url, { headers, redirect: 'manual', signal }), signal);
  const text = await untilAborted(readText(response, DOCUMENT_SIZE_LIMIT), signal);
  return { status: response.status, headers: response.headers, text };
}

/** A body as text, abandoned as soon as it exceeds `limit` bytes. */
export async function readText(response: Response, limit: number): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw new Error(`The answer is larger than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}

/** Settles like `promise`, or rejects at once when `signal` aborts: a lent `fetch` may ignore its signal. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/**
 * 4xx: the address is wrong, or the upstream does not know us or refuses what we are registered with. Throttling and
 * time-outs are not that.
 */
export function refusal(
  detail: string,
  status: number,
  step: ConnectorStep,
  upstream?: UpstreamErrorDetail,
): ConnectorError {
  if (status < 400 || status >= 500 || status === 408 || status === 429) return upstreamUnavailable(step, detail);
  return misconfigured(step, detail, upstream === undefined ? {} : { upstream });
}

/**
 * JSON from outside, read with one meaning only. `JSON.parse` keeps the last of two equal members where another
 * reader keeps the first (RFC 8725 section 2.4, RFC 7519 section 4), so a duplicate is an error here.
 */

/** Deepest nesting accepted: what recurses over the value later must not run out of stack. */
const DEPTH_LIMIT = 32;

/** @throws {SyntaxError} when `text` is not a JSON object, repeats a member, names `__proto__`, or nests too deep. */
export function parseStrictObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('Not a JSON object.');
  refuseAmbiguity(text);
  return value as JsonObject;
}

/** Walks text that is known to be valid JSON: only strings, braces and brackets matter. */
function refuseAmbiguity(text: string): void {
  const open: Set<string>[] = [];
  for (const [token, quoted, colon] of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g)) {
    if (quoted === undefined) {
      if (token === '{' || token === '[') open.push(new Set());
      else open.pop();
      if (open.length > DEPTH_LIMIT) throw new SyntaxError('JSON nests too deep.');
    } else if (colon !== undefined) {
      const name: unknown = JSON.parse(quoted);
      const members = open.at(-1);
      if (typeof name !== 'string' || name === '__proto__' || members?.has(name)) {
        throw new SyntaxError('A JSON member is repeated or not allowed.');
      }
      members?.add(name);
    }
  }
}
