/** When a new socket goes on with an earlier TLS session, and when it must not. */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loopbackCertificate } from '../../../test/support/certificate.js';
import { guardedConnector, OutboundError } from './guarded-connector.js';
import { createGuardedFetch } from './guarded-fetch.js';
import { UpstreamPolicy } from './upstream-policy.js';

const names = ['one.test', 'two.test'];
const ticketKeys = randomBytes(48);
const allow = [{ kind: 'range', cidr: '127.0.0.1/32' }] as const;
const servers: Server[] = [];
let certificate: Awaited<ReturnType<typeof loopbackCertificate>>;
let otherCertificate: typeof certificate;
let port: number;
/** Knows the sessions of the first upstream, as if it were the same. */
let otherPort: number;

async function serve(maxVersion: SecureVersion = 'TLSv1.3', tls = certificate): Promise<number> {
  const server = createServer({ ...tls, ticketKeys, maxVersion }, (request, response) => {
    const { socket } = request as unknown as { readonly socket: TLSSocket };
    response.setHeader('connection', 'close').end(socket.isSessionReused() ? 'resumed' : 'full');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  certificate = await loopbackCertificate(names);
  otherCertificate = await loopbackCertificate(names);
  port = await serve();
  otherPort = await serve();
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
const fetchOf = () => createGuardedFetch({ allow, resolve, ca: certificate.cert });
const ask = async (fetch: typeof globalThis.fetch, host: string, at = port) =>
  (await fetch(`https://${host}:${at}/`)).text();

describe('a second socket to an upstream', () => {
  it.each<SecureVersion>(['TLSv1.3', 'TLSv1.2'])(
    'a second socket to an upstream resumes the TLS session of the first, over %s',
    async (version) => {
      const at = await serve(version);
      const fetch = fetchOf();
      expect(await ask(fetch, 'one.test', at)).toBe('full');
      expect(await ask(fetch, 'one.test', at)).toBe('resumed');
      expect(await ask(fetch, 'one.test', at)).toBe('resumed');
    },
  );

  it('a second socket to an upstream resumes no session of another name, port or client, though the upstream would', async () => {
    const fetch = fetchOf();
    expect(await ask(fetch, 'one.test')).toBe('full');
    expect(await ask(fetch, 'two.test')).toBe('full');
    expect(await ask(fetch, 'one.test', otherPort)).toBe('full');
    expect(await ask(fetchOf(), 'one.test')).toBe('full');
    expect(await ask(fetch, 'one.test')).toBe('resumed');
  });

  it('a second socket to an upstream resumes no session of another server name on the same host', async () => {
    const fetch = fetchOf();
    const named = async (host: string) => (await fetch(`https://one.test:${port}/`, { headers: { host } })).text();
    expect(await named('one.test')).toBe('full');
    expect(await named('two.test')).toBe('full');
    expect(await named('two.test')).toBe('resumed');
  });

  it('a second socket to an upstream is refused at an address that is not permitted, whatever session there is', async () => {
    let address = '127.0.0.1';
    const fetch = createGuardedFetch({
      allow,
      resolve: async () => [{ address, family: 4 }],
      ca: certificate.cert,
    });
    expect(await ask(fetch, 'one.test')).toBe('full');
    address = '127.0.0.2';
    await expect(ask(fetch, 'one.test')).rejects.toMatchObject({ reason: 'address' });
    address = '127.0.0.1';
    expect(await ask(fetch, 'one.test')).toBe('resumed');
  });

  it('a second socket to an upstream is refused where the session is gone and the certificate is of nobody known', async () => {
    const fetch = fetchOf();
    const at = await serve();
    expect(await ask(fetch, 'one.test', at)).toBe('full');
    const [server] = servers.splice(-1);
    await new Promise((resolve) => server?.close(resolve));
    const impostor = createServer(otherCertificate, (_, response) => response.end('reached'));
    servers.push(impostor);
    await new Promise<void>((resolve) => impostor.listen(at, '127.0.0.1', resolve));
    await expect(ask(fetch, 'one.test', at)).rejects.toBeInstanceOf(OutboundError);
  });
});

describe('a TLS session', () => {
  it('a TLS session is resumed for an hour after the certificate was seen, however often it was resumed meanwhile', async () => {
    let minutes = 0;
    const connect = guardedConnector({
      policy: new UpstreamPolicy(allow),
      resolve,
      timeout: 5_000,
      ca: certificate.cert,
      clock: { now: () => minutes * 60_000 },
    });
    /** Whether a socket of this minute goes on with a session. */
    const resumedAt = (minute: number) => {
      minutes = minute;
      return new Promise<boolean>((resolve, reject) => {
        const target = { hostname: 'one.test', host: `one.test:${port}`, protocol: 'https:', port: String(port) };
        connect(target, (error, socket) => {
          if (error !== null) return reject(error);
          const tls = socket as TLSSocket;
          const isResumed = tls.isSessionReused();
          // Some upstreams send a new ticket for a resumed session, too. This one does not.
          if (isResumed) tls.emit('session', tls.getSession());
          tls.on('close', () => resolve(isResumed)).resume();
          // Tickets come with the answer.
          tls.end('GET / HTTP/1.1\r\nhost: one.test\r\n\r\n');
        });
      });
    };
    const seen: boolean[] = [];
    for (const minute of [1, 30, 59, 62, 63]) seen.push(await resumedAt(minute));
    expect(seen).toEqual([false, true, true, false, true]);
  });
});
