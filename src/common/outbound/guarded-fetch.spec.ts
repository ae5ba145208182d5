import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { OutboundError } from './guarded-connector.js';
import { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener, host = '127.0.0.1'): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

function guarded(options: Partial<GuardedFetchOptions> = {}): typeof fetch {
  return createGuardedFetch({ allow: [{ kind: 'host', host: '127.0.0.1' }], ...options });
}

async function failureOf(promise: Promise<unknown>): Promise<OutboundError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OutboundError)) throw new Error(`expected an OutboundError, got ${String(error)}`);
  return error;
}

describe('an answer of an allowed upstream', () => {
  it('arrives whole, as a Response', async () => {
    const port = await serve((_, response) => response.setHeader('content-type', 'application/json').end('{"a":1}'));
    const response = await guarded()(`http://127.0.0.1:${port}/`);
    expect(response).toBeInstanceOf(Response);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ a: 1 });
  });

  it.each([
    ['gzip', gzipSync('a'.repeat(500))],
    ['deflate', deflateSync('a'.repeat(500))],
    ['br', brotliCompressSync('a'.repeat(500))],
    ['gzip, br', brotliCompressSync(gzipSync('a'.repeat(500)))],
  ])('an answer of an allowed upstream is unpacked though nobody asked for it packed: %s', async (coding, packed) => {
    const port = await serve((request, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      response.setHeader('content-encoding', coding).end(packed);
    });
    const response = await guarded({ limits: { bodySize: 500 } })(`http://127.0.0.1:${port}/`);
    expect(await response.text()).toBe('a'.repeat(500));
    expect(response.headers.has('content-encoding')).toBe(false);
  });

  it('an answer of an allowed upstream may have any bytes in its headers', async () => {
    const port = await serve((_, response) => response.setHeader('x-reason', 'Zugriff für alle verweigert').end());
    const response = await guarded()(`http://127.0.0.1:${port}/`);
    expect(response.headers.get('x-reason')).toBe('Zugriff für alle verweigert');
  });

  it('an answer of an allowed upstream may be an error status or have no body', async () => {
    const port = await serve((request, response) => response.writeHead(request.url === '/no' ? 404 : 204).end());
    expect((await guarded()(`http://127.0.0.1:${port}/no`)).status).toBe(404);
    expect((await guarded()(`http://127.0.0.1:${port}/`)).body).toBeNull();
  });

  it('an answer of an allowed upstream answers the method, headers and body that were sent', async () => {
    const port = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (body: string) => {
        response.end(`${request.method} ${request.headers['content-type']} ${body}`);
      });
    });
    const response = await guarded()(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: new URLSearchParams({ code: 'a b' }),
    });
    expect(await response.text()).toBe('POST application/x-www-form-urlencoded;charset=UTF-8 code=a+b');
  });

  it('an answer of an allowed upstream is the same for a text, a form, bytes and a Request', async () => {
    const port = await serve((request, response) => {
      request.setEncoding('utf8').on('data', (body: string) => {
        response.end(`${request.method} ${request.url} ${request.headers['content-type']} ${body}`);
      });
    });
    const url = `http://127.0.0.1:${port}/a?b=c`;
    const headers = { 'Content-Type': 'text/x' };
    const bytes = new TextEncoder().encode('d=e');
    const given: readonly Parameters<typeof fetch>[] = [
      [`${url}#fragment`, { method: 'POST', headers, body: 'd=e' }],
      [new URL(url), { method: 'POST', headers, body: new URLSearchParams({ d: 'e' }) }],
      [url, { method: 'post', headers, body: bytes }],
      [new Request(url, { method: 'POST', headers, body: bytes })],
    ];
    const answers = await Promise.all(given.map(async (one) => (await guarded()(...one)).text()));
    expect(new Set(answers)).toEqual(new Set(['POST /a?b=c text/x d=e']));
  });

  it('an answer of an allowed upstream takes and leaves no cookies', async () => {
    const port = await serve((request, response) =>
      response.setHeader('set-cookie', 'a=b').end(String(request.headers.cookie)),
    );
    const response = await guarded()(`http://127.0.0.1:${port}/`, { headers: { cookie: 'c=d' } });
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(await response.text()).toBe('undefined');
  });
});

