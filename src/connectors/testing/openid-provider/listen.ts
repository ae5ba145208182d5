/** The same OpenID Provider over a port of this machine: for a hub, a browser, `portico connector try`. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FakePerson } from '../upstream/fake-token-endpoint.js';
import type { MisbehavingProvider } from '../upstream/misbehaving-provider.js';
import { completed, factsOf, type OpenIdProviderFacts, type OpenIdProviderSetup } from './options.js';
import { OpenIdProviderUpstream, openIdProvider } from './upstream.js';

export interface StartOpenIdProviderOptions extends Omit<OpenIdProviderSetup, 'issuer'> {
  /** Where sign-ins may come back to, byte for byte. */
  readonly redirectUris: readonly string[];
  /** Who can sign in: the login page lists them. */
  readonly people: readonly FakePerson[];
  /** Default: a free one. */
  readonly port?: number;
  /** Default: the machine's clock. */
  readonly now?: () => Date;
}

/** A provider that listens, on loopback only. */
export interface RunningOpenIdProvider
  extends OpenIdProviderFacts,
    Pick<MisbehavingProvider, 'forge' | 'fail' | 'lie' | 'rotateKeys'> {
  close(): Promise<void>;
}

export async function startOpenIdProvider(options: StartOpenIdProviderOptions): Promise<RunningOpenIdProvider> {
  const { redirectUris, people, port = 0, now = () => new Date(), ...registration } = options;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const setup = completed({ ...registration, issuer }, redirectUris, people);
  const upstream = new OpenIdProviderUpstream(setup, openIdProvider(setup), now);
  server.on('request', (request, response) => void answer(upstream, issuer, request, response));
  return {
    ...factsOf(setup),
    forge: (forgery) => upstream.forge(forgery),
    fail: (outage) => upstream.fail(outage),
    lie: (lie) => upstream.lie(lie),
    rotateKeys: () => upstream.rotateKeys(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // An upstream that hangs would be waited for.
        server.closeAllConnections();
      }),
  };
}

async function answer(
  upstream: OpenIdProviderUpstream,
  issuer: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  try {
    const response = await upstream.fetch(await toRequest(issuer, incoming), { signal: gone.signal });
    for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
    outgoing.setHeader('set-cookie', response.headers.getSetCookie());
    outgoing.writeHead(response.status);
    if (response.body === null) outgoing.end();
    else await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), outgoing);
  } catch {
    // Dead: the connection ends without an answer. Or whoever asked has gone.
    outgoing.destroy();
  }
}

/** Headers of the connection that it came over, which are not for the next one. */
const OF_THE_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', 'expect'];

async function toRequest(issuer: string, incoming: IncomingMessage): Promise<Request> {
  const { method = 'GET', url = '/' } = incoming;
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headers).filter(([name]) => !OF_THE_CONNECTION.includes(name));
  return new Request(issuer + url, {
    method,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.concat(chunks) }),
    redirect: 'manual',
  });
}
