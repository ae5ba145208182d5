import { describe, expect, it } from '@jest/globals';
import { scrub, scrubText } from './scrub.js';

const canary = 'CANARY0123456789abcdefCANARY';

describe('scrub', () => {
  it.each([
    'authorization',
    'Cookie',
    'set-cookie',
    'client_secret',
    'clientSecret',
    'state',
    'code',
    'id_token',
    'access_token',
    'refreshToken',
    'code_verifier',
    'password',
    'secretKeys',
  ])('redacts %s at any depth', (name) => {
    expect(JSON.stringify(scrub({ [name]: canary, a: [{ b: { [name]: canary } }] }))).not.toContain(canary);
  });

  it('scrub keeps what merely looks similar', () => {
    const detail = {
      code: 'access_denied',
      inner: { code: 'AADSTS7000222', errorCode: 'x', token_endpoint: 'https://idp.example/token' },
      status: 401,
    };
    expect(scrub(detail)).toEqual(detail);
  });

  it('scrub logs of an error what explains it, its causes included, and no request, body or header', () => {
    const cause = Object.assign(new Error(`POST failed with client_secret=${canary}`), {
      code: 'ECONNREFUSED',
      config: { headers: { authorization: canary } },
      body: canary,
    });
    const error = Object.assign(new Error('The upstream does not answer.', { cause }), { request: { body: canary } });
    const text = JSON.stringify(scrub({ err: error }));
    expect(text).not.toContain(canary);
    expect(scrub({ err: error })).toMatchObject({
      err: { name: 'Error', message: 'The upstream does not answer.', cause: { code: 'ECONNREFUSED' } },
    });
  });

  it('scrub tells an error code from an authorization code in an error', () => {
    expect(scrub(Object.assign(new Error('x'), { code: canary }))).not.toHaveProperty('err.code');
    expect(scrub(Object.assign(new Error('x'), { code: 'SQLITE_BUSY' }))).toHaveProperty('err.code', 'SQLITE_BUSY');
  });

  it('scrub never opens requests, streams, headers, buffers and private keys', () => {
    const text = JSON.stringify(
      scrub({
        headers: new Headers({ authorization: canary }),
        form: new URLSearchParams({ code: canary }),
        key: Buffer.from(canary),
        jwk: { kty: 'RSA', d: canary, n: 'public' },
        url: new URL(`https://hub.example/callback?code=${canary}`),
      }),
    );
    expect(text).not.toContain(canary);
    expect(text).not.toContain(Buffer.from(canary).toString('base64'));
    expect(text).toContain('https://hub.example/callback');
  });

  it('scrub survives cycles, depth, getters that throw and huge input', () => {
    const cyclic: Record<string, unknown> = { a: 1 };
    cyclic.self = cyclic;
    const error = new Error('loop');
    error.cause = error;
    const hostile = {
      get trap(): never {
        throw new Error(canary);
      },
    };
    expect(scrub(cyclic)).toEqual({ a: 1, self: '[circular]' });
    expect(JSON.stringify(scrub(error))).toContain('[circular]');
    expect(scrub(hostile)).toEqual({ detail: '[unreadable]' });
    expect(JSON.stringify(scrub({ text: 'x'.repeat(1_000_000) })).length).toBeLessThan(10_000);
  });
});

describe('scrubText', () => {
  it.each([
    `Authorization: Bearer ${canary}`,
    `GET /login/callback/contoso?code=${canary}&session_state=1`,
    `grant_type=authorization_code&code_verifier=${canary}&client_secret=${canary}`,
    `Unexpected token } in {"client_secret": "${canary}"`,
    `Unterminated {"client_secret":"${canary}`,
    `token eyJhbGciOiJSUzI1NiJ9.${canary}.${canary}`,
  ])('scrubText finds the credential in: %s', (text) => {
    expect(scrubText(text)).not.toContain(canary);
  });

  it('scrubText leaves ordinary sentences alone', () => {
    const text = 'The connection "contoso" has error_code=700016 and a basic problem: 3 of 4 retries failed.';
    expect(scrubText(text)).toBe(text);
  });
});
