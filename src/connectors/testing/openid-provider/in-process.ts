/** HTTP without a socket: the requests of a `fetch`, answered by a listener of `node:http` in the same process. */
import { createServer, type IncomingMessage, type RequestListener, request as send } from 'node:http';
import { duplexPair } from 'node:stream';

/** Answers whatever host it is asked for. Follows no redirect, and keeps its answers' cookies apart. */
export function inProcessFetch(listener: RequestListener): (request: Request) => Promise<Response> {
  const server = createServer(listener);
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const body = Buffer.from(await request.arrayBuffer());
    const [near, far] = duplexPair();
    server.emit('connection', far);
    return new Promise((resolve, reject) => {
      const outgoing = send({
        createConnection: () => near,
        method: request.method,
        path: pathname + search,
        headers: { ...Object.fromEntries(request.headers), 'content-length': body.length, connection: 'close' },
      });
      outgoing.once('response', (incoming) => read(incoming).then(resolve, reject));
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  };
}

const BODILESS = [204, 205, 304];

async function read(incoming: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = new Headers();
  for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '');
  }
  const status = incoming.statusCode ?? 500;
  return new Response(BODILESS.includes(status) ? null : Buffer.concat(chunks), { status, headers });
}
