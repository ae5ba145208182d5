/** The callback URL of a sign-in that is tried on this machine: hears one answer, and says to close the window. */
import { createServer, type Server } from 'node:http';
import { errorCode } from '../../common/errors.js';
import { isLoopbackHost } from '../../config/index.js';

const MAX_FORM = 64 * 1024;
const PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Portico</title><p>The answer has arrived. Close this window; the terminal says how it went.</p></html>';

export interface CallbackServer {
  readonly callbackUrl: string;
  /** The parameters of the first answer, from the query or the form. Rejects when the time is up. */
  answer(milliseconds: number): Promise<URLSearchParams>;
  close(): void;
}

/**
 * @param callbackUrl `http://localhost:{port}/{path}`, or with a loopback address.
 * @throws {Error} when it is none, or its port is in use.
 */
export async function listenForCallback(callbackUrl: string): Promise<CallbackServer> {
  const callback = onThisMachine(callbackUrl);
  const { promise, resolve } = deferred<URLSearchParams>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname !== callback.pathname) return void response.writeHead(404).end();
    readForm(request).then(
      (form) => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(PAGE);
        resolve(request.method === 'POST' ? new URLSearchParams(form) : url.searchParams);
      },
      () => response.destroy(),
    );
  });
  await listen(server, callback);
  return {
    callbackUrl,
    answer: (milliseconds) => within(milliseconds, promise),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function onThisMachine(callbackUrl: string): URL {
  const url = URL.canParse(callbackUrl) ? new URL(callbackUrl) : undefined;
  if (url?.protocol === 'http:' && url.search === '' && url.hash === '' && isLoopbackHost(url.hostname)) return url;
  throw new Error('--callback takes a URL on this machine, for example http://localhost:8765/callback.');
}

async function readForm(request: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += chunk.toString('utf8');
    if (text.length > MAX_FORM) throw new Error('The answer is too large.');
  }
  return text;
}

/** Only this machine may bring the answer. */
function listen(server: Server, { hostname, port }: URL): Promise<void> {
  return new Promise((done, reject) => {
    server.once('error', (error) =>
      reject(
        errorCode(error) === 'EADDRINUSE'
          ? new Error(`Port ${port || 80} is in use. Say --callback with another one.`)
          : error,
      ),
    );
    server.listen(Number(port || 80), hostname.replace(/^\[|\]$/g, ''), () => done());
  });
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new Error(`No answer arrived within ${milliseconds / 1000} seconds. Is the callback URL registered?`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
