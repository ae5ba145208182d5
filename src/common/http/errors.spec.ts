import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  Body,
  Controller,
  Get,
  type INestApplication,
  NotFoundException,
  NotImplementedException,
  Param,
  UseFilters,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { ofAnotherRealm } from '../../../test/support/other-realm.js';
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  StorageUnavailableError,
  UnauthorizedError,
} from '../errors.js';
import { Logger, SilentLogger } from '../logging/index.js';
import { ApiExceptionFilter, requestContext, ServiceExceptionFilter, securityHeaders } from './index.js';

const secret = 'CANARY-SECRET';
const failures: Readonly<Record<string, () => unknown>> = {
  invalid: () => new InvalidInputError([{ field: 'options.client_id', message: 'Missing.' }]),
  unauthorized: () => new UnauthorizedError('The token has expired.'),
  forbidden: () => new ForbiddenError('The scope read:clients is missing.'),
  missing: () => new NotFoundError('There is no connection "con_1".'),
  conflict: () =>
    new ConflictError('connection_conflict', 'The name is taken.', [{ field: 'name', message: 'Taken.' }]),
  storage: () => new StorageUnavailableError(secret),
  busy: () => Object.assign(new Error(`${secret}: database is locked`), { code: 'SQLITE_BUSY' }),
  foreignBusy: () => ofAnotherRealm(`${secret}: database is locked`, { code: 'SQLITE_BUSY' }),
  foreignNest: () => ofAnotherRealm(secret, { status: 404 }),
  constraint: () => Object.assign(new Error(secret), { code: 'SQLITE_CONSTRAINT_UNIQUE' }),
  bug: () => new TypeError(`${secret} is not a function`),
  text: () => secret,
  nest: () => new NotFoundException(secret),
  unimplemented: () => new NotImplementedException(secret),
};

@Controller('api/fail')
@UseFilters(ApiExceptionFilter)
class FailingController {
  @Get(':how')
  fail(@Param('how') how: string, @Body() _body: unknown): never {
    throw failures[how]?.();
  }
}

@Controller('pages')
class FailingPages {
  @Get(':how')
  fail(@Param('how') how: string): never {
    throw failures[how]?.();
  }
}

describe('errors at the edge', () => {
  let app: INestApplication;
  const logger: Logger = new SilentLogger();
  const logged = jest.spyOn(logger, 'error');
  beforeAll(async () => {
    const module = await Test.createTestingModule({
      controllers: [FailingController, FailingPages],
      providers: [{ provide: Logger, useValue: logger }],
    }).compile();
    app = module.createNestApplication({ logger: false });
    app.use(requestContext({ trustProxy: [] }), securityHeaders({ issuer: 'http://localhost:3000' }));
    app.useGlobalFilters(new ServiceExceptionFilter(logger));
    await app.init();
  });
  afterAll(() => app.close());

  const get = (path: string) => request(app.getHttpServer()).get(path);

  it.each([
    ['invalid', 400, 'Bad Request', 'invalid_body'],
    ['unauthorized', 401, 'Unauthorized', 'invalid_token'],
    ['forbidden', 403, 'Forbidden', 'insufficient_scope'],
    ['missing', 404, 'Not Found', 'inexistent_resource'],
    ['conflict', 409, 'Conflict', 'connection_conflict'],
    ['storage', 503, 'Service Unavailable', 'storage_unavailable'],
    ['busy', 503, 'Service Unavailable', 'storage_unavailable'],
    ['foreignBusy', 503, 'Service Unavailable', 'storage_unavailable'],
    ['nest', 404, 'Not Found', 'inexistent_resource'],
    ['foreignNest', 404, 'Not Found', 'inexistent_resource'],
    ['bug', 500, 'Internal Server Error', 'internal_error'],
    ['unimplemented', 500, 'Internal Server Error', 'internal_error'],
    ['constraint', 500, 'Internal Server Error', 'internal_error'],
    ['text', 500, 'Internal Server Error', 'internal_error'],
  ])('errors at the edge answers %s with %i', async (how, statusCode, error, errorCode) => {
    const answer = await get(`/api/fail/${how}`);
    expect(answer.status).toBe(statusCode);
    expect(answer.body).toMatchObject({ statusCode, error, errorCode, message: expect.any(String) });
    expect(answer.body.correlationId).toBe(answer.headers['x-correlation-id']);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.text).not.toContain(secret);
  });

  it('errors at the edge names the bad fields', async () => {
    expect((await get('/api/fail/invalid')).body.errors).toEqual([{ field: 'options.client_id', message: 'Missing.' }]);
    expect((await get('/api/fail/conflict')).body.errors).toEqual([{ field: 'name', message: 'Taken.' }]);
    expect((await get('/api/fail/missing')).body).not.toHaveProperty('errors');
  });

  it('errors at the edge carries the headers of 401, 403 and 503', async () => {
    expect((await get('/api/fail/unauthorized')).headers['www-authenticate']).toMatch(/^Bearer realm="portico"/);
    expect((await get('/api/fail/forbidden')).headers['www-authenticate']).toContain('insufficient_scope');
    expect((await get('/api/fail/busy')).headers['retry-after']).toBe('5');
    expect((await get('/api/fail/missing')).headers).not.toHaveProperty('retry-after');
  });

  it('errors at the edge logs what is its own fault, with the error, and nothing that the caller did wrong', async () => {
    logged.mockClear();
    await get('/api/fail/missing');
    expect(logged).not.toHaveBeenCalled();
    await get('/api/fail/bug');
    expect(logged).toHaveBeenCalledWith({ err: expect.any(TypeError), status: 500 }, expect.any(String));
  });

  it('errors at the edge answers an unknown path in JSON below /api and with a page elsewhere', async () => {
    const api = await get('/api/v2/nothing');
    expect(api.status).toBe(404);
    expect(api.body.errorCode).toBe('inexistent_resource');
    const page = await get('/nothing/<script>alert(1)</script>');
    expect(page.status).toBe(404);
    expect(page.headers['content-type']).toMatch(/^text\/html/);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.text).toContain(String(page.headers['x-correlation-id']));
    expect(page.text).not.toContain('<script>');
  });

  it('errors at the edge answers a malformed path with 400', async () => {
    expect((await get('/pages/%E0%A4%A')).status).toBe(400);
    expect((await get('/api/fail/%E0%A4%A')).status).toBe(400);
  });

  it('errors at the edge says nothing of an unexpected error on a page', async () => {
    const page = await get('/pages/bug');
    expect(page.status).toBe(500);
    expect(page.text).not.toContain(secret);
    expect((await get('/pages/busy')).status).toBe(503);
  });
});
