import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AUDIENCE,
  badFields,
  type ManagementApiUnderTest,
  startManagementApi,
} from '../../test/support/management-api.js';
import { hashSecret, secretMatches } from './index.js';

const WEB = { name: 'Coder', app_type: 'regular_web', callbacks: ['https://coder.example/cb'] };

describe('the API of clients', () => {
  let api: ManagementApiUnderTest;
  beforeEach(async () => {
    api = await startManagementApi();
  });
  afterEach(() => api.close());

  const create = async (body: object = WEB) => (await api.as().post('/clients', body)).body;

  it('the API of clients creates a client and shows its secret this once', async () => {
    const answer = await api.as('create:clients').post('/clients', WEB);
    expect([answer.status, answer.body]).toEqual([
      201,
      {
        client_id: expect.stringMatching(/^app_[a-z0-9]+$/),
        client_secret: expect.stringMatching(/^pcs_/),
        name: 'Coder',
        app_type: 'regular_web',
        is_first_party: true,
        callbacks: ['https://coder.example/cb'],
        allowed_logout_urls: [],
        web_origins: [],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_post',
        require_pkce: false,
        is_enabled: true,
        created_at: expect.any(String),
        updated_at: expect.any(String),
      },
    ]);
    const { client_id, client_secret, ...shown } = answer.body;
    const read = await api.as('read:clients').get(`/clients/${client_id}`);
    expect(read.body).toEqual({ client_id, ...shown });
    expect((await api.as().get('/clients')).text).not.toContain(client_secret);
    expect((await api.applications.find(client_id))?.secretHash).toBe(hashSecret(client_secret));
  });

  it('the API of clients gives a public client no secret', async () => {
    const spa = await create({ name: 'SPA', app_type: 'spa', callbacks: ['https://spa.example'] });
    expect(spa).not.toHaveProperty('client_secret');
    expect(spa).toMatchObject({ token_endpoint_auth_method: 'none', require_pkce: true });
    const answer = await api.as().post(`/clients/${spa.client_id}/rotate-secret`);
    expect([answer.status, answer.body.errorCode]).toEqual([409, 'public_client']);
  });

  // covers PROXMOX-03
  it('the API of clients keeps a redirect URI byte for byte', async () => {
    const callbacks = ['https://pve:8006', 'https://pve:8006/', 'HTTPS://PVE:8006'];
    const { client_id } = await create({ ...WEB, callbacks });
    expect((await api.as().get(`/clients/${client_id}`)).body.callbacks).toEqual(callbacks);
  });

  it.each([
    [{ name: '' }, ['name']],
    [{ name: 'a\u202eb' }, ['name']],
    [{ name: 'a'.repeat(129) }, ['name']],
    [{ name: null }, ['name']],
    [{ app_type: 'regular' }, ['app_type']],
    [{ app_type: null }, ['app_type']],
    [{ callbacks: 'https://coder.example/cb' }, ['callbacks']],
    [{ callbacks: null }, ['callbacks']],
    [{ callbacks: [1] }, ['callbacks']],
    [{ callbacks: ['https://a.example', 'https://a.example'] }, ['callbacks']],
    [{ callbacks: Array.from({ length: 101 }, (_, index) => `https://a.example/${index}`) }, ['callbacks']],
    [{ callbacks: ['https://a.example#x', 'javascript:x'] }, ['callbacks.0', 'callbacks.1']],
    [{ grant_types: ['password'] }, ['grant_types']],
    [{ grant_types: ['implicit'] }, ['grant_types']],
    [{ token_endpoint_auth_method: 'none' }, ['token_endpoint_auth_method']],
    [{ is_enabled: 'false' }, ['is_enabled']],
    [{ is_first_party: false }, ['is_first_party']],
    [{ secretHash: 'x' }, ['secretHash']],
    [{ scope: ['read:users'] }, ['scope']],
    [{ userId: 'usr_1', role: 'admin', nmae: 'x' }, ['nmae', 'role', 'userId']],
  ])('the API of clients refuses %p and names each bad field', async (change, fields) => {
    const answer = await api.as().post('/clients', { ...WEB, ...change });
    expect([answer.status, badFields(answer)]).toEqual([400, fields]);
  });

  it('the API of clients takes back what it has answered, and changes nothing by it', async () => {
    const created = await create();
    const { client_secret, ...before } = created;
    const patched = await api.as().patch(`/clients/${created.client_id}`, { ...created, client_id: 'other' });
    expect([patched.status, patched.body]).toEqual([200, before]);
    const application = await api.applications.find(created.client_id);
    expect(application && secretMatches(application, client_secret)).toBe(true);
    const copy = await api.as().post('/clients', created);
    expect(copy.status).toBe(201);
    expect(copy.body.client_id).not.toBe(created.client_id);
    expect(copy.body.client_secret).not.toBe(client_secret);
  });

  it('the API of clients changes what a PATCH names, and nothing else', async () => {
    const { client_id } = await create();
    const answer = await api
      .as('update:clients')
      .patch(`/clients/${client_id}`, { web_origins: ['https://a.example'] });
    expect(answer.body).toMatchObject({ name: 'Coder', callbacks: WEB.callbacks, web_origins: ['https://a.example'] });
    expect((await api.as().patch('/clients/app_unknown', { name: 'x' })).status).toBe(404);
  });

  it('the API of clients ends what was issued to a client when that is disabled or deleted', async () => {
    const { client_id } = await create();
    await api.as().patch(`/clients/${client_id}`, { name: 'Still on' });
    expect(api.ended).toEqual([]);
    await api.as().patch(`/clients/${client_id}`, { is_enabled: false });
    expect(api.ended).toEqual([`application ${client_id}`]);
    expect((await api.as('delete:clients').delete(`/clients/${client_id}`)).status).toBe(204);
    expect(api.ended).toHaveLength(2);
    expect((await api.as().get(`/clients/${client_id}`)).status).toBe(404);
    expect((await api.as().delete(`/clients/${client_id}`)).status).toBe(204);
  });

  it('the API of clients rotates a secret, and the old one holds no longer', async () => {
    const { client_id, client_secret } = await create();
    const answer = await api.as('update:client_keys').post(`/clients/${client_id}/rotate-secret`);
    expect([answer.status, answer.body.client_id]).toEqual([200, client_id]);
    const application = await api.applications.find(client_id);
    expect(application && secretMatches(application, answer.body.client_secret)).toBe(true);
    expect(application && secretMatches(application, client_secret)).toBe(false);
    expect((await api.as().post('/clients/app_unknown/rotate-secret')).status).toBe(404);
  });

  it('the API of clients shows a secret only to a caller who holds every scope that comes with it', async () => {
    const { client_id } = await create({ name: 'Admin', app_type: 'non_interactive' });
    await api.as().post('/client-grants', { client_id, audience: AUDIENCE, scope: ['delete:users', 'read:users'] });
    const poor = await api.as('update:client_keys', 'read:users').post(`/clients/${client_id}/rotate-secret`);
    expect([poor.status, poor.body.message]).toEqual([403, expect.stringContaining('delete:users.')]);
    const rich = api.as('update:client_keys', 'read:users', 'delete:users');
    expect((await rich.post(`/clients/${client_id}/rotate-secret`)).status).toBe(200);
    await api.as().patch(`/clients/${client_id}`, { app_type: 'spa' });
    const back = { app_type: 'non_interactive' };
    expect((await api.as('update:clients').patch(`/clients/${client_id}`, back)).status).toBe(403);
    const shown = await api.as('update:clients', 'read:users', 'delete:users').patch(`/clients/${client_id}`, back);
    expect([shown.status, shown.body.client_secret]).toEqual([200, expect.stringMatching(/^pcs_/)]);
  });

  it('the API of clients loses neither of two changes at once', async () => {
    const { client_id } = await create();
    const changes = [{ name: 'Both' }, { web_origins: ['https://a.example'] }, { require_pkce: true }];
    const answers = await Promise.all(changes.map((change) => api.as().patch(`/clients/${client_id}`, change)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect((await api.as().get(`/clients/${client_id}`)).body).toMatchObject(Object.assign({}, ...changes));
  });

  it('the API of clients lists clients by type, with totals, chosen members and checkpoints', async () => {
    for (const app_type of ['spa', 'native', 'regular_web']) await create({ name: app_type, app_type });
    const names = (clients: readonly { readonly name: string }[]) => clients.map(({ name }) => name);
    const list = async (query: string) => (await api.as().get(`/clients?${query}`)).body;
    expect(names(await list(''))).toEqual(['First management client', 'spa', 'native', 'regular_web']);
    expect(names(await list('app_type=spa,native&is_first_party=true&is_global=false'))).toEqual(['spa', 'native']);
    expect(await list('is_global=true')).toEqual([]);
    expect(await list('is_first_party=false&include_totals=true')).toMatchObject({ clients: [], total: 0 });
    expect(await list('fields=name&per_page=1&page=1&include_totals=true')).toEqual({
      clients: [{ name: 'spa' }],
      start: 1,
      limit: 1,
      length: 1,
      total: 4,
    });
    const first = await list('take=3');
    expect(names(first.clients)).toHaveLength(3);
    expect(names((await list(`take=3&from=${first.next}`)).clients)).toEqual(['regular_web']);
    const forged = await api.as().get('/clients?from=forged');
    expect([forged.status, badFields(forged)]).toEqual([400, ['from']]);
    expect((await api.as().get('/clients?app_type=spa,other')).status).toBe(400);
  });

  it('the API of clients records who changed what, without a secret', async () => {
    const { client_id, client_secret } = await create();
    await api.as().patch(`/clients/${client_id}`, { name: 'New', require_pkce: true });
    await api.as().patch(`/clients/${client_id}`, { name: 'New' });
    await api.as().post(`/clients/${client_id}/rotate-secret`);
    await api.as().delete(`/clients/${client_id}`);
    const { items } = await api.events.list({ type: 'sapi' }, { kind: 'offset', page: 0, perPage: 10 });
    expect(items.map(({ description }) => description)).toEqual([
      'Client deleted.',
      'Client secret rotated.',
      'Client changed.',
      'Client created.',
    ]);
    expect(items.every((event) => event.clientId === 'terraform')).toBe(true);
    expect(JSON.stringify(items)).not.toContain(client_secret);
    expect(items[2]?.details).toEqual({ fields: ['name', 'require_pkce'], target_client_id: client_id });
  });
});
