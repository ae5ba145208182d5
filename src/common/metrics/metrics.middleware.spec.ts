import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PorticoConfig } from '../../config/index.js';
import { SilentLogger } from '../logging/index.js';
import { Metrics, MetricsMiddleware } from './index.js';

const LOOPBACK = ['loopback'];

/** Readers that the next requests meet. */
let readers: readonly string[] = LOOPBACK;
let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    const config = Object.assign(new PorticoConfig(), { metricsReaders: readers });
    new MetricsMiddleware(config, new Metrics(), new SilentLogger()).use(incoming, response, () => {
      response.writeHead(404).end('somebody else');
    });
  });
  // Both families, as with HOST=::, where IPv4 addresses come as IPv6 ones.
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function get(
  path = '/metrics',
  headers: Record<string, string> = {},
  { method = 'GET', host = '127.0.0.1' } = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host, path, method, headers, agent: false }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', reject).end();
  });
}

describe('/metrics', () => {
  it('/metrics answers who connects from loopback, unless configured otherwise', async () => {
    readers = new PorticoConfig().metricsReaders;
    expect(await get()).toBe(200);
    expect(await get('/metrics?x=1')).toBe(200);
    expect(await get('/metrics', { host: 'localhost:3000' })).toBe(200);
  });

  it.each([
    ['forwarded', 'for=192.0.2.1'],
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-host', 'login.example.com'],
    ['x-real-ip', '127.0.0.1'],
    ['via', '1.1 proxy'],
  ])('/metrics is not there for what a proxy on this machine passes on, by %s', async (name, value) => {
    readers = LOOPBACK;
    expect(await get('/metrics', { [name]: value })).toBe(404);
    expect(await get('/metrics', { 'x-other': value })).toBe(200);
  });

  it('/metrics is not there for a page that reaches loopback under its own name', async () => {
    readers = LOOPBACK;
    for (const host of ['127.0.0.1', '::1']) {
      expect(await get('/metrics', { host: 'evil.example' }, { host })).toBe(404);
      for (const own of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000']) {
        expect(await get('/metrics', { host: own }, { host })).toBe(200);
      }
    }
  });

  it('/metrics answers the configured addresses and nobody else', async () => {
    readers = ['10.0.0.0/8'];
    expect(await get()).toBe(404);
    readers = ['10.0.0.0/8', '127.0.0.0/8'];
    expect(await get()).toBe(200);
    readers = [];
    expect(await get()).toBe(404);
  });

  it('/metrics is one path, read by GET', async () => {
    readers = LOOPBACK;
    expect([await get('/metricsx'), await get('/metrics/x'), await get('/metrics', {}, { method: 'POST' })]).toEqual([
      404, 404, 404,
    ]);
  });
});
