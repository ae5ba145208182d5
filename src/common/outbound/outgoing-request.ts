/** What is sent to an upstream, read from what `fetch` is called with: refused before a name is even resolved. */
import { OutboundError } from './guarded-connector.js';
import type { UpstreamPolicy } from './upstream-policy.js';

type FetchInput = Parameters<typeof globalThis.fetch>[0];

export interface OutgoingRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array | null;
}

/** Ports of other protocols, which no browser speaks HTTP to: https://fetch.spec.whatwg.org/#port-blocking */
const BLOCKED_PORTS: ReadonlySet<string> = new Set(
  (
    '1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 123 ' +
    '135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 ' +
    '995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080'
  ).split(' '),
);
const FORM = 'application/x-www-form-urlencoded;charset=UTF-8';
const TEXT = 'text/plain;charset=UTF-8';

/** @throws {OutboundError} `url`, `address` */
export async function readRequest(
  input: FetchInput,
  init: RequestInit | undefined,
  policy: UpstreamPolicy,
): Promise<OutgoingRequest> {
  const request = plainRequest(input, init) ?? (await anyRequest(input, init));
  refuseUrl(request.url, policy);
  request.headers.delete('cookie');
  if (!request.headers.has('accept')) request.headers.set('accept', '*/*');
  if (!request.headers.has('user-agent')) request.headers.set('user-agent', 'Portico');
  // Token answers are small: unpacking them costs more than they save on the way.
  request.headers.set('accept-encoding', 'identity');
  return request;
}

/** What the protocol libraries send. A `Request` would cost more than the rest of the way out. */
function plainRequest(
  input: FetchInput,
  { method = 'GET', body, headers }: RequestInit = {},
): OutgoingRequest | undefined {
  if (input instanceof Request || (method !== 'GET' && method !== 'POST')) return undefined;
  if (method === 'GET' && body !== undefined && body !== null) return undefined;
  const isForm = body instanceof URLSearchParams;
  if (!isForm && typeof body !== 'string' && body !== undefined && body !== null) return undefined;
  const sent = {
    url: urlOf(input),
    method,
    headers: new Headers(headers),
    body: isForm ? body.toString() : (body ?? null),
  };
  if (sent.body !== null && !sent.headers.has('content-type')) sent.headers.set('content-type', isForm ? FORM : TEXT);
  return sent;
}

/** Everything else that `fetch` takes. The caller's signal is listened to beside. */
async function anyRequest(input: FetchInput, init: RequestInit | undefined): Promise<OutgoingRequest> {
  let request: Request;
  try {
    request = new Request(input, { ...init, signal: null });
  } catch (cause) {
    throw new OutboundError('url', { cause });
  }
  const { method, headers, body } = request;
  return {
    url: urlOf(request.url),
    method,
    headers,
    body: body === null ? null : new Uint8Array(await request.arrayBuffer()),
  };
}

function urlOf(text: string | URL): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new OutboundError('url', { cause });
  }
  if (url.username !== '' || url.password !== '') throw new OutboundError('url');
  return url;
}

function refuseUrl(url: URL, policy: UpstreamPolicy): void {
  if (BLOCKED_PORTS.has(url.port)) throw new OutboundError('url');
  if (url.protocol === 'https:') return;
  if (url.protocol !== 'http:') throw new OutboundError('url');
  const target = { host: url.hostname, port: Number(url.port) || 80, secure: false };
  if (!policy.mayUsePlainHttp(target)) throw new OutboundError('address');
}