describe('an answer beyond the limits', () => {
  it('an answer beyond the limits is refused when it is larger than the limit, by one byte', async () => {
    const port = await serve((_, response) => response.end('a'.repeat(501)));
    const error = await failureOf(guarded({ limits: { bodySize: 500 } })(`http://127.0.0.1:${port}/`));
    expect(error.reason).toBe('size');
  });

  it('an answer beyond the limits is refused when it unfolds beyond the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    const port = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    expect((await failureOf(guarded()(`http://127.0.0.1:${port}/`))).reason).toBe('size');
  });

  it('an answer beyond the limits is refused when it never ends', async () => {
    let closed: (() => void) | undefined;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const port = await serve((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('a'.repeat(16_384))) if (response.destroyed) return;
      };
      response.on('drain', more).on('close', () => closed?.());
      more();
    });
    expect((await failureOf(guarded()(`http://127.0.0.1:${port}/`))).reason).toBe('size');
    await gone;
  });

  it('an answer beyond the limits is refused when its headers are too large', async () => {
    const port = await serve((_, response) => response.setHeader('x', 'a'.repeat(2_000)).end());
    const url = `http://127.0.0.1:${port}/`;
    expect((await failureOf(guarded({ limits: { headerSize: 1_000 } })(url))).reason).toBe('size');
    expect((await guarded({ limits: { headerSize: 4_000 } })(url)).status).toBe(200);
  });

  it('an answer beyond the limits is refused when it does not come in time', async () => {
    const port = await serve(() => undefined);
    const error = await failureOf(guarded({ limits: { totalTime: 50 } })(`http://127.0.0.1:${port}/`));
    expect(error.reason).toBe('time');
  });

  it('an answer beyond the limits is refused when its body stops in the middle', async () => {
    const port = await serve((_, response) => response.writeHead(200).write('half'));
    const error = await failureOf(guarded({ limits: { totalTime: 50 } })(`http://127.0.0.1:${port}/`));
    expect(error.reason).toBe('time');
  });

  it.each([301, 302, 303, 307, 308])(
    'an answer beyond the limits is refused when it is a redirect (%i), which is not followed',
    async (status) => {
      let hits = 0;
      const target = await serve((_, response) => {
        hits += 1;
        response.end();
      });
      const port = await serve((_, response) =>
        response.writeHead(status, { location: `http://127.0.0.1:${target}/` }).end(),
      );
      const error = await failureOf(guarded()(`http://127.0.0.1:${port}/`, { redirect: 'follow' }));
      expect([error.reason, hits]).toEqual(['redirect', 0]);
    },
  );
});

describe('a request', () => {
  it('a request ends when its caller gives up', async () => {
    const abort = new AbortController();
    const port = await serve(() => abort.abort());
    expect((await failureOf(guarded()(`http://127.0.0.1:${port}/`, { signal: abort.signal }))).reason).toBe('aborted');
  });

  it('a request is not sent when its caller has given up already, whether the signal is beside it or part of it', async () => {
    let served = 0;
    const port = await serve((_, response) => {
      served += 1;
      response.end();
    });
    const url = `http://127.0.0.1:${port}/`;
    for (const ask of [
      (signal: AbortSignal) => guarded()(url, { signal }),
      (signal: AbortSignal) => guarded()(new Request(url, { signal })),
    ]) {
      expect((await failureOf(ask(AbortSignal.abort()))).reason).toBe('aborted');
      expect(served).toBe(0);
      expect((await ask(new AbortController().signal)).status).toBe(200);
      served = 0;
    }
  });

  it('a request asks no proxy that the environment names', async () => {
    let proxied = 0;
    const proxy = await serve((_, response) => {
      proxied += 1;
      response.end();
    });
    const port = await serve((_, response) => response.end('direct'));
    process.env.HTTP_PROXY = process.env.http_proxy = `http://127.0.0.1:${proxy}`;
    try {
      const response = await guarded()(`http://127.0.0.1:${port}/`);
      expect([await response.text(), proxied]).toEqual(['direct', 0]);
    } finally {
      delete process.env.HTTP_PROXY;
      delete process.env.http_proxy;
    }
  });

  it('a request says the same of a closed port, a slow one, a redirect and a forbidden address', async () => {
    const slow = await serve(() => undefined);
    const moved = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
    const fetch = guarded({ limits: { totalTime: 50 } });
    const targets = [
      'http://127.0.0.1:1/',
      `http://127.0.0.1:${slow}/`,
      `http://127.0.0.1:${moved}/`,
      'https://10.0.0.1/',
    ];
    const errors = await Promise.all(targets.map((url) => failureOf(fetch(url))));
    expect(new Set(errors.map((error) => error.message))).toEqual(new Set(['The upstream could not be reached.']));
    expect(new Set(errors.map((error) => error.reason)).size).toBeGreaterThan(2);
  });
});
