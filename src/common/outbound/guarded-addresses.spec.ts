import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { UpstreamAllowance } from '../../config/portico-config.js';
import { OutboundError } from './guarded-connector.js';
import { createGuardedFetch } from './guarded-fetch.js';

let sink: Server;
let port: number;
let sockets: number;

beforeAll(async () => {
  sink = createServer((_, response) => response.end('reached'));
  sink.on('connection', () => {
    sockets += 1;
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  port = (sink.address() as AddressInfo).port;
});
afterAll(() => {
  sink.closeAllConnections();
  sink.close();
});
beforeEach(() => {
  sockets = 0;
});

interface Reach {
  readonly allow?: readonly UpstreamAllowance[];
  /** One list for each resolution, the last one repeated. */
  readonly answers?: readonly (readonly string[])[];
}

async function reach(url: string, { allow = [], answers = [] }: Reach = {}): Promise<string> {
  let asked = 0;
  const resolve = async (): Promise<LookupAddress[]> => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  const fetch = createGuardedFetch({ allow, resolve, limits: { connectTime: 500, totalTime: 1_000 } });
  try {
    return await (await fetch(url)).text();
  } catch (error) {
    if (error instanceof OutboundError) return error.reason;
    throw error;
  }
}

const loopback: UpstreamAllowance = { kind: 'host', host: '127.0.0.1' };

describe('the sink of these tests', () => {
  it('the sink of these tests is reached where it is allowed, by name, by literal and by range', async () => {
    expect(await reach(`http://127.0.0.1:${port}/`, { allow: [loopback] })).toBe('reached');
    expect(await reach(`http://127.0.0.1:${port}/`, { allow: [{ ...loopback, port }] })).toBe('reached');
    expect(await reach(`http://2130706433:${port}/`, { allow: [loopback] })).toBe('reached');
    expect(await reach(`http://[::ffff:127.0.0.1]:${port}/`, { allow: [{ kind: 'range', cidr: '127.0.0.0/8' }] })).toBe(
      'reached',
    );
    const named = { allow: [{ kind: 'host', host: 'Upstream.Test' } as const], answers: [['127.0.0.1']] };
    expect(await reach(`http://upstream.test:${port}/`, named)).toBe('reached');
    const ranged = { allow: [{ kind: 'range', cidr: '127.0.0.0/30' } as const], answers: [['127.0.0.1']] };
    expect(await reach(`http://upstream.test:${port}/`, ranged)).toBe('reached');
  });

  it('the sink of these tests is not reached beside what is allowed: another port, another name, another range', async () => {
    expect(await reach(`http://127.0.0.1:${port}/`, { allow: [{ ...loopback, port: port + 1 }] })).toBe('address');
    expect(
      await reach(`http://other.test:${port}/`, {
        allow: [{ kind: 'host', host: 'upstream.test' }],
        answers: [['127.0.0.1']],
      }),
    ).toBe('address');
    expect(await reach(`http://127.0.0.1:${port}/`, { allow: [{ kind: 'range', cidr: '10.0.0.0/8' }] })).toBe(
      'address',
    );
    expect(sockets).toBe(0);
  });
});

describe('addresses that no upstream has', () => {
  const hosts = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0',
    '0.0.0.0',
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::7f00:1]',
    '[64:ff9b::7f00:1]',
    '[fd00::1]',
    '[fe80::1]',
    '[2002:7f00:1::]',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '168.63.129.16',
    '[fd00:ec2::254]',
    '198.18.0.1',
    '192.0.2.1',
    '224.0.0.1',
    '255.255.255.255',
    '０x7f.1',
    '１２７.0.0.1',
  ];

  it.each(hosts)('addresses that no upstream has are refused as literals over https: %s', async (host) => {
    expect(await reach(`https://${host}:${port}/`)).toBe('address');
    expect(sockets).toBe(0);
  });

  it.each(['127.0.0.1', '::1', 'fd00::1', '169.254.169.254', '168.63.129.16', '::ffff:10.0.0.1', '64:ff9b::a00:1'])(
    'addresses that no upstream has are refused when a name resolves to them: %s',
    async (address) => {
      expect(await reach(`https://upstream.test:${port}/`, { answers: [[address]] })).toBe('address');
      expect(sockets).toBe(0);
    },
  );

  it.each([
    ['the private one last', ['93.184.215.14', '127.0.0.1']],
    ['the private one first', ['127.0.0.1', '93.184.215.14']],
    ['of the other family', ['93.184.215.14', '::1']],
  ])(
    'addresses that no upstream has are refused beside a public address of the same name, %s',
    async (_, addresses) => {
      expect(await reach(`https://upstream.test:${port}/`, { answers: [addresses] })).toBe('address');
      expect(sockets).toBe(0);
    },
  );

  it.each(['localhost', 'localhost.', 'metadata.google.internal'])(
    'addresses that no upstream has are refused under the name %s',
    async (name) => {
      expect(await reach(`https://${name}:${port}/`, { answers: [['127.0.0.1']] })).toBe('address');
    },
  );

  it('addresses that no upstream has are judged by the very answer that the socket uses: a name that changes gets nothing', async () => {
    const answers = [['192.0.2.1'], ['127.0.0.1']];
    expect(await reach(`https://upstream.test:${port}/`, { answers })).toBe('address');
    const allow: UpstreamAllowance[] = [{ kind: 'range', cidr: '127.0.0.2/32' }];
    expect(await reach(`http://upstream.test:${port}/`, { allow, answers: [['127.0.0.2'], ['127.0.0.1']] })).not.toBe(
      'reached',
    );
    expect(sockets).toBe(0);
  });
});

describe('URLs that are never requested', () => {
  it.each([
    [`http://good@127.0.0.1:PORT/`, 'url'],
    [`http://user:password@127.0.0.1:PORT/`, 'url'],
    ['file:///etc/passwd', 'url'],
    ['gopher://127.0.0.1:PORT/', 'url'],
    ['ftp://127.0.0.1:PORT/', 'url'],
    ['data:text/plain,reached', 'url'],
    ['not a url', 'url'],
    ['http://127.0.0.1:25/', 'url'],
  ])('%s', async (url, reason) => {
    expect(await reach(url.replace('PORT', String(port)), { allow: [loopback] })).toBe(reason);
    expect(sockets).toBe(0);
  });

  it('plain http, unless the target is allowed', async () => {
    expect(await reach('http://upstream.test/', { answers: [['93.184.215.14']] })).toBe('address');
    const elsewhere: UpstreamAllowance[] = [{ kind: 'range', cidr: '10.0.0.0/8' }];
    expect(await reach('http://upstream.test/', { allow: elsewhere, answers: [['93.184.215.14']] })).toBe('address');
  });
});
