import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import express, { type Express } from 'express';
import request from 'supertest';
import { SilentLogger } from '../logging/index.js';
import { currentRequestContext } from '../request-context.js';
import { bodyParser, requestContext, sendApiError } from './index.js';

const logger = new SilentLogger();

describe('bodyParser', () => {
  let app: Express;
  beforeAll(() => {
    app = express();
    app.use(requestContext({ trustProxy: [] }));
    app.use(bodyParser(['json', 'form'], (error, _request, response) => sendApiError(error, response, logger)));
    app.post('/', (incoming, response) => {
      response.json({ body: incoming.body ?? null, inContext: currentRequestContext() !== undefined });
    });
  });

  const post = (type: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    request(app)
      .post('/')
      .set({ 'content-type': type, ...headers })
      .serialize((sent: unknown) => String(sent))
      .send(body as string);

  it.each([
    ['application/json', '{"a":[1,{"b":"ü"}]}', { a: [1, { b: 'ü' }] }],
    ['application/json; charset=utf-8', '{"a":1}', { a: 1 }],
    ['Application/JSON; charset="UTF-8"', '{"a":1}', { a: 1 }],
    ['application/x-www-form-urlencoded', 'a=1&b=%C3%BC', { a: '1', b: 'ü' }],
  ])('bodyParser reads %s, within the request context', async (type, sent, body) => {
    const answer = await post(type, sent);
    expect(answer.body).toEqual({ body, inContext: true });
  });

  it('bodyParser lets a request without a body pass', async () => {
    expect((await request(app).post('/')).body.body).toBeNull();
    expect((await request(app).post('/').set('content-length', '0')).body.body).toBeNull();
  });

  const deep = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

  it.each([
    ['malformed JSON', 'application/json', '{"a":', 400, 'invalid_body'],
    ['a JSON scalar', 'application/json', '"a"', 400, 'invalid_body'],
    ['another type', 'text/plain', '{"a":1}', 415, 'unsupported_media_type'],
    ['a type that only looks similar', 'application/json-patch+json', '[]', 415, 'unsupported_media_type'],
    ['multipart', 'multipart/form-data; boundary=x', '--x--', 415, 'unsupported_media_type'],
    ['UTF-7', 'application/json; charset=utf-7', '{"a":1}', 415, 'unsupported_charset'],
    ['Latin 1 form', 'application/x-www-form-urlencoded; charset=iso-8859-1', 'a=1', 415, 'unsupported_charset'],
    ['a body over 100 kB', 'application/json', `{"a":"${'x'.repeat(102_400)}"}`, 413, 'payload_too_large'],
    ['a form with 201 fields', 'application/x-www-form-urlencoded', 'a=1&'.repeat(201), 413, 'payload_too_large'],
    ['nesting beyond 32 levels', 'application/json', deep(34), 400, 'invalid_body'],
    ['nesting made to exhaust a stack', 'application/json', `{"a":${'['.repeat(50_000)}`, 400, 'invalid_body'],
    ['deep and well-formed', 'application/json', deep(20_000), 400, 'invalid_body'],
    ['a polluting name', 'application/json', '{"a":{"__proto__":{"x":1}}}', 400, 'invalid_body'],
    ['NUL', 'application/json', '{"a":"x\\u0000"}', 400, 'invalid_body'],
    ['a lone surrogate', 'application/json', '{"a":"\\ud800"}', 400, 'invalid_body'],
    ['a parameter without end', 'application/json; charset', '{"a":1', 400, 'invalid_body'],
  ])('bodyParser refuses %s', async (_what, type, body, status, errorCode) => {
    const answer = await post(type, body);
    expect(answer.body).toMatchObject({ statusCode: status, errorCode });
    expect(answer.status).toBe(status);
  });

  it('bodyParser refuses a body without a type', async () => {
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: new TextEncoder().encode('{}') });
    server.close();
    expect(answer.status).toBe(415);
  });

  it('bodyParser accepts what lies just within the limits', async () => {
    expect((await post('application/json', deep(31))).status).toBe(200);
    expect((await post('application/json', `{"a":"${'x'.repeat(102_000)}"}`)).status).toBe(200);
    expect((await post('application/json', '{"a":"\\ud83d\\ude00"}')).status).toBe(200);
  });

  it('bodyParser refuses a compressed body, whatever is inside', async () => {
    const answer = await post('application/json', gzipSync('{"a":1}'), { 'content-encoding': 'gzip' });
    expect(answer.status).toBe(415);
    expect(answer.body.errorCode).toBe('unsupported_encoding');
  });

  it('bodyParser repeats nothing of a body it could not read', async () => {
    const answer = await post('application/json', '{"client_secret": CANARY-SECRET}');
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('CANARY');
  });
});
