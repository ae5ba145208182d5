import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aConnection } from '../../test/support/connections.js';
import { type ConnectionsApi, sampleBody, startConnectionsApi } from '../../test/support/connections-api.js';

describe('listing connections', () => {
  let api: ConnectionsApi;
  beforeEach(async () => {
    api = await startConnectionsApi();
    for (const name of ['b', 'a', 'c']) await api.as().post('/connections', sampleBody({ name }));
  });
  afterEach(() => api.close());

  const names = (connections: readonly { readonly name: string }[]) => connections.map(({ name }) => name);
  const get = async (query: string) => (await api.as().get(`/connections${query}`)).body;

  it('the list of connections is a bare array ordered by name, unless totals are asked for', async () => {
    expect(names(await get(''))).toEqual(['a', 'b', 'c']);
    expect(names(await get('?page=1&per_page=2'))).toEqual(['c']);
    const totals = await get('?include_totals=true&per_page=2');
    expect(totals).toMatchObject({ start: 0, limit: 2, total: 3 });
    expect(names(totals.connections)).toEqual(['a', 'b']);
    expect(await get('?include_totals=true&page=9&per_page=2')).toMatchObject({ connections: [], total: 3 });
  });

  // covers AUTH0-47
  it('the list of connections by checkpoint is an object, with `include_totals` or without, until there is no `next`', async () => {
    const first = await get('?include_totals=true&take=2');
    expect([names(first.connections), Object.keys(first)]).toEqual([
      ['a', 'b'],
      ['connections', 'next'],
    ]);
    const second = await get(`?take=2&from=${first.next}`);
    expect([names(second.connections), second.next]).toEqual([['c'], undefined]);
  });

  it.each(['from=%27--', 'from=', 'from=a--b', 'per_page=0', 'per_page=101', 'take=0', 'take=1e1', 'page=-1', 'q=x'])(
    'the list of connections refuses ?%s',
    async (query) => {
      expect((await api.as().get(`/connections?${query}`)).status).toBe(400);
    },
  );

  it.each(['name=a&name=b', 'name[a]=b', 'include_totals=yes', 'fields=a;b', 'include_fields=1', 'sort=name:1'])(
    'the list of connections refuses ?%s as well',
    async (query) => {
      expect((await api.as().get(`/connections?${query}`)).status).toBe(400);
    },
  );

  // covers AUTH0-47
  it('the list of connections filters by name and by strategies, aliases included, and is empty for an unknown strategy', async () => {
    await api.store.insert(aConnection({ name: 'old', strategy: 'retired' }), []);
    expect(names(await get('?name=b'))).toEqual(['b']);
    expect(names((await get('?name=b&take=1&include_fields=true&include_totals=true')).connections)).toEqual(['b']);
    expect(await get('?name=nobody')).toEqual([]);
    expect(names(await get('?strategy=sample-idp'))).toEqual(['a', 'b', 'c']);
    expect(names(await get('?strategy=sample&strategy=retired'))).toEqual(['a', 'b', 'c', 'old']);
    expect(await get('?strategy=unheard-of')).toEqual([]);
  });

  // covers AUTH0-47
  it('the list of connections gives the members asked for, or all others', async () => {
    const [first] = await get('?name=a');
    expect(await get('?name=a&fields=name,strategy,unheard_of')).toEqual([{ name: 'a', strategy: 'sample' }]);
    const [others] = await get('?name=a&fields=name,strategy&include_fields=false');
    const { name, strategy, ...rest } = first;
    expect(others).toEqual(rest);
    const one = await api.as().get(`/connections/${first.id}?fields=strategy,name&include_fields=true`);
    expect(one.body).toEqual({ name: 'a', strategy: 'sample' });
  });

  it('the list of connections performs no request to any upstream', () => {
    expect(api.requests).toEqual([]);
    expect(api.sample.made).toEqual([]);
  });
});
