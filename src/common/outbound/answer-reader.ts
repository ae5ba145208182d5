/** Reads one answer of an upstream whole, within its limits, and makes the `Response` that the caller gets. */
import { promisify } from 'node:util';
import { brotliDecompress, unzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { OutboundError, type OutboundFailure } from './guarded-connector.js';

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** Nobody keeps cookies, and the body handed on is unpacked already. */
const DROPPED: readonly string[] = ['set-cookie', 'content-encoding', 'content-length', 'transfer-encoding'];
/** Statuses whose `Response` may have no body at all. */
const BODILESS: readonly number[] = [204, 205, 304];
/** Nobody asks for a packed answer; some upstreams send nothing else. */
const UNPACK: Readonly<
  Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer<ArrayBuffer>>>
> = {
  gzip: promisify(unzip),
  'x-gzip': promisify(unzip),
  deflate: promisify(unzip),
  br: promisify(brotliDecompress),
};
const CODINGS = 5;

/** What undici tells of one request as it goes, and its end as a promise. */
export class AnswerReader implements Dispatcher.DispatchHandler {
  /** Rejects with an `OutboundError`, whatever went wrong. */
  readonly answer: Promise<Response>;
  private succeed: (answer: Promise<Response>) => void = () => undefined;
  private reject: (failure: OutboundError) => void = () => undefined;
  private again: (() => void) | undefined;
  private isSecondTry = false;
  private controller: Dispatcher.DispatchController | undefined;
  private failure: OutboundError | undefined;
  private status = 0;
  private headers: [string, string][] = [];
  private readonly chunks: Buffer[] = [];
  private size = 0;

  /** `limit`: bytes of the body, before and after it is unpacked. */
  constructor(private readonly limit: number) {
    this.answer = new Promise((resolve, reject) => {
      this.succeed = resolve;
      this.reject = reject;
    });
  }

  /** Sends the request: nothing, once the wait has ended. `dispatch` may be called a second time, by the rule below. */
  send(dispatch: (reader: this) => void): void {
    if (this.failure !== undefined) return;
    this.again = () => this.send(dispatch);
    dispatch(this);
  }

  /** Ends the wait at once, and the request: one that waits for a socket is not sent. */
  fail(cause: unknown): void {
    this.failure ??= cause instanceof OutboundError ? cause : new OutboundError(reasonOf(cause), { cause });
    this.reject(this.failure);
    this.controller?.abort(this.failure);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.failure !== undefined) controller.abort(this.failure);
  }

  onResponseStart({ rawHeaders }: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    if (REDIRECTS.includes(status)) {
      this.fail(new OutboundError('redirect'));
      return;
    }
    this.status = status;
    this.headers = pairsOf(rawHeaders);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.byteLength;
    if (this.size > this.limit) this.fail(new OutboundError('size'));
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.succeed(this.response());
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    // The upstream has left a socket that was kept, which is found before anything is written: no request was begun.
    const isUnsent = this.controller === undefined && 'code' in error && error.code === 'ECONNRESET';
    if (isUnsent && !this.isSecondTry && this.again !== undefined) {
      this.isSecondTry = true;
      setImmediate(this.again);
    } else {
      this.fail(error);
    }
  }

  private async response(): Promise<Response> {
    try {
      const { status } = this;
      const bytes = await unpacked(Buffer.concat(this.chunks), this.headers, this.limit);
      const headers = this.headers.filter(([name]) => !DROPPED.includes(name));
      return new Response(BODILESS.includes(status) ? null : bytes, { status, headers });
    } catch (cause) {
      throw new OutboundError(reasonOf(cause), { cause });
    }
  }
}

/** As they came, one byte a character, which is what `Headers` takes; undici's own reading is UTF-8. */
function pairsOf(raw: Dispatcher.DispatchController['rawHeaders']): [string, string][] {
  if (!Array.isArray(raw)) return [];
  const texts = raw.map((one: Buffer | string) => (typeof one === 'string' ? one : one.toString('latin1')));
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < texts.length; index += 2) {
    pairs.push([(texts[index] ?? '').toLowerCase(), texts[index + 1] ?? '']);
  }
  return pairs;
}

async function unpacked(
  bytes: Buffer<ArrayBuffer>,
  headers: readonly [string, string][],
  limit: number,
): Promise<Buffer<ArrayBuffer>> {
  const codings = headers
    .filter(([name]) => name === 'content-encoding')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > CODINGS) throw new TypeError('The answer is packed too many times.');
  let result = bytes;
  for (const coding of codings.reverse()) {
    if (result.byteLength === 0) return result;
    const unpack = UNPACK[coding];
    if (unpack === undefined) throw new TypeError('The answer is packed in a way that nobody asked for.');
    // What is counted is what comes out, so that a small answer cannot unfold into a large one.
    result = await unpack(result, { maxOutputLength: limit });
  }
  return result;
}

/** undici wraps what the connector threw; the reason is somewhere along the causes. */
function reasonOf(error: unknown): OutboundFailure {
  let one: unknown = error;
  for (let depth = 0; depth < 5 && typeof one === 'object' && one !== null; depth += 1) {
    if (one instanceof OutboundError) return one.reason;
    const code = 'code' in one ? String(one.code) : '';
    if (TIME_CODES.includes(code)) return 'time';
    if (SIZE_CODES.includes(code)) return 'size';
    one = 'cause' in one ? one.cause : undefined;
  }
  return 'network';
}

const TIME_CODES = ['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'];
const SIZE_CODES = ['UND_ERR_HEADERS_OVERFLOW', 'HPE_HEADER_OVERFLOW', 'ERR_BUFFER_TOO_LARGE'];
