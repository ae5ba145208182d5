import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { HealthController, Readiness } from './health.js';
import { ownManifest } from './own-package.js';

const { version } = ownManifest();

describe('health', () => {
  let app: INestApplication;
  let readiness: Readiness;
  let isDatabaseUp: boolean;
  beforeEach(async () => {
    const module = await Test.createTestingModule({
      controllers: [HealthController],
      providers: [Readiness],
    }).compile();
    app = module.createNestApplication({ logger: false });
    await app.init();
    readiness = app.get(Readiness);
    isDatabaseUp = true;
    readiness.add('database', async () => {
      if (!isDatabaseUp) throw new Error('postgres://portico:hunter2@db is down');
    });
    readiness.add('signing_keys', async () => true);
  });
  afterEach(async () => {
    jest.useRealTimers();
    await app.close();
  });

  const get = (path: string) => request(app.getHttpServer()).get(path);

  it('the readiness of a hub is ready when every part is', async () => {
    const answer = await get('/health/ready');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: 'ok', version, checks: { database: 'ok', signing_keys: 'ok' } });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('the readiness of a hub names the part that failed, without detail, and recovers without a restart', async () => {
    isDatabaseUp = false;
    const answer = await get('/health/ready');
    expect(answer.status).toBe(503);
    expect(answer.body).toEqual({ status: 'unavailable', version, checks: { database: 'failed', signing_keys: 'ok' } });
    expect(answer.headers['retry-after']).toBe('5');
    isDatabaseUp = true;
    expect((await get('/health/ready')).status).toBe(200);
  });

  it('the readiness of a hub takes an answer of false for a failure', async () => {
    readiness.add('signing_keys', async () => false);
    expect((await get('/health/ready')).body.checks).toEqual({ database: 'ok', signing_keys: 'failed' });
  });

  it('the readiness of a hub does not wait for a part that never answers', async () => {
    jest.useFakeTimers();
    readiness.add('signing_keys', () => new Promise(() => {}));
    const report = readiness.report();
    await jest.advanceTimersByTimeAsync(2_000);
    expect((await report).checks).toEqual({ database: 'ok', signing_keys: 'failed' });
  });

  it('the readiness of a hub is alive whatever has failed', async () => {
    isDatabaseUp = false;
    expect((await get('/health/live')).body).toEqual({ status: 'ok' });
  });

  it('the readiness of a hub is not ready from the moment a shutdown begins, and still alive', async () => {
    readiness.beginShutdown();
    const answer = await get('/health/ready');
    expect(answer.status).toBe(503);
    expect(answer.body.status).toBe('shutting_down');
    expect((await get('/health/live')).status).toBe(200);
  });
});
