import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AUDIENCE, type ManagementApiUnderTest, startManagementApi } from '../../test/support/management-api.js';
import { MANAGEMENT_SCOPES } from '../management/index.js';

describe('the APIs that clients can be granted', () => {
  let api: ManagementApiUnderTest;
  beforeAll(async () => {
    api = await startManagementApi();
  });
  afterAll(() => api.close());

  const list = async (query: string) =>
    (await api.as('read:resource_servers').get(`/resource-servers${query}`)).body as unknown;

  it('the APIs that clients can be granted are the management API, by the name that tools leave alone, with all of its scopes', async () => {
    const own = {
      id: 'management',
      name: 'Auth0 Management API',
      identifier: AUDIENCE,
      is_system: true,
      scopes: MANAGEMENT_SCOPES.map((value) => ({ value })),
    };
    expect(await list('')).toEqual([own]);
    for (const id of [own.id, encodeURIComponent(AUDIENCE)]) expect(await list(`/${id}`)).toEqual(own);
    expect((await api.as().get('/resource-servers/other')).status).toBe(404);
  });

  it('the list of APIs that clients can be granted ends after the first page, in each form of a list', async () => {
    const named = [{ name: 'Auth0 Management API' }];
    const totals = { start: 0, limit: 50, length: 1, total: 1 };
    expect(await list('?include_totals=true&fields=name')).toEqual({ resource_servers: named, ...totals });
    expect(await list('?include_totals=true&page=1')).toEqual({
      ...totals,
      resource_servers: [],
      start: 50,
      length: 0,
    });
    expect(await list('?take=5&fields=name')).toEqual({ resource_servers: named });
    expect(await list('?from=x')).toEqual({ resource_servers: [] });
  });

  it('the APIs that clients can be granted cannot be changed: there is no such route', async () => {
    for (const method of ['post', 'patch', 'delete'] as const) {
      expect((await api.as()[method]('/resource-servers/management', {})).status).toBe(404);
    }
  });
});
