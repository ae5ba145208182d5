/** A real HTTP server on a loopback port that answers as a `fetch` does: for what must be reached over a socket. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface ServedFetch {
  readonly origin: string;
  close(): Promise<void>;
}

/** @param answering gets the origin first, since an upstream has to know its own address. */
export async function serveFetch(answering: (origin: string) => typeof globalThis.fetch): Promise<ServedFetch> {
  let fetch: typeof globalThis.fetch | undefined;
  let origin = '';
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !['connection', 'content-length', 'host'].includes(name)
        ? [[name, value] as const]
        : [],
    );
    const answer = await fetch?.(`${origin}${request.url}`, {
      method: request.method ?? 'GET',
      headers: Object.fromEntries(headers),
      ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
    });
    response.writeHead(answer?.status ?? 500, Object.fromEntries(answer?.headers ?? []));
    response.end(answer === undefined ? '' : Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  fetch = answering(origin);
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
