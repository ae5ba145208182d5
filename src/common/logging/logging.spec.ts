import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import { runInRequestContext } from '../request-context.js';
import { createLogger, NestLogger, requestLogging } from './index.js';

const canary = 'CANARY0123456789abcdefCANARY';

function memory() {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { stream, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

describe('the log', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.close();
    server?.closeAllConnections();
  });

  it('the log is one JSON object a line, with the correlation id of the request being served', () => {
    const { stream, last, lines } = memory();
    const logger = createLogger({ logLevel: 'info' }, stream);
    runInRequestContext({ correlationId: 'corr-1', ip: '::1', userAgent: '' }, () =>
      logger.child({ connection: 'contoso' }).warn({ line: 'a\r\nb\u0000' }, 'Something\nhappened'),
    );
    expect(last()).toMatchObject({ level: 'warn', correlationId: 'corr-1', connection: 'contoso' });
    expect(lines.join('').trim().split('\n')).toHaveLength(1);
  });

  it('the log scrubs details, errors and messages of whoever writes', () => {
    const { stream, lines } = memory();
    const logger = createLogger({ logLevel: 'trace' }, stream);
    logger.error({ client_secret: canary, err: new Error(`Bearer ${canary}`) }, `code=${canary}`);
    logger.pino.error(Object.assign(new Error('raw'), { body: canary, cause: { access_token: canary } }));
    logger.pino.warn(`id_token=${canary}`);
    logger.child({ password: canary }).info({}, 'child');
    new NestLogger(logger).error(new Error(`code=${canary}`), `Error\n    at code=${canary}`, 'Context');
    new NestLogger(logger).log(`state=${canary}`, 'Router');
    expect(lines).toHaveLength(6);
    expect(lines.join('')).not.toContain(canary);
  });

  it('the log says nothing below its level', () => {
    const { stream, lines } = memory();
    createLogger({ logLevel: 'warn' }, stream).info({}, 'quiet');
    expect(lines).toEqual([]);
    createLogger({ logLevel: 'info' }, stream).info({}, 'heard');
    expect(lines).toHaveLength(1);
  });

  it('the log has one line a request, with the path and without query, headers and body', async () => {
    const { stream, lines, last } = memory();
    const log = requestLogging(createLogger({ logLevel: 'debug' }, stream));
    let ended: () => void = () => {};
    const logged = new Promise<void>((resolve) => {
      ended = resolve;
    });
    server = createServer((request, response) => {
      runInRequestContext({ correlationId: 'corr-2', ip: '203.0.113.9', userAgent: canary }, () => {
        log(request, response, () => {
          response.once('finish', () => setImmediate(ended));
          response.writeHead(403, { 'set-cookie': `session=${canary}` }).end();
        });
      });
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await fetch(`http://127.0.0.1:${port}/login/callback/contoso?code=${canary}&state=${canary}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${canary}`, cookie: `a=${canary}` },
      body: new URLSearchParams({ client_secret: canary }),
    });
    await logged;
    expect(lines.join('')).not.toContain(canary);
    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({
      level: 'warn',
      method: 'POST',
      path: '/login/callback/contoso',
      status: 403,
      correlationId: 'corr-2',
    });
  });

  it('the log says of a request whose caller hung up that it was aborted, and no status; and nothing of probes', async () => {
    const { stream, lines, last } = memory();
    const log = requestLogging(createLogger({ logLevel: 'debug' }, stream));
    const caller = new AbortController();
    const closed: Promise<unknown>[] = [];
    server = createServer((request, response) => {
      closed.push(once(response, 'close'));
      log(request, response, () => (request.url === '/login/slow' ? caller.abort() : response.end()));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    await fetch(`http://127.0.0.1:${port}/health/live`);
    await expect(fetch(`http://127.0.0.1:${port}/login/slow`, { signal: caller.signal })).rejects.toThrow('aborted');
    await Promise.all(closed);
    expect(lines).toHaveLength(1);
    expect(last()).toMatchObject({ level: 'info', path: '/login/slow', aborted: true });
    expect(last()).not.toHaveProperty('status');
  });
});
