import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { currentRequestContext } from '../request-context.js';
import { contentSecurityPolicy, imageOriginOf, requestContext, securityHeaders } from './index.js';

function appWith(trustProxy: readonly string[], issuer = 'http://localhost:3000') {
  const app = express();
  app.disable('x-powered-by');
  app.use(requestContext({ trustProxy }), securityHeaders({ issuer }));
  app.get('/', (_request, response) => {
    response.json(currentRequestContext());
  });
  return app;
}

describe('requestContext', () => {
  it('requestContext makes a correlation id of its own, whatever the request brings', async () => {
    const first = await request(appWith([])).get('/').set('X-Correlation-Id', 'forged');
    const second = await request(appWith([])).get('/');
    expect(first.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(first.body.correlationId).toBe(first.headers['x-correlation-id']);
    expect(second.body.correlationId).not.toBe(first.body.correlationId);
  });

  const forwarded = (trustProxy: readonly string[], header: string) =>
    request(appWith(trustProxy)).get('/').set('X-Forwarded-For', header);

  it('requestContext believes X-Forwarded-For only from a trusted proxy', async () => {
    expect((await forwarded([], '203.0.113.9')).body.ip).toBe('127.0.0.1');
    expect((await forwarded(['10.0.0.0/8'], '203.0.113.9')).body.ip).toBe('127.0.0.1');
    expect((await forwarded(['loopback'], '203.0.113.9')).body.ip).toBe('203.0.113.9');
  });

  it('requestContext takes the first address from the right that no trusted proxy has', async () => {
    const header = '198.51.100.1, 203.0.113.9, 10.1.2.3';
    expect((await forwarded(['loopback', '10.0.0.0/8'], header)).body.ip).toBe('203.0.113.9');
    expect((await forwarded(['loopback'], header)).body.ip).toBe('10.1.2.3');
  });

  it('requestContext never takes text for an address', async () => {
    expect((await forwarded(['loopback'], 'unknown')).body.ip).toBe('127.0.0.1');
  });

  it.each([
    ['203.0.113.9:50123', '203.0.113.9'],
    ['[2001:db8::9]:50123', '2001:db8::9'],
    ['2001:db8::9', '2001:db8::9'],
    ['203.0.113.9:50123, 10.1.2.3:443', '203.0.113.9'],
    ['203.0.113.9:port', '127.0.0.1'],
  ])('requestContext reads %s, as some proxies write it', async (header, ip) => {
    expect((await forwarded(['loopback', '10.0.0.0/8'], header)).body.ip).toBe(ip);
  });

  it('requestContext warns once of a proxy that nobody named, and not of one that is', async () => {
    const said: object[] = [];
    const appThat = (trustProxy: readonly string[]) => {
      const app = express();
      app.use(requestContext({ trustProxy }, { warn: (detail, message) => void said.push({ ...detail, message }) }));
      return app.get('/', (_request, response) => void response.end());
    };
    const [unnamed, named] = [appThat([]), appThat(['loopback'])];
    await request(unnamed).get('/');
    await request(named).get('/').set('X-Forwarded-For', '203.0.113.9');
    expect(said).toEqual([]);
    for (let time = 0; time < 3; time += 1) await request(unnamed).get('/').set('X-Forwarded-For', '203.0.113.9');
    expect(said).toEqual([
      { proxy: expect.stringContaining('127.0.0.1'), message: expect.stringContaining('PORTICO_TRUST_PROXY') },
    ]);
  });

  it('cuts an endless user agent', async () => {
    const answer = await request(appWith([])).get('/').set('User-Agent', 'x'.repeat(5000));
    expect(answer.body.userAgent).toHaveLength(256);
  });
});

describe('securityHeaders', () => {
  it('securityHeaders are on every answer', async () => {
    const { headers } = await request(appWith([])).get('/');
    expect(headers['content-security-policy']).toBe(contentSecurityPolicy());
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('securityHeaders demand https of browsers only where the issuer is https', async () => {
    expect((await request(appWith([])).get('/')).headers).not.toHaveProperty('strict-transport-security');
    const { headers } = await request(appWith([], 'https://login.example.com')).get('/');
    expect(headers['strict-transport-security']).toMatch(/^max-age=31536000/);
  });
});

describe('contentSecurityPolicy', () => {
  it('contentSecurityPolicy allows no script, no frame, no foreign form and no upgrade of plain http', () => {
    const policy = contentSecurityPolicy();
    for (const directive of [
      "default-src 'none'",
      "script-src 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ]) {
      expect(policy.split('; ')).toContain(directive);
    }
    expect(policy).not.toMatch(/unsafe|upgrade-insecure|\*/);
  });

  it('contentSecurityPolicy lists exactly the origins of the logos', () => {
    const policy = contentSecurityPolicy({ imageOrigins: ['https://cdn.example.com', 'https://cdn.example.com'] });
    expect(policy.split('; ')).toContain("img-src 'self' https://cdn.example.com");
  });

  it.each(['https://a.example; script-src *', 'data:', '*', 'https://a.example/path', 'https:', 'javascript:alert(1)'])(
    'contentSecurityPolicy refuses %s as an image origin',
    (origin) => {
      expect(() => contentSecurityPolicy({ imageOrigins: [origin] })).toThrow(TypeError);
    },
  );

  it('contentSecurityPolicy knows the origin of a logo', () => {
    expect(imageOriginOf('https://cdn.example.com:8443/logo.png?x=1')).toBe('https://cdn.example.com:8443');
    expect(imageOriginOf('data:image/png;base64,AAAA')).toBeUndefined();
    expect(imageOriginOf('//cdn.example.com/x')).toBeUndefined();
  });
});
