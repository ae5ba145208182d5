import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { insertApplications } from '../../test/support/connections.js';
import { type ConnectionsApi, sampleBody, startConnectionsApi } from '../../test/support/connections-api.js';

describe('the clients of a connection', () => {
  let api: ConnectionsApi;
  let path: string;
  beforeEach(async () => {
    api = await startConnectionsApi();
    path = `/connections/${(await api.as().post('/connections', sampleBody())).body.id}/clients`;
  });
  afterEach(() => api.close());

  const list = async (query = '') => (await api.as().get(`${path}${query}`)).body;

  it('the clients of a connection are always answered as an object, empty or not', async () => {
    expect(await list()).toEqual({ clients: [] });
    expect((await api.as().patch(path, [{ client_id: 'coder', status: true }])).status).toBe(204);
    expect(await list()).toEqual({ clients: [{ client_id: 'coder' }] });
    expect(await list('?take=100')).toEqual({ clients: [{ client_id: 'coder' }] });
  });

  // covers AUTH0-24
  it('the clients of a connection are enabled and disabled in one call, and recorded', async () => {
    await api.as().patch(path, [{ client_id: 'coder', status: true }]);
    const both = [
      { client_id: 'coder', status: false },
      { client_id: 'grafana', status: true },
    ];
    expect((await api.as().patch(path, both)).status).toBe(204);
    expect(await list()).toEqual({ clients: [{ client_id: 'grafana' }] });
    expect(api.events.at(-1)?.details).toMatchObject({ enabled_clients: ['grafana'], disabled_clients: ['coder'] });
  });

  // covers AUTH0-24
  it('the clients of a connection lose its tokens when they are disabled, so that enabling them again revives none', async () => {
    await api.as().patch(path, [{ client_id: 'coder', status: true }]);
    expect(api.ended).toEqual([]);
    await api.as().patch(path, [
      { client_id: 'coder', status: false },
      { client_id: 'grafana', status: true },
    ]);
    expect(api.ended).toEqual([`${path.split('/')[2]} for coder`]);
  });

  it('the clients of a connection come in pages by checkpoint', async () => {
    const ids = Array.from({ length: 60 }, (_, i) => `client-${String(i).padStart(2, '0')}`);
    await insertApplications(api.storage.database, ...ids);
    const changes = ids.map((client_id) => ({ client_id, status: true }));
    await Promise.all([api.as().patch(path, changes.slice(0, 30)), api.as().patch(path, changes.slice(30))]);
    const first = await list();
    expect(first.clients).toHaveLength(50);
    const second = await list(`?from=${first.next}&take=50`);
    expect([...first.clients, ...second.clients].map((one: { client_id: string }) => one.client_id)).toEqual(ids);
    expect(second).not.toHaveProperty('next');
  });

  it.each([
    ['an object', {}, ''],
    ['an entry that is no object', ['coder'], '0'],
    ['a missing status', [{ client_id: 'coder' }], '0.status'],
    ['a text as status', [{ client_id: 'coder', status: 'false' }], '0.status'],
    ['an unknown field', [{ client_id: 'coder', status: true, admin: true }], '0.admin'],
    ['the same client twice', Array(2).fill({ client_id: 'coder', status: true }), '1.client_id'],
    ['more than 50 entries', Array.from({ length: 51 }, (_, i) => ({ client_id: `${i}`, status: false })), ''],
    ['an unknown client', [{ client_id: 'nobody', status: true }], ''],
  ])('a change of the clients of a connection is refused with 400 for %s', async (_, body, field) => {
    const answer = await api.as().patch(path, body);
    expect([answer.status, answer.body.errors?.[0].field]).toEqual([400, field]);
    expect(await list()).toEqual({ clients: [] });
  });

  it('the clients of a connection that is not there are answered with 404', async () => {
    expect((await api.as().get('/connections/con_nobody/clients')).status).toBe(404);
    expect((await api.as().patch('/connections/con_nobody/clients', [])).status).toBe(404);
    expect((await api.as().patch(path, [])).status).toBe(204);
  });

  it('the list of clients of a connection takes no other query parameters', async () => {
    for (const query of ['?page=0', '?include_totals=true', '?take=101', '?take=x', '?from=']) {
      expect((await api.as().get(`${path}${query}`)).status).toBe(400);
    }
  });
});

describe('the connections of a client', () => {
  let api: ConnectionsApi;
  beforeEach(async () => {
    api = await startConnectionsApi();
    for (const name of ['b', 'a', 'c']) {
      await api
        .as()
        .post('/connections', sampleBody({ name, enabled_clients: name === 'c' ? ['grafana'] : ['coder'] }));
    }
  });
  afterEach(() => api.close());

  it('the connections of a client are always answered as an object', async () => {
    const names = (answer: { body: { connections: { name: string }[] } }) => answer.body.connections.map((c) => c.name);
    const first = await api.as().get('/clients/coder/connections?take=1');
    expect([names(first), first.body.next]).toEqual([['a'], 'a']);
    expect(names(await api.as().get('/clients/coder/connections?take=1&from=a'))).toEqual(['b']);
    const all = await api.as().get('/clients/coder/connections');
    expect([names(all), all.body.total, all.body.start, all.body.limit]).toEqual([['a', 'b'], 2, 0, 50]);
    const reader = await api.as(['read:connections_options']).get('/clients/grafana/connections?fields=name,options');
    expect(reader.body.connections).toEqual([{ name: 'c' }]);
  });

  it('the connections of a client that is not there are answered with 404', async () => {
    expect((await api.as().get('/clients/nobody/connections')).status).toBe(404);
  });
});
