import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplication, RequestMethod, type Type } from '@nestjs/common';
import { GUARDS_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, NestFactory, Reflector } from '@nestjs/core';
import { PorticoModule } from '../../src/app.module.js';
import { loadConfig } from '../../src/config/index.js';
import { ManagementGuard, RequireScopes } from '../../src/management/index.js';

/** Routes that anybody may call. Think, and have somebody else think, before adding one. */
const PUBLIC = [
  'GET /api/docs',
  'GET /api/docs/:file',
  'GET /api/openapi.json',
  'GET /health/live',
  'GET /health/ready',
  'GET /login/:uid',
  'GET /login/:uid/connections/:name',
  'GET /login/assets/:file',
  'GET /login/callback',
  'GET /login/callback/:name',
  'GET /login/consent/:id',
  'GET /login/help',
  'GET /login/try/:id',
  'POST /login/:uid',
  'POST /login/callback',
  'POST /login/callback/:name',
  'POST /login/consent/:id',
  'POST /login/try/:id',
];

describe('the routes of the hub', () => {
  let dataDir: string;
  let app: INestApplication;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'portico-routes-'));
    const config = loadConfig({ PORTICO_DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
    app = await NestFactory.create(PorticoModule.forRoot({ config }), { logger: false, bodyParser: false });
    await app.init();
  });
  afterAll(async () => {
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('the routes of the hub are guarded with scopes of their own, or on the short list of public ones', () => {
    const routes = routesOf(app);
    const open = routes.filter((route) => !route.isGuarded).map((route) => route.name);
    expect(open.sort()).toEqual(PUBLIC);
    expect(routes.filter((route) => route.isGuarded && route.scopes.length === 0).map((route) => route.name)).toEqual(
      [],
    );
    expect(routes.filter((route) => route.isGuarded).every((route) => route.name.includes(' /api/v2/'))).toBe(true);
  });
});

interface Route {
  readonly name: string;
  readonly isGuarded: boolean;
  readonly scopes: readonly string[];
}

function routesOf(app: INestApplication): readonly Route[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = new Set(
    modules.flatMap((one) => [...one.controllers.values()].map((wrapper) => wrapper.metatype as Type)),
  );
  return [...controllers].flatMap((controller) => {
    const prototype = controller.prototype as Record<string, () => unknown>;
    const guards = (Reflect.getMetadata(GUARDS_METADATA, controller) ?? []) as unknown[];
    return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '';
      const paths = [Reflect.getMetadata(PATH_METADATA, handler) as string | string[]].flat();
      return paths.map((path) => ({
        name: `${method} /${Reflect.getMetadata(PATH_METADATA, controller)}/${path}`
          .replace(/\/+/g, '/')
          .replace(/\/$/, ''),
        isGuarded: guards.includes(ManagementGuard),
        scopes: app.get(Reflector).get(RequireScopes, handler) ?? [],
      }));
    });
  });
}
