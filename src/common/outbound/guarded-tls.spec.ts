import 'reflect-metadata';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { OutboundError } from './guarded-connector.js';
import { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.js';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const servers: Server[] = [];
let certificate: string;
let good: number;
let expired: number;

async function serve(notAfter: Date): Promise<{ readonly port: number; readonly pem: string }> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=upstream.test',
      notBefore: new Date(Date.now() - 2 * 86_400_000),
      notAfter,
      keys,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(true),
        new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'upstream.test' }]),
      ],
    },
    crypto,
  );
  const pem = made.toString('pem');
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`;
  const server = createServer({ key, cert: pem }, (_, response) => response.end('reached'));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, pem };
}

beforeAll(async () => {
  const [one, other] = [await serve(new Date(Date.now() + 86_400_000)), await serve(new Date(Date.now() - 86_400_000))];
  certificate = `${one.pem}\n${other.pem}`;
  good = one.port;
  expired = other.port;
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

async function reach(url: string, options: Partial<GuardedFetchOptions> = {}): Promise<string> {
  const fetch = createGuardedFetch({
    allow: [{ kind: 'range', cidr: '127.0.0.0/8' }],
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    ...options,
  });
  try {
    return await (await fetch(url)).text();
  } catch (error) {
    if (error instanceof OutboundError) return error.reason;
    throw error;
  }
}

describe('an upstream over https', () => {
  it('an upstream over https is reached with a certificate of a known authority for its name', async () => {
    expect(await reach(`https://upstream.test:${good}/`, { ca: certificate })).toBe('reached');
  });

  it('an upstream over https is refused with a certificate of nobody', async () => {
    expect(await reach(`https://upstream.test:${good}/`)).toBe('network');
  });

  it('an upstream over https is refused with a certificate for another name', async () => {
    expect(await reach(`https://other.test:${good}/`, { ca: certificate })).toBe('network');
  });

  it('an upstream over https is refused with a certificate that has expired', async () => {
    expect(await reach(`https://upstream.test:${expired}/`, { ca: certificate })).toBe('network');
  });
});
