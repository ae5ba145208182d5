import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { GracefulShutdown } from './index.js';

describe('GracefulShutdown', () => {
  let server: Server;
  const agent = new Agent({ keepAlive: true });
  const waiting: ServerResponse[] = [];
  const order: string[] = [];

  async function start(limitMs?: number): Promise<{ shutdown: GracefulShutdown; port: number }> {
    waiting.length = 0;
    order.length = 0;
    server = createServer((request, response) => {
      if (request.url === '/slow') waiting.push(response);
      else response.end('quick');
    });
    const shutdown = new GracefulShutdown(server, {
      onBegin: () => order.push(server.listening ? 'not ready while listening' : 'too late'),
      ...(limitMs !== undefined && { limitMs }),
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { shutdown, port: (server.address() as AddressInfo).port };
  }

  afterEach(() => {
    agent.destroy();
    server.closeAllConnections();
  });

  function fetchPath(port: number, path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      get({ port, path, agent, host: '127.0.0.1' }, (response: IncomingMessage) => {
        let body = '';
        response.on('data', (chunk) => {
          body += String(chunk);
        });
        response.on('end', () => resolve(`${body}, connection: ${response.headers.connection}`));
      }).on('error', reject);
    });
  }

  it('GracefulShutdown lets the request in flight finish, accepts no new one, then resolves', async () => {
    const { shutdown, port } = await start();
    expect(await fetchPath(port, '/quick')).toBe('quick, connection: keep-alive');
    const slow = fetchPath(port, '/slow');
    await once(server, 'request');
    const closed = shutdown.close();
    expect(order).toEqual(['not ready while listening']);
    expect(server.listening).toBe(false);
    const refused = connect(port, '127.0.0.1');
    await expect(once(refused, 'connect')).rejects.toThrow('ECONNREFUSED');
    waiting[0]?.end('finished after the signal');
    expect(await slow).toBe('finished after the signal, connection: close');
    expect(await closed).toBe('finished');
  });

  it('GracefulShutdown closes keep-alive connections that have nothing to do', async () => {
    const { shutdown, port } = await start();
    await fetchPath(port, '/quick');
    expect(await shutdown.close()).toBe('finished');
  });

  it('cuts off what does not finish within the limit', async () => {
    const { shutdown, port } = await start(1);
    const slow = fetchPath(port, '/slow').catch((error: Error) => error.message);
    await once(server, 'request');
    expect(await shutdown.close()).toBe('cut off');
    expect(await slow).toMatch(/socket hang up|ECONNRESET/);
  });

  it('GracefulShutdown does it once, however many signals come, and also when it never listened', async () => {
    const { shutdown } = await start();
    expect(shutdown.close()).toBe(shutdown.close());
    await shutdown.close();
    expect(order).toHaveLength(1);
    expect(await new GracefulShutdown(createServer()).close()).toBe('finished');
  });
});
