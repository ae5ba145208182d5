import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, loadConfig } from './index.js';

const key = () => randomBytes(32).toString('base64');

function problemsOf(variables: Record<string, string>): Record<string, string> {
  try {
    loadConfig(variables);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return Object.fromEntries(error.problems.map(({ variable, message }) => [variable, message]));
    }
    throw error;
  }
  return {};
}

describe('loadConfig', () => {
  it('loadConfig needs nothing: every variable has its default', () => {
    const config = loadConfig({ PATH: '/usr/bin' });
    expect(config).toMatchObject({ issuer: 'http://localhost:3000', port: 3000, host: '127.0.0.1', logLevel: 'info' });
    expect(config).toMatchObject({ production: false, trustProxy: [], upstreamAllow: [], connectors: [] });
    expect(config.dataDir).toMatch(/\/data$/);
    expect(config.secretKeys).toBeUndefined();
    expect(config.managementAudience).toBe('http://localhost:3000/api/v2/');
    expect(config.secureCookies).toBe(false);
  });

  it('loadConfig takes every variable', () => {
    const keys = [key(), key()];
    const config = loadConfig({
      NODE_ENV: 'production',
      PORTICO_ISSUER: 'https://login.example.com',
      PORT: '8080',
      HOST: '0.0.0.0',
      PORTICO_DATA_DIR: '/var/lib/portico',
      PORTICO_SECRET_KEY: keys.join(', '),
      PORTICO_MANAGEMENT_CLIENT_ID: 'terraform',
      PORTICO_MANAGEMENT_CLIENT_SECRET: 'sixteen-letters!',
      PORTICO_TRUST_PROXY: 'loopback, 10.0.0.0/8, 2001:db8::1',
      PORTICO_UPSTREAM_ALLOW: '127.0.0.1:8443,[::1]:9000,idp.internal,fd00::/8',
      LOG_LEVEL: 'warn',
    });
    expect(config.issuer).toBe('https://login.example.com');
    expect(config.secureCookies).toBe(true);
    expect(config.secretKeys?.map((one) => one.toString('base64'))).toEqual(keys);
    expect(config.managementClient).toEqual({ id: 'terraform', secret: 'sixteen-letters!' });
    expect(config.trustProxy).toEqual(['loopback', '10.0.0.0/8', '2001:db8::1']);
    expect(config.upstreamAllow).toEqual([
      { kind: 'host', host: '127.0.0.1', port: 8443 },
      { kind: 'host', host: '::1', port: 9000 },
      { kind: 'host', host: 'idp.internal' },
      { kind: 'range', cidr: 'fd00::/8' },
    ]);
  });

  it('loadConfig cannot be changed afterwards', () => {
    const config = loadConfig({ PORTICO_TRUST_PROXY: 'loopback' });
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.trustProxy)).toBe(true);
  });

  it('loadConfig takes an empty variable for an unset one', () => {
    expect(loadConfig({ PORTICO_ISSUER: '', DATABASE_URL: ' ', PORT: '' }).port).toBe(3000);
  });

  it('loadConfig reports every problem in one message that names the variables', () => {
    const variables = { PORT: 'http', LOG_LEVEL: 'loud', PORTICO_ISSUER: 'login.example.com', PORTICO_ISUER: 'x' };
    expect(Object.keys(problemsOf(variables)).sort()).toEqual(['LOG_LEVEL', 'PORT', 'PORTICO_ISSUER', 'PORTICO_ISUER']);
    expect(() => loadConfig(variables)).toThrow(/LOG_LEVEL: must be one of fatal, .*\n[\s\S]*PORTICO_ISUER: is not a/);
  });

  it.each([
    ['ftp://login.example.com', 'absolute http'],
    ['https://login.example.com/', 'exactly as https://login.example.com '],
    ['https://Login.example.com', 'exactly as https://login.example.com '],
    ['https://login.example.com:443', 'exactly as https://login.example.com '],
    ['https://login.example.com/hub', 'root of a host'],
    ['https://login.example.com?a=b', 'query or fragment'],
    ['https://login.example.com#', 'query or fragment'],
    ['https://user:pass@login.example.com', 'user name or password'],
  ])('loadConfig refuses the issuer %s', (issuer, remedy) => {
    expect(problemsOf({ PORTICO_ISSUER: issuer })).toEqual({ PORTICO_ISSUER: expect.stringContaining(remedy) });
    expect(problemsOf({ PORTICO_ISSUER: 'https://login.example.com' })).toEqual({});
  });

  it('loadConfig refuses plain http in production, except on loopback', () => {
    const production = { NODE_ENV: 'production', PORTICO_SECRET_KEY: key() };
    expect(problemsOf({ ...production, PORTICO_ISSUER: 'http://login.example.com' })).toHaveProperty('PORTICO_ISSUER');
    expect(problemsOf({ ...production, PORTICO_ISSUER: 'http://127.0.0.1:3000' })).toEqual({});
    expect(problemsOf({ ...production, PORTICO_ISSUER: 'https://login.example.com' })).toEqual({});
    expect(problemsOf({ PORTICO_ISSUER: 'http://login.example.com' })).toEqual({});
  });

  it('loadConfig refuses a missing key in production and with DATABASE_URL', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual({
      PORTICO_SECRET_KEY: expect.stringContaining('a missing key'),
    });
    const DATABASE_URL = 'postgres://portico:hunter2@db/portico';
    const withoutKey = problemsOf({ DATABASE_URL });
    expect(withoutKey).toEqual({ PORTICO_SECRET_KEY: expect.stringContaining('must be given with DATABASE_URL') });
    expect(JSON.stringify(withoutKey)).not.toContain('hunter2');
    expect(loadConfig({ DATABASE_URL, PORTICO_SECRET_KEY: key() }).databaseUrl).toBe(DATABASE_URL);
  });

  it.each([
    ['mysql://portico:hunter2@db/portico', 'PostgreSQL connection URL'],
    ['db/portico?password=hunter2', 'PostgreSQL connection URL'],
    ['postgres://portico:hunter2@db', 'name the database'],
    ['postgres://portico:hunter2#@db/portico', '%23'],
    ['postgres://portico:hunter2%zz@db/portico', '%25'],
    ['postgres://portico:hunter2@db/portico?pool_size=0', 'pool_size'],
  ])('loadConfig refuses the database URL %s, without showing it', (bad, remedy) => {
    const problems = problemsOf({ DATABASE_URL: bad, PORTICO_SECRET_KEY: key() });
    expect(problems).toEqual({ DATABASE_URL: expect.stringContaining(remedy) });
    expect(JSON.stringify(problems)).not.toContain('hunter2');
    const good = 'postgresql://portico:hunter%23%25@db:5433/portico?pool_size=5&sslmode=verify-full';
    expect(problemsOf({ DATABASE_URL: good, PORTICO_SECRET_KEY: key() })).toEqual({});
  });

  it.each([
    ['too short', randomBytes(16).toString('base64')],
    ['not base64', `${key().slice(0, -2)}!=`],
    ['one byte repeated', Buffer.alloc(32, 7).toString('base64')],
    ['an empty part', `${key()},`],
  ])('loadConfig refuses a key that is %s, without showing it', (_what, bad) => {
    const problems = problemsOf({ PORTICO_SECRET_KEY: bad });
    expect(problems).toHaveProperty('PORTICO_SECRET_KEY');
    expect(JSON.stringify(problems)).not.toContain(bad.slice(0, 12));
    expect(problemsOf({ PORTICO_SECRET_KEY: key() })).toEqual({});
  });

  it('loadConfig wants both halves of the management client, and a secret worth the name', () => {
    expect(problemsOf({ PORTICO_MANAGEMENT_CLIENT_ID: 'a' })).toHaveProperty('PORTICO_MANAGEMENT_CLIENT_SECRET');
    expect(problemsOf({ PORTICO_MANAGEMENT_CLIENT_SECRET: 'x'.repeat(16) })).toHaveProperty(
      'PORTICO_MANAGEMENT_CLIENT_ID',
    );
    const short = problemsOf({ PORTICO_MANAGEMENT_CLIENT_ID: 'a', PORTICO_MANAGEMENT_CLIENT_SECRET: 'hunter2' });
    expect(short).toEqual({ PORTICO_MANAGEMENT_CLIENT_SECRET: expect.not.stringContaining('hunter2') });
  });

  it.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '1e3'],
    ['HOST', 'not a host'],
    ['PORTICO_TRUST_PROXY', '0.0.0.0/0'],
    ['PORTICO_TRUST_PROXY', 'true'],
    ['PORTICO_TRUST_PROXY', '10.1'],
    ['PORTICO_UPSTREAM_ALLOW', 'https://idp.internal'],
    ['PORTICO_UPSTREAM_ALLOW', 'idp.internal:0'],
    ['PORTICO_UPSTREAM_ALLOW', '::/0'],
    ['PORTICO_CONNECTORS', 'https://example.com/connector.js'],
    ['PORTICO_CONNECTORS', './a.js, @acme/b, ./a.js'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
  ])('loadConfig refuses %s=%s', (variable, value) => {
    expect(Object.keys(problemsOf({ [variable]: value }))).toEqual([variable]);
  });
});

