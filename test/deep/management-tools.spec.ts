import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { World } from '../support/world.js';

/** What the Auth0 SDK for Node 7 and auth0-deploy-cli 8 send, as seen on the wire, and what they insist on. */
describe('the tools of the dialect', () => {
  let world: World;
  let audience: string;
  beforeAll(async () => {
    world = await World.start();
    audience = `${world.issuer}/api/v2/`;
  });
  afterAll(() => world?.close());

  const read = <T>(path: string) => world.api.expect<T>(200, 'GET', path);
  type Row = Readonly<Record<string, unknown>>;

  // covers AUTH0-48
  it('the tools of the dialect get a token by a form or by HTTP Basic, and with it a numeric life time', async () => {
    const client = JSON.parse((await world.readData('management-client.json')).toString()) as Record<string, string>;
    const [id = '', secret = ''] = [client.client_id, client.client_secret];
    const ask = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
      const body = new URLSearchParams({ grant_type: 'client_credentials', audience, ...form });
      const answer = await fetch(`${world.issuer}/oauth/token`, { method: 'POST', headers, body });
      return { status: answer.status, ...((await answer.json()) as Row) };
    };
    const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    const token = {
      status: 200,
      access_token: expect.any(String),
      expires_in: expect.any(Number),
      token_type: 'Bearer',
    };
    expect(await ask({ client_id: id, client_secret: secret })).toMatchObject(token);
    expect(await ask({}, { authorization: basic })).toMatchObject(token);
    expect(await ask({ client_id: id, client_secret: `${secret}x` })).toMatchObject({
      status: 401,
      error: 'invalid_client',
    });
    expect(await ask({ client_id: id, client_secret: secret, audience: 'https://other.example/' })).toMatchObject({
      status: expect.any(Number),
      error: expect.any(String),
    });
  });

  it('the tools of the dialect read lists as objects, one a page, until a page is empty', async () => {
    const names = [];
    for (let page = 0; ; page += 1) {
      const query = `page=${page}&per_page=1&include_totals=true&is_global=false&fields=name`;
      const answer = await read<{ clients: { name: string }[]; total: number }>(`clients?${query}`);
      expect(answer.total).toBe(2);
      if (answer.clients.length === 0) break;
      names.push(...answer.clients.map(({ name }) => name));
    }
    expect(names).toEqual(['First management client', 'Sample application']);
    for (const list of ['client-grants', 'resource-servers', 'users', 'logs', 'connectors']) {
      const key = list.replace('-', '_');
      expect(await read(`${list}?page=0&per_page=100&include_totals=true`)).toMatchObject({ [key]: expect.any(Array) });
      expect(await read(`${list}?include_totals=true&take=50`)).toMatchObject({ [key]: expect.any(Array) });
    }
  });

  it('the tools of the dialect learn the id of a connection by its name, and which clients may use it without any query', async () => {
    const byName = await read<{ connections: Row[] }>(
      'connections?name=contoso&take=1&include_fields=true&include_totals=true',
    );
    expect(byName.connections.map(({ id }) => id)).toEqual([world.connectionId]);
    expect(await read('connections?name=nobody&take=1&include_totals=true')).toEqual({ connections: [] });
    const some = await read<{ connections: Row[] }>(
      'connections?include_totals=true&take=50&strategy=waad&strategy=oidc',
    );
    expect(some.connections).toHaveLength(1);
    const clients = [{ client_id: world.application.clientId }];
    expect(await read(`connections/${world.connectionId}/clients`)).toEqual({ clients });
    expect(await read(`connections/${world.connectionId}?fields=strategy,name&include_fields=true`)).toEqual({
      name: 'contoso',
      strategy: 'waad',
    });
    expect(await read(`clients/${world.application.clientId}/connections?take=50`)).toMatchObject({
      connections: [{ name: 'contoso' }],
    });
  });

  // covers AUTH0-42, AUTH0-43
  it('the tools of the dialect are told 404, never 5xx, of what this hub does not have', async () => {
    for (const path of [
      `connections/${world.connectionId}/scim-configuration`,
      'connections-directory-provisionings?take=50',
      'rules',
      'tenants/settings',
    ]) {
      const answer = await world.api.call('GET', path);
      expect([path, answer.status, answer.body]).toEqual([path, 404, expect.objectContaining({ statusCode: 404 })]);
    }
  });

  // covers AUTH0-28
  it('the tools of the dialect import what they exported, and nothing changes', async () => {
    const m2m = await world.api.expect<Row>(201, 'POST', 'clients', { name: 'M2M', app_type: 'non_interactive' });
    await world.api.expect(201, 'POST', 'client-grants', { client_id: m2m.client_id, audience, scope: ['read:users'] });
    const everything = async () => ({
      clients: await read<Row[]>('clients'),
      connections: await read<Row[]>('connections'),
      grants: await read<Row[]>('client-grants'),
      enabled: await read(`connections/${world.connectionId}/clients`),
      changes: (await read<Row[]>('logs?q=type:%22sapi%22')).length,
    });
    const before = await everything();
    for (const { client_id, ...client } of before.clients) {
      await world.api.expect(200, 'PATCH', `clients/${client_id}`, client);
    }
    for (const { id, name, strategy, realms, enabled_clients, ...connection } of before.connections) {
      await world.api.expect(200, 'PATCH', `connections/${id}`, connection);
    }
    for (const { id, client_id, audience: _, subject_type, ...grant } of before.grants) {
      await world.api.expect(200, 'PATCH', `client-grants/${id}`, grant);
    }
    expect(await everything()).toEqual(before);
  });

  // covers AUTH0-48
  it('the tools of the dialect import into an empty hub: all but the secrets, which are asked for by name', async () => {
    const { id: _, realms, ...exported } = await read<Row & { options: Row }>(`connections/${world.connectionId}`);
    const copy = { ...exported, name: 'copy', is_enabled: false };
    const refused = await world.api.call<{ errors: Row[] }>('POST', 'connections', copy);
    expect([refused.status, refused.body.errors.map(({ field }) => field)]).toEqual([400, ['options.client_secret']]);
    const masked = { ...copy, options: { ...exported.options, client_secret: '##CONNECTIONS_WAAD_SECRET##' } };
    expect((await world.api.call('POST', 'connections', masked)).status).toBe(400);
    const whole = { ...copy, options: { ...exported.options, client_secret: 'of~the.copy' } };
    const { id } = await world.api.expect<Row>(201, 'POST', 'connections', whole);
    await world.api.expect(204, 'DELETE', `connections/${id}`);
  });

  it('the tools of the dialect enable and disable clients in several calls at once', async () => {
    const clients = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        world.api.expect<{ client_id: string }>(201, 'POST', 'clients', { name: `Client ${index}`, app_type: 'spa' }),
      ),
    );
    const ids = clients.map(({ client_id }) => client_id).sort();
    const path = `connections/${world.connectionId}/clients`;
    const change = (part: readonly string[], status: boolean) =>
      world.api.call(
        'PATCH',
        path,
        part.map((client_id) => ({ client_id, status })),
      );
    const parts = [ids.slice(0, 50), ids.slice(50)];
    expect((await Promise.all(parts.map((part) => change(part, true)))).map(({ status }) => status)).toEqual([
      204, 204,
    ]);
    const all: string[] = [];
    for (let from = ''; ; ) {
      const page = await read<{ clients: { client_id: string }[]; next?: string }>(`${path}?take=25${from}`);
      all.push(...page.clients.map(({ client_id }) => client_id));
      if (page.next === undefined) break;
      from = `&from=${page.next}`;
    }
    expect(all).toEqual([...ids, world.application.clientId].sort());
    expect((await change(ids, false)).status).toBe(400);
    await Promise.all(parts.map((part) => change(part, false)));
    const unknown = await change([...(parts[1] ?? []), 'app_nobody'], true);
    expect(unknown.status).toBe(400);
    expect(await read(path)).toEqual({ clients: [{ client_id: world.application.clientId }] });
  });
});
