/** What becomes of a request whose socket was used before: by then the upstream may have closed it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { OutboundError } from './guarded-connector.js';
import { createGuardedFetch } from './guarded-fetch.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** An upstream that says of each request which of its sockets it came by. */
async function upstream(onRequest?: (request: IncomingMessage, response: ServerResponse, served: number) => void) {
  const sockets: Socket[] = [];
  let served = 0;
  // Node would state its own time in `Keep-Alive`; most upstreams state none.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    served += 1;
    request.resume().on('end', () => {
      onRequest?.(request, response, served);
      if (!response.destroyed) response.end(String(sockets.indexOf(request.socket) + 1));
    });
  });
  server.on('connection', (socket) => sockets.push(socket));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  const fetch = createGuardedFetch({ allow: [{ kind: 'host', host: '127.0.0.1' }] });
  const post = async () => {
    // A socket is free again one turn of the event loop after its answer.
    await setImmediate();
    return (await fetch(url, { method: 'POST', body: new URLSearchParams({ code: 'one' }) })).text();
  };
  return { post, sockets, served: () => served };
}

const closings: readonly [string, (socket: Socket) => void][] = [
  ['closed', (socket) => socket.end()],
  ['destroyed', (socket) => socket.destroy()],
  ['reset', (socket) => socket.resetAndDestroy()],
];

describe('a socket to an upstream', () => {
  it('a socket to an upstream is used again', async () => {
    const { post, sockets } = await upstream();
    expect([await post(), await post(), await post()]).toEqual(['1', '1', '1']);
    expect(sockets).toHaveLength(1);
  });

  it.each(closings)(
    'a socket to an upstream that was %s by it meanwhile is not used: the request goes by another, once',
    async (_case, close) => {
      const { post, sockets, served } = await upstream();
      expect(await post()).toBe('1');
      const [first] = sockets;
      if (first === undefined) throw new Error('no socket');
      close(first);
      expect(await post()).toBe('2');
      expect(served()).toBe(2);
    },
  );

  it('a socket to an upstream is not used again beyond the time that the upstream states', async () => {
    const stating = async (header: string) => {
      const { post } = await upstream((_, response) => response.setHeader('keep-alive', header));
      return [await post(), await post()];
    };
    expect(await stating('timeout=2')).toEqual(['1', '2']);
    expect(await stating('timeout=20')).toEqual(['1', '1']);
  });

  it.each(closings)(
    'a socket to an upstream that is %s instead of an answer fails the request, which is not sent again',
    async (_case, close) => {
      const { post, served } = await upstream((request, response, count) => {
        if (count !== 2) return;
        response.destroy();
        close(request.socket);
      });
      expect(await post()).toBe('1');
      await expect(post()).rejects.toMatchObject({ reason: 'network' });
      expect(served()).toBe(2);
      expect(await post()).toBe('2');
    },
  );
});

describe('a request that waits for a socket', () => {
  it('a request that waits for a socket is not sent once its caller has given up', async () => {
    const arrived: string[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const server = createServer(async (request, response) => {
      arrived.push(request.url ?? '');
      if (request.url === '/slow') await held;
      response.end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const fetch = createGuardedFetch({ allow: [{ kind: 'host', host: '127.0.0.1' }], limits: { connections: 1 } });
    const slow = fetch(`${base}/slow`);
    await once(server, 'request');
    const abort = new AbortController();
    const given = fetch(`${base}/given-up`, { signal: abort.signal });
    const kept = fetch(`${base}/kept`);
    await setImmediate();
    abort.abort();
    await expect(given).rejects.toBeInstanceOf(OutboundError);
    release();
    await Promise.all([slow, kept]);
    expect(arrived).toEqual(['/slow', '/kept']);
  });
});
