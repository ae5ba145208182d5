import { describe, expect, it } from '@jest/globals';
import { operationOf } from './upstream-metrics.js';

const bearer = { headers: { authorization: 'Bearer token' } };

describe('what a request to an upstream is for', () => {
  it.each([
    ['https://login.example/t/v2.0/.well-known/openid-configuration', undefined, 'discovery'],
    ['https://login.example/.well-known/oauth-authorization-server/t', undefined, 'discovery'],
    ['https://login.example/t/discovery/v2.0/keys', undefined, 'keys'],
    ['https://login.example/common/discovery/keys', undefined, 'keys'],
    ['https://login.example/.well-known/jwks.json', undefined, 'keys'],
    ['https://login.example/oauth2/v3/certs', undefined, 'keys'],
    ['https://login.example/t/oauth2/v2.0/token', { method: 'POST', body: new URLSearchParams() }, 'token'],
    ['https://login.example/x', { method: 'POST', body: 'a=b&grant_type=authorization_code' }, 'token'],
    ['https://login.example/x', { method: 'POST', body: 'a=b' }, 'other'],
    ['https://graph.example/v1.0/me', bearer, 'resource'],
    ['https://graph.example/v1.0/me/keys', bearer, 'resource'],
    ['https://login.example/', undefined, 'other'],
    ['nonsense', undefined, 'other'],
  ])('the purpose of a request to an upstream is told by its shape: %s', (url, init, operation) => {
    expect(operationOf(url, init)).toBe(operation);
  });

  it('the purpose of a request to an upstream is told from a Request and from a URL as well', () => {
    const url = new URL('https://login.example/t/oauth2/token');
    expect(operationOf(new Request(url, { method: 'POST', body: 'grant_type=x' }))).toBe('token');
    expect(operationOf(new URL('https://login.example/t/keys'))).toBe('keys');
  });
});
