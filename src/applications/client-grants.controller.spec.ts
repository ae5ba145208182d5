import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AUDIENCE,
  badFields,
  type ManagementApiUnderTest,
  startManagementApi,
} from '../../test/support/management-api.js';
import { ApplicationDirectory } from './index.js';

describe('the API of client grants', () => {
  let api: ManagementApiUnderTest;
  let clientId: string;
  beforeEach(async () => {
    api = await startManagementApi();
    clientId = (await api.as().post('/clients', { name: 'Terraform', app_type: 'non_interactive' })).body.client_id;
  });
  afterEach(() => api.close());

  const body = (change: object = {}) => ({ client_id: clientId, audience: AUDIENCE, scope: ['read:users'], ...change });
  const granted = () => api.app.get(ApplicationDirectory, { strict: false }).grantedScopes(clientId, AUDIENCE);

  it('the API of client grants creates, reads, changes and deletes a grant', async () => {
    const created = await api.as('create:client_grants', 'read:users').post('/client-grants', body());
    const id = created.body.id as string;
    const expected = { ...body(), id: expect.stringMatching(/^cgr_/), subject_type: 'client' };
    expect([created.status, created.body]).toEqual([201, expected]);
    expect(await granted()).toEqual(['read:users']);
    expect((await api.as('read:client_grants').get(`/client-grants/${id}`)).body).toEqual(created.body);
    const changed = await api.as().patch(`/client-grants/${id}`, { scope: ['read:logs'] });
    expect([changed.status, changed.body.scope]).toEqual([200, ['read:logs']]);
    expect(await granted()).toEqual(['read:logs']);
    expect((await api.as().delete(`/client-grants/${id}`)).status).toBe(204);
    expect(await granted()).toEqual([]);
    expect((await api.as().get(`/client-grants/${id}`)).status).toBe(404);
    expect((await api.as().patch(`/client-grants/${id}`, { scope: [] })).status).toBe(404);
    expect((await api.as().delete(`/client-grants/${id}`)).status).toBe(204);
  });

  it('the API of client grants takes back what it has answered, and records no change', async () => {
    const { body: created } = await api.as().post('/client-grants', body());
    expect((await api.as().patch(`/client-grants/${created.id}`, created)).body).toEqual(created);
    const { items } = await api.events.list({ type: 'sapi' }, { kind: 'offset', page: 0, perPage: 1 });
    expect(items[0]?.description).toBe('Client grant created.');
  });

  it('the API of client grants lets nobody grant what they do not hold', async () => {
    const scope = ['read:users', 'delete:users'];
    const poor = api.as('create:client_grants', 'update:client_grants', 'read:users');
    const refused = await poor.post('/client-grants', body({ scope }));
    expect([refused.status, refused.body.message]).toEqual([403, expect.stringContaining('must have delete:users.')]);
    expect(await granted()).toEqual([]);
    const { id } = (await poor.post('/client-grants', body())).body;
    expect((await poor.patch(`/client-grants/${id}`, { scope })).status).toBe(403);
    expect(await granted()).toEqual(['read:users']);
    expect((await api.as().patch(`/client-grants/${id}`, { scope })).status).toBe(200);
    // What is there already may stay, and may be taken away.
    expect((await poor.patch(`/client-grants/${id}`, { scope })).status).toBe(200);
    expect((await poor.patch(`/client-grants/${id}`, { scope: [] })).status).toBe(200);
  });

  it('a client has one grant for each audience', async () => {
    expect((await api.as().post('/client-grants', body())).status).toBe(201);
    const second = await api.as().post('/client-grants', body({ scope: ['read:logs'] }));
    expect([second.status, second.body.errorCode]).toEqual([409, 'client_grant_conflict']);
    expect(await granted()).toEqual(['read:users']);
  });

  it.each([
    [{ audience: 'https://hub.example/api/v2' }, ['audience']],
    [{ audience: 'https://other.example/' }, ['audience']],
    [{ client_id: 'app_unknown' }, ['client_id']],
    [{ scope: ['read:everything'] }, ['scope']],
    [{ scope: ['read:users', 'read:users'] }, ['scope']],
    [{ scope: 'read:users' }, ['scope']],
    [{ scope: undefined }, ['scope']],
    [{ subject_type: 'user' }, ['subject_type']],
    [{ organization_usage: 'allow' }, ['organization_usage']],
  ])('the API of client grants refuses %p and names each bad field', async (change, fields) => {
    const answer = await api.as().post('/client-grants', body(change));
    expect([answer.status, badFields(answer)]).toEqual([400, fields]);
  });

  it('the API of client grants refuses a grant to a client that could not use it', async () => {
    const { client_id } = (await api.as().post('/clients', { name: 'SPA', app_type: 'spa' })).body;
    const answer = await api.as().post('/client-grants', body({ client_id }));
    expect([answer.status, badFields(answer)]).toEqual([400, ['client_id']]);
  });

  it('a client that is disabled is given no scope of its grant', async () => {
    await api.as().post('/client-grants', body());
    await api.as().patch(`/clients/${clientId}`, { is_enabled: false });
    expect(await granted()).toEqual([]);
    await api.as().patch(`/clients/${clientId}`, { is_enabled: true });
    expect(await granted()).toEqual(['read:users']);
  });

  it('the API of client grants lists grants by page and by checkpoint, filtered', async () => {
    await api.as().post('/client-grants', body());
    const list = async (query: string) => (await api.as().get(`/client-grants?${query}`)).body;
    expect(await list('')).toHaveLength(2);
    const own = `client_id=${clientId}&audience=${encodeURIComponent(AUDIENCE)}`;
    expect(await list(own)).toHaveLength(1);
    expect(await list(`${own}&include_totals=true&per_page=50`)).toMatchObject({ client_grants: [body()], total: 1 });
    expect(await list(`${own}&include_totals=true&take=50`)).toMatchObject({ client_grants: [body()] });
    const first = await list('take=1');
    const second = await list(`take=1&from=${first.next}`);
    expect([...first.client_grants, ...second.client_grants]).toHaveLength(2);
    expect(second).not.toHaveProperty('next');
    expect(await list('client_id=app_unknown&include_totals=true')).toMatchObject({ client_grants: [], total: 0 });
  });
});
