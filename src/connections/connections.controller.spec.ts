import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectionsApi, sampleBody, startConnectionsApi } from '../../test/support/connections-api.js';
import { badFields } from '../../test/support/management-api.js';

describe('the API of connections', () => {
  let api: ConnectionsApi;
  beforeEach(async () => {
    api = await startConnectionsApi();
  });
  afterEach(() => api.close());

  // covers AUTH0-44
  it('the API of connections creates a connection and answers 201 with all but its secret', async () => {
    const answer = await api.as().post('/connections', {
      ...sampleBody({
        display_name: 'Contoso Ltd',
        enabled_clients: ['coder'],
        metadata: { owner: 'it' },
      }),
    });
    expect([answer.status, answer.body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^con_[a-z0-9]+$/),
        name: 'contoso',
        strategy: 'sample',
        display_name: 'Contoso Ltd',
        show_as_button: true,
        is_enabled: true,
        is_domain_connection: false,
        realms: ['contoso'],
        metadata: { owner: 'it' },
        callback_url: 'https://hub.example/login/callback/contoso',
        revision: 1,
        created_at: expect.any(String),
        updated_at: expect.any(String),
        options: {
          client_id: 'hub-at-contoso',
          customer: '4711',
          person_key: 'id',
          region: 'eu',
          domain_aliases: [],
          set_user_root_attributes: 'on_each_login',
          callback: 'own',
          restrict_email_domains: false,
        },
        warnings: [],
      },
    ]);
    expect((await api.store.findByName('contoso'))?.secrets).toEqual({ client_secret: 'canary-secret' });
    expect(await api.store.isUsableBy(answer.body.id, 'coder')).toBe(true);
  });

  // covers AUTH0-03
  it('the API of connections stores the strategy that an alias stands for', async () => {
    const answer = await api.as().post('/connections', sampleBody({ strategy: 'sample-idp' }));
    expect([answer.status, answer.body.strategy]).toEqual([201, 'sample']);
  });

  // covers AUTH0-03
  it('the API of connections refuses an unknown strategy and lists the known ones', async () => {
    const answer = await api.as().post('/connections', sampleBody({ strategy: 'samplr' }));
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain('sample');
  });

  // covers AUTH0-44
  it('the API of connections names every bad field at once, the connector’s and the hub’s own', async () => {
    const answer = await api.as().post('/connections', {
      ...sampleBody(
        {},
        { customer: 'Spaces are bad', domain: 'localhost', typo: 1, icon_url: 'http://x.example/a.png' },
      ),
    });
    expect(answer.status).toBe(400);
    const fields = answer.body.errors.map((problem: { field: string }) => problem.field);
    expect(fields).toEqual(
      expect.arrayContaining(['options.domain', 'options.icon_url', 'options.customer', 'options.typo']),
    );
    const shape = await api.as().post('/connections', { name: '-', options: [], display_name: 'a\u202eb', nmae: 'x' });
    expect(shape.body.errors.map((problem: { field: string }) => problem.field)).toEqual(
      expect.arrayContaining(['name', 'strategy', 'options', 'display_name', 'nmae']),
    );
  });

  it('the API of connections names bad fields of the body and of its options in one answer', async () => {
    const create = async (body: object, options: object) =>
      badFields(await api.as().post('/connections', sampleBody(body, options)));
    const contradiction = { restrict_email_domains: true };
    expect(await create({ name: '-' }, { typo: 1 })).toEqual(['name', 'options.typo']);
    expect(await create({ name: '-', ...contradiction }, { restrict_email_domains: false, domain: 'x' })).toEqual([
      'name',
      'options.domain',
      'restrict_email_domains',
    ]);
    expect(await create(contradiction, { restrict_email_domains: false, typo: 1 })).toEqual([
      'options.typo',
      'restrict_email_domains',
    ]);
    expect(await create({}, { client_secret: '****', typo: 1 })).toEqual(['options.client_secret', 'options.typo']);
    expect(await create({ name: '-', strategy: 'samplr' }, { typo: 1 })).toEqual(['name', 'strategy']);
    expect(await create({ name: '-' }, {})).toEqual(['name']);
  });

  // covers AUTH0-02
  it.each([
    ['a', 201],
    ['Contoso-2', 201],
    ['a'.repeat(128), 201],
    ['a'.repeat(129), 400],
    ['-a', 400],
    ['a-', 400],
    ['a--b', 400],
    ['a_b', 400],
    ['a/b', 400],
    ['a\n', 400],
    ['', 400],
    [null, 400],
    [7, 400],
  ])('the API of connections takes the name %j with %i', async (name, status) => {
    expect((await api.as().post('/connections', sampleBody({ name }))).status).toBe(status);
  });

  it.each([
    ['is_enabled', 'false'],
    ['is_enabled', 0],
    ['is_enabled', null],
    ['show_as_button', 'true'],
    ['display_name', ''],
    ['display_name', 'x'.repeat(129)],
    ['display_name', 'zero\u200bwidth'],
    ['metadata', { a: 1 }],
    ['metadata', []],
    ['metadata', Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, 'v']))],
    ['metadata', { a: 'x'.repeat(256) }],
    ['enabled_clients', 'coder'],
    ['enabled_clients', ['coder', 'coder']],
    ['enabled_clients', [{}]],
    ['enabled_clients', ['nobody']],
    ['restrict_email_domains', 'no'],
  ])('the API of connections refuses %s = %j, names the field, and stores nothing', async (field, value) => {
    const answer = await api.as().post('/connections', sampleBody({ [field]: value }));
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].field).toBe(field);
    expect(await api.store.findByName('contoso')).toBeUndefined();
  });

  it('the API of connections accepts back what it answered, read-only fields included, once the secret is added', async () => {
    const first = await api.as().post('/connections', sampleBody({}, { domain: 'contoso.example', legacy: 'x' }));
    const exported = (await api.as().get(`/connections/${first.body.id}`)).body;
    expect(exported.warnings).toEqual(['legacy: kept, without effect.']);
    await api.as().delete(`/connections/${first.body.id}`);
    exported.options.client_secret = 'canary-secret';
    const second = await api.as().post('/connections', exported);
    expect(second.status).toBe(201);
    expect(second.body.id).not.toBe(first.body.id);
    const { id, created_at, updated_at, ...rest } = exported;
    const { client_secret, ...options } = rest.options;
    expect(second.body).toMatchObject({ ...rest, options });
    const patched = await api.as().patch(`/connections/${second.body.id}`, second.body);
    expect([patched.status, { ...patched.body, updated_at: '' }]).toEqual([200, { ...second.body, updated_at: '' }]);
  });

  it('the API of connections says which secret is missing from an export', async () => {
    const { client_secret, ...options } = sampleBody().options;
    for (const secret of [{}, { client_secret: '##CONNECTIONS_SAMPLE_SECRET##' }, { client_secret: '********' }]) {
      const answer = await api.as().post('/connections', { ...sampleBody(), options: { ...options, ...secret } });
      expect([answer.status, answer.body.errors[0].field]).toEqual([400, 'options.client_secret']);
    }
  });

  // covers AUTH0-02
  it('the API of connections answers 409 for a name in use', async () => {
    await api.as().post('/connections', sampleBody());
    const answer = await api.as().post('/connections', sampleBody());
    expect([answer.status, answer.body.errorCode]).toEqual([409, 'connection_conflict']);
    expect(answer.body.message).toContain('"contoso"');
  });

  it('the API of connections answers 404 for a connection that is not there, and 204 for deleting it', async () => {
    expect((await api.as().get('/connections/con_nobody')).status).toBe(404);
    expect((await api.as().patch('/connections/con_nobody', { display_name: 'x' })).status).toBe(404);
    expect((await api.as().delete('/connections/con_nobody')).status).toBe(204);
    const { body } = await api.as().post('/connections', sampleBody());
    expect((await api.as().delete(`/connections/${body.id}`)).status).toBe(204);
    expect((await api.as().delete(`/connections/${body.id}`)).status).toBe(204);
    expect((await api.as().get(`/connections/${body.id}`)).status).toBe(404);
    expect(api.ended).toContain(body.id);
  });

  // covers AUTH0-46
  it('the API of connections shows options only to a token with read:connections_options', async () => {
    const reader = api.as(['read:connections_options']);
    const created = await reader.post('/connections', sampleBody());
    expect([created.status, created.body.options, created.body.warnings]).toEqual([201, undefined, undefined]);
    expect((await reader.get(`/connections/${created.body.id}`)).body.options).toBeUndefined();
    expect((await reader.get('/connections')).body[0].options).toBeUndefined();
    expect((await api.as().get('/connections')).body[0].options.client_id).toBe('hub-at-contoso');
  });

  // covers AUTH0-44
  it.each([
    ['post', '/connections', 'create:connections'],
    ['get', '/connections', 'read:connections'],
    ['get', '/connections/x', 'read:connections'],
    ['patch', '/connections/x', 'update:connections'],
    ['delete', '/connections/x', 'delete:connections'],
    ['get', '/connections/x/clients', 'read:connections'],
    ['patch', '/connections/x/clients', 'update:connections'],
    ['get', '/clients/coder/connections', 'read:connections'],
    ['get', '/connectors', 'read:connections'],
  ] as const)(
    'the API of connections refuses %s %s without the scope %s, which it names',
    async (method, path, scope) => {
      const answer = await api.as([scope])[method](path);
      expect(answer.status).toBe(403);
      expect(answer.body.message).toContain(scope);
      expect((await api.as()[method](path)).status).not.toBe(403);
    },
  );

  it('the API of connections records who created, changed and deleted, and no value', async () => {
    const { body } = await api.as().post('/connections', sampleBody());
    await api.as().patch(`/connections/${body.id}`, { display_name: 'canary', options: { client_secret: 'canary-2' } });
    await api.as().delete(`/connections/${body.id}`);
    expect(api.events).toMatchObject(
      Array.from({ length: 3 }, () => ({ type: 'sapi', clientId: 'terraform', connection: 'contoso' })),
    );
    expect(api.events[1]?.details.fields).toEqual(['display_name', 'options.client_secret']);
    expect(JSON.stringify(api.events)).not.toContain('canary');
  });
});
