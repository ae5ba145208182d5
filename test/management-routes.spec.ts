import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { GuardedFetch } from '../src/common/outbound/index.js';
import { ConnectionStore, ConnectionsModule } from '../src/connections/index.js';
import { ConnectorRegistry } from '../src/connectors/index.js';
import { AdminConsentStore } from '../src/consents/index.js';
import { MANAGEMENT_SCOPES, RequireScopes } from '../src/management/index.js';
import { SqlAdminConsentStore } from '../src/storage/admin-consents.store.js';
import { SqlConnectionStore } from '../src/storage/connections.store.js';
import { SqlTrialStore } from '../src/storage/trials.store.js';
import { TrialStore } from '../src/trials/index.js';
import { ALL_SCOPES, type ManagementApiUnderTest, startManagementApi, tokenWith } from './support/management-api.js';
import { ConsentsApi, TrialsApi } from './support/management-slices.js';
import { sampleConnectors } from './support/sample-connector.js';
import { storageEngines } from './support/storage-engines.js';

interface Route {
  readonly method: string;
  /** With a name in the place of every parameter. */
  readonly path: string;
  readonly scopes: readonly string[];
}

/** Routes that need no token: the documentation of the API, which holds nothing of the hub. Think before adding one. */
const PUBLIC = ['GET /api/openapi.json', 'GET /api/docs', 'GET /api/docs/x'];

function routesOf(api: ManagementApiUnderTest): readonly Route[] {
  const controllers = [...api.app.get(ModulesContainer).values()]
    .flatMap((module) => [...module.controllers.values()])
    .map((wrapper) => wrapper.metatype as Type<unknown>);
  return [...new Set(controllers)].flatMap((controller) => {
    const prototype = controller.prototype as Record<string, () => unknown>;
    return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
      const parts = [Reflect.getMetadata(PATH_METADATA, controller), Reflect.getMetadata(PATH_METADATA, handler)];
      const path = `/${parts.join('/')}`.replace(/\/+/g, '/').replace(/\/$/, '').replace(/:\w+/g, 'x');
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '';
      return [{ method, path, scopes: api.app.get(Reflector).get(RequireScopes, handler) ?? [] }];
    });
  });
}

describe('every route of the management API', () => {
  let api: ManagementApiUnderTest;
  let routes: readonly Route[];
  let close: () => Promise<void>;

  beforeAll(async () => {
    const [engine] = storageEngines;
    if (engine === undefined) throw new Error('There is no storage engine.');
    const storage = await engine.open();
    api = await startManagementApi({
      imports: [TrialsApi, ConsentsApi, ConnectionsModule],
      values: [
        [ConnectionStore, new SqlConnectionStore(storage.database, storage.sealer)],
        [AdminConsentStore, new SqlAdminConsentStore(storage.database)],
        [TrialStore, new SqlTrialStore(storage.database, storage.sealer)],
        [ConnectorRegistry, new ConnectorRegistry([sampleConnectors().definition])],
        [GuardedFetch, { fetch: () => Promise.reject(new Error('There is no network here.')) }],
      ],
    });
    close = () => api.close().then(() => storage.close());
    routes = routesOf(api).filter((route) => !PUBLIC.includes(`${route.method} ${route.path}`));
  });
  afterAll(() => close());

  const send = (route: Route, token: string | undefined, body?: object, query = '') => {
    const method = route.method.toLowerCase() as 'get' | 'post' | 'patch' | 'delete';
    const request = api.http[method](route.path + query);
    return (token === undefined ? request : request.set('authorization', `Bearer ${token}`)).send(body);
  };
  /** What the routes answer, so that a failure names the route. */
  const statuses = async (answer: (route: Route) => Promise<{ readonly status: number }>) => {
    const lines: string[] = [];
    for (const route of routes) lines.push(`${route.method} ${route.path} ${(await answer(route)).status}`);
    return lines;
  };
  const all = (status: number) => routes.map((route) => `${route.method} ${route.path} ${status}`);

  it('every route of the management API is there', () => {
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.every((route) => route.path.startsWith('/api/v2/'))).toBe(true);
  });

  it('every route of the management API names the scopes that it requires', () => {
    const known: readonly string[] = MANAGEMENT_SCOPES;
    const without = routes.filter(({ scopes }) => scopes.length === 0 || scopes.some((one) => !known.includes(one)));
    expect(without).toEqual([]);
  });

  it('every route of the management API refuses a request without a token, and one whose token does not hold', async () => {
    expect(await statuses((route) => send(route, undefined))).toEqual(all(401));
    expect(await statuses((route) => send(route, 'unknown'))).toEqual(all(401));
  });

  it('every route of the management API refuses a token that has every scope but one of its own', async () => {
    const answer = (route: Route) =>
      send(route, tokenWith(MANAGEMENT_SCOPES.filter((scope) => scope !== route.scopes.at(-1))));
    expect(await statuses(answer)).toEqual(all(403));
  });

  it('every route of the management API refuses an unknown field by name, wherever a body may come', async () => {
    const changing = routes.filter(({ method }) => method === 'POST' || method === 'PATCH');
    for (const route of changing) {
      const answer = await send(route, ALL_SCOPES, { unknown: 1 });
      expect([`${route.method} ${route.path}`, answer.status]).toEqual([`${route.method} ${route.path}`, 400]);
    }
  });

  it('every route of the management API refuses an unknown query parameter by name', async () => {
    for (const route of routes) {
      const answer = await send(route, ALL_SCOPES, undefined, '?unknown=1');
      const bad = (answer.body.errors ?? []).map(({ field }: { field: string }) => field);
      expect([`${route.method} ${route.path}`, answer.status, bad.includes('unknown')]).toEqual([
        `${route.method} ${route.path}`,
        400,
        true,
      ]);
    }
  });

  it.each([
    ['a NUL in the path', '%00'],
    ['a lone surrogate in the path', '%ED%A0%80'],
    ['a malformed path', '%E0%A4%A'],
    ['a quote', "'%20or%201=1--"],
    ['a prototype', '__proto__'],
    ['a long path', 'a'.repeat(5000)],
  ])('every route of the management API answers %s with a 4xx', async (_what, segment) => {
    for (const route of routes.filter(({ path }) => path.includes('/x'))) {
      const answer = await send({ ...route, path: route.path.replace('/x', `/${segment}`) }, ALL_SCOPES, {});
      const isFine = answer.status < 500 && (answer.status >= 400 || route.method === 'DELETE');
      expect([`${route.method} ${route.path}`, answer.status, isFine]).toEqual([
        `${route.method} ${route.path}`,
        answer.status,
        true,
      ]);
    }
  });
});
