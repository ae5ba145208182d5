import { KeyObject } from 'node:crypto';
import { get } from 'node:https';
import { afterEach, describe, expect, it } from '@jest/globals';
import { loadSeed, parseSeed, type Sandbox, SeedError, startSandbox } from '../index.js';
import { KeyRing } from '../world/key-ring.js';

describe('starting a sandbox', () => {
  const started: Sandbox[] = [];
  const environment = process.env.NODE_ENV;
  const start = async (...options: Parameters<typeof startSandbox>): Promise<Sandbox> => {
    const sandbox = await startSandbox(...options);
    started.push(sandbox);
    return sandbox;
  };
  afterEach(async () => {
    process.env.NODE_ENV = environment;
    await Promise.all(started.splice(0).map((sandbox) => sandbox.close()));
  });

  it('listens on a free port of 127.0.0.1', async () => {
    expect((await start()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it.each(['0.0.0.0', '192.0.2.1', 'example.com'])('starting a sandbox refuses the host %s', async (host) => {
    await expect(start({ host })).rejects.toThrow(/loopback only/);
  });

  it('starting a sandbox refuses production', async () => {
    process.env.NODE_ENV = 'production';
    await expect(start()).rejects.toThrow(/NODE_ENV=production/);
  });

  it('starting a sandbox speaks https when given a key and a certificate', async () => {
    const { privateKey, certificate } = (await KeyRing.create(new Date())).signingKey('organizations');
    const key = KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' });
    const cert = `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`;
    const { url } = await start({ tls: { key, cert } });
    expect(url).toMatch(/^https:/);
    const body = await new Promise<string>((resolve, reject) => {
      const path = `${url}/common/v2.0/.well-known/openid-configuration`;
      get(path, { ca: cert, checkServerIdentity: () => undefined }, async (response) =>
        resolve((await response.toArray()).join('')),
      ).on('error', reject);
    });
    expect(JSON.parse(body)).toMatchObject({ issuer: `${url}/{tenantid}/v2.0` });
  });

  it('starting a sandbox says that a port is taken', async () => {
    const { url } = await start();
    await expect(start({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('starting a sandbox closes although a request hangs', async () => {
    const sandbox = await start();
    sandbox.control.trouble({ endpoint: 'keys', kind: 'hang' });
    const hanging = fetch(`${sandbox.url}/common/discovery/keys`);
    await fetch(`${sandbox.url}/_sandbox`);
    await Promise.all([sandbox.close(), expect(hanging).rejects.toThrow()]);
  });

  it('starting a sandbox takes a seed of one’s own', async () => {
    const { tenants } = loadSeed();
    const sandbox = await start({ seed: parseSeed({ tenants: tenants.slice(1), applications: [] }) });
    expect((await fetch(`${sandbox.url}/contoso.com/v2.0/.well-known/openid-configuration`)).status).toBe(400);
    expect((await fetch(`${sandbox.url}/fabrikam.com/v2.0/.well-known/openid-configuration`)).status).toBe(200);
  });
});

describe('a seed', () => {
  const tenant = { id: 'fab71ca0-7e1a-4c8d-8b62-0fab71ca0f01', displayName: 'Fabrikam', domains: ['fabrikam.com'] };
  const problemsOf = (seed: unknown): readonly string[] => {
    try {
      parseSeed(seed);
      return [];
    } catch (error) {
      if (error instanceof SeedError) return error.problems;
      throw error;
    }
  };

  it('a seed is accepted when it is one', () => {
    expect(problemsOf({ tenants: [tenant], applications: [] })).toEqual([]);
  });

  it.each<[string, unknown, RegExp]>([
    ['no object', [], /must be a JSON object/],
    ['no tenants', { applications: [] }, /^tenants: /],
    ['an id that is no GUID', { tenants: [{ ...tenant, id: 'x' }], applications: [] }, /^tenants\[0\]\.id: .*GUID/],
    ['an unknown field', { tenants: [{ ...tenant, colour: 1 }], applications: [] }, /^tenants\[0\]\.colour: /],
    [
      'a domain used twice',
      { tenants: [tenant, { ...tenant, id: tenant.id.replace('1', '2') }], applications: [] },
      /already used/,
    ],
    [
      'a group that does not exist',
      {
        tenants: [
          {
            ...tenant,
            users: [{ id: tenant.id.replace('1', '3'), userPrincipalName: 'a@b', displayName: 'A', groups: ['G'] }],
          },
        ],
        applications: [],
      },
      /^tenants\[0\]\.users\[0\]\.groups: no group is called "G"/,
    ],
  ])('a seed is refused with %s, the field named', (_what, seed, message) => {
    expect(problemsOf(seed)).toContainEqual(expect.stringMatching(message));
  });
});