describe('rate limits and readers of the metrics', () => {
  it('rate limits and readers of the metrics have defaults, may be set, and are off only where somebody says so', () => {
    expect(loadConfig({}).rateLimits).toEqual({ login: 3000, token: 6000, management: 3000 });
    const set = { PORTICO_RATE_LIMIT_LOGIN: '1', PORTICO_RATE_LIMIT_TOKEN: 'off', PORTICO_RATE_LIMIT_MANAGEMENT: '' };
    expect(loadConfig(set).rateLimits).toEqual({ login: 1, management: 3000 });
    expect(loadConfig({}).metricsReaders).toEqual(['loopback']);
    expect(loadConfig({ PORTICO_METRICS: 'off' }).metricsReaders).toEqual([]);
    expect(loadConfig({ PORTICO_METRICS: 'loopback, 10.1.2.3' }).metricsReaders).toEqual(['loopback', '10.1.2.3']);
  });

  it.each(['0', '-1', '1.5', '1e3', '1000001', 'none', 'OFF'])(
    'rate limits and readers of the metrics refuse the limit %p',
    (value) => {
      expect(problemsOf({ PORTICO_RATE_LIMIT_TOKEN: value })).toEqual({
        PORTICO_RATE_LIMIT_TOKEN: expect.stringContaining('from 1 to 1000000, or "off"'),
      });
      expect(problemsOf({ PORTICO_RATE_LIMIT_TOKEN: '1000000' })).toEqual({});
    },
  );

  it.each(['public', '0.0.0.0/0', 'loopback, prometheus'])(
    'rate limits and readers of the metrics refuse the readers %p',
    (value) => {
      expect(problemsOf({ PORTICO_METRICS: value })).toEqual({ PORTICO_METRICS: expect.stringContaining('"off"') });
      expect(problemsOf({ PORTICO_METRICS: '10.0.0.0/8' })).toEqual({});
    },
  );
});
