import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { badFields, type ManagementApiUnderTest, startManagementApi } from '../../test/support/management-api.js';
import { aUser } from '../../test/support/users.js';

describe('the API of users', () => {
  let api: ManagementApiUnderTest;
  let id: string;
  beforeEach(async () => {
    api = await startManagementApi();
    id = await signIn('ann', { givenName: 'Ann', groups: ['staff'] });
  });
  afterEach(() => api.close());

  async function signIn(subject: string, profile: object = {}, connectionName = 'contoso'): Promise<string> {
    const { identity, profile: sample } = aUser({ id: 'x' }, subject);
    const result = await api.users.signIn({
      identity: { ...identity, connectionName, claims: { canary: 'claim' } },
      profile: { ...sample, ...profile },
      profileSync: 'on_each_login',
    });
    return result.kind === 'signed-in' ? result.user.id : result.kind;
  }
  const ids = (users: readonly { readonly user_id: string }[]) => users.map((user) => user.user_id);

  // covers AUTH0-50
  it('the API of users shows a user as they are known downstream, without the claims of their upstream', async () => {
    const answer = await api.as('read:users').get(`/users/${id}`);
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        user_id: id,
        email: 'ann@Contoso.example',
        email_verified: true,
        name: 'ann',
        given_name: 'Ann',
        groups: ['staff'],
        identities: [
          {
            connection: 'contoso',
            connection_id: 'con_1',
            provider: 'sample',
            user_id: 'ann',
            issuer: 'https://idp.example/',
            isSocial: false,
          },
        ],
        blocked: false,
        logins_count: 1,
        last_login: expect.any(String),
        created_at: expect.any(String),
        updated_at: expect.any(String),
      },
    ]);
    expect(answer.text).not.toContain('canary');
    expect((await api.as().get('/users/usr_unknown')).status).toBe(404);
    expect((await api.as().get(`/users/${id}?fields=user_id,blocked`)).body).toEqual({ user_id: id, blocked: false });
  });

  it('the API of users lists users newest first, with totals, order, filters and search', async () => {
    const bob = await signIn('bob');
    const eve = await signIn('eve', { email: 'ANN@contoso.example' }, 'fabrikam');
    const list = async (query: object) => (await api.as().get('/users').query(query)).body;
    expect(ids(await list({}))).toEqual([eve, bob, id]);
    expect(ids(await list({ sort: 'created_at:1' }))).toEqual([id, bob, eve]);
    expect(ids(await list({ connection: 'contoso' }))).toEqual([bob, id]);
    expect(ids(await list({ email: 'Ann@Contoso.Example' }))).toEqual([eve, id]);
    expect(ids(await list({ q: 'email:"ann@contoso.example"', search_engine: 'v3' }))).toEqual([eve, id]);
    expect(ids(await list({ q: `user_id:"${bob}"` }))).toEqual([bob]);
    const both = 'identities.connection:"contoso" AND email:"ann@contoso.example"';
    expect(ids(await list({ q: both }))).toEqual([id]);
    const totals = await list({ page: 1, per_page: 2, include_totals: true });
    expect(totals).toMatchObject({ start: 2, limit: 2, length: 1, total: 3, users: [{ user_id: id }] });
    const first = await list({ take: 2 });
    expect(ids((await list({ take: 2, from: first.next })).users)).toEqual([id]);
  });

  it.each([
    [{ q: 'ann' }, 'q'],
    [{ q: 'email:ann*' }, 'q'],
    [{ q: 'name:"ann"' }, 'q'],
    [{ search_engine: 'v2' }, 'search_engine'],
    [{ sort: 'email:1' }, 'sort'],
    [{ email: '' }, 'email'],
    [{ 'email[not]': '' }, 'email[not]'],
    [{ connection: 'a', q: 'identities.connection:"b"' }, 'connection'],
    [{ from: 'forged' }, 'from'],
  ])('the API of users refuses %p and names each bad field', async (query, field) => {
    const answer = await api.as().get('/users').query(query);
    expect([answer.status, badFields(answer)]).toEqual([400, [field]]);
  });

  it('the API of users finds users by e-mail address in any case, always as a bare array', async () => {
    const find = async (email: string) => (await api.as('read:users').get('/users-by-email').query({ email })).body;
    expect(ids(await find('ANN@contoso.example'))).toEqual([id]);
    expect(await find('nobody@contoso.example')).toEqual([]);
    expect(badFields(await api.as().get('/users-by-email'))).toEqual(['email']);
  });

  it('the API of users blocks a user, ends their access, and unblocks them', async () => {
    const blocked = await api.as('update:users').patch(`/users/${id}`, { blocked: true });
    expect([blocked.status, blocked.body.blocked]).toEqual([200, true]);
    expect(api.ended).toEqual([`user ${id}`]);
    // Once more, where ending their access failed half-way.
    await api.as().patch(`/users/${id}`, { blocked: true });
    expect(api.ended).toHaveLength(2);
    expect(await signIn('ann')).toBe('blocked');
    await api.as().patch(`/users/${id}`, { blocked: false });
    expect(api.ended).toHaveLength(2);
    expect(await signIn('ann')).toBe(id);
    expect((await api.as().patch('/users/usr_unknown', { blocked: true })).status).toBe(404);
  });

  it.each([
    [{ blocked: 'true' }, ['blocked']],
    [{ blocked: null }, ['blocked']],
    [{ blocked: 1 }, ['blocked']],
    [{ app_metadata: {} }, ['app_metadata']],
    [{ password: 'x', connection: 'contoso' }, ['connection', 'password']],
  ])('the API of users refuses the change %p and names the field', async (body, fields) => {
    const answer = await api.as().patch(`/users/${id}`, body);
    expect([answer.status, badFields(answer)]).toEqual([400, fields]);
    expect((await api.as().get(`/users/${id}`)).body.blocked).toBe(false);
  });

  it('the API of users takes back what it has answered, and changes nothing by it', async () => {
    const { body } = await api.as().get(`/users/${id}`);
    const sent = { ...body, user_id: 'usr_other', email: 'other@contoso.example', email_verified: false };
    const answer = await api.as().patch(`/users/${id}`, sent);
    expect([answer.status, answer.body]).toEqual([200, body]);
    expect((await api.as().get(`/users/${id}/logs`)).body).toEqual([]);
  });

  // covers AUTH0-54
  it('the API of users deletes a user and ends their access', async () => {
    expect((await api.as('delete:users').delete(`/users/${id}`)).status).toBe(204);
    expect(api.ended).toEqual([`user ${id}`]);
    expect((await api.as().get(`/users/${id}`)).status).toBe(404);
    expect((await api.as().delete(`/users/${id}`)).status).toBe(204);
    expect(await signIn('ann')).not.toBe(id);
  });

  it('the API of users shows the log of one user, the block included', async () => {
    await api.as().patch(`/users/${id}`, { blocked: true });
    await api.as().post('/clients', { name: 'Other' });
    const answer = await api.as('read:users', 'read:logs').get(`/users/${id}/logs?include_totals=true`);
    expect(answer.body).toMatchObject({
      total: 1,
      logs: [
        { type: 'sapi', description: 'User blocked.', user_id: id, connection: 'contoso', client_id: 'terraform' },
      ],
    });
    expect((await api.as('read:users').get(`/users/${id}/logs`)).status).toBe(403);
    expect((await api.as().get('/users/usr_unknown/logs')).status).toBe(404);
  });
});
