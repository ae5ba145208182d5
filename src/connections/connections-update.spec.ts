import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectionsApi, sampleBody, startConnectionsApi } from '../../test/support/connections-api.js';
import { badFields } from '../../test/support/management-api.js';

describe('changing a connection', () => {
  let api: ConnectionsApi;
  let id: string;
  beforeEach(async () => {
    api = await startConnectionsApi();
    const body = sampleBody(
      { display_name: 'Contoso', metadata: { a: '1', b: '2' } },
      { prompt: 'login', parameters: { a: 1, b: { c: 2, d: 3 } }, icon_url: 'https://contoso.example/l.png' },
    );
    id = (await api.as().post('/connections', body)).body.id;
  });
  afterEach(() => api.close());

  const patch = (body: object) => api.as().patch(`/connections/${id}`, body);
  const stored = async () => {
    const connection = await api.store.findById(id);
    if (connection === undefined) throw new Error('it is there');
    return connection;
  };

  // covers AUTH0-04
  it('a change of a connection leaves everything that the body leaves out', async () => {
    const before = await stored();
    expect((await patch({ display_name: 'New' })).status).toBe(200);
    const after = await stored();
    expect({ ...after, updatedAt: before.updatedAt }).toEqual({ ...before, displayName: 'New' });
    expect(after.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
  });

  it('a connection that is sent back as it was read is not changed, and nothing is recorded', async () => {
    const read = (await api.as().get(`/connections/${id}`)).body;
    const recorded = api.events.length;
    for (const body of [read, {}]) expect((await patch(body)).body).toEqual(read);
    expect(api.events).toHaveLength(recorded);
    expect((await patch({ ...read, display_name: 'New' })).body.updated_at).not.toBe(read.updated_at);
    expect(api.events.at(-1)).toMatchObject({ type: 'sapi', description: 'Connection changed.' });
  });

  // covers AUTH0-45
  it('a change of a connection merges inside options and removes by null (RFC 7396)', async () => {
    const answer = await patch({ options: { prompt: null, parameters: { b: { c: null, e: 5 } }, icon_url: null } });
    expect(answer.status).toBe(200);
    expect(answer.body.options.parameters).toEqual({ a: 1, b: { d: 3, e: 5 } });
    expect(answer.body.options).not.toHaveProperty('prompt');
    expect(answer.body.options).not.toHaveProperty('icon_url');
    expect(answer.body.options.client_id).toBe('hub-at-contoso');
    expect((await stored()).secrets).toEqual({ client_secret: 'canary-secret' });
  });

  // covers AUTH0-27
  it('a change of a connection merges metadata, and clears what null clears', async () => {
    expect((await patch({ metadata: { a: null, c: '3' } })).body.metadata).toEqual({ b: '2', c: '3' });
    const cleared = (await patch({ metadata: null, display_name: null, show_as_button: false })).body;
    expect(cleared).toMatchObject({ metadata: {}, show_as_button: false });
    expect(cleared).not.toHaveProperty('display_name');
    expect((await patch({ show_as_button: null })).body.show_as_button).toBe(true);
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${i}`, 'v']));
    expect((await patch({ metadata: many })).status).toBe(200);
    expect((await patch({ metadata: { x: '1' } })).status).toBe(200);
    expect((await patch({ metadata: { y: '1' } })).body.errors[0].field).toBe('metadata');
  });

  it('a change of a connection validates the whole result, and changes nothing when it is wrong', async () => {
    const before = await stored();
    const answer = await patch({ display_name: 'New', options: { client_id: null, domain: 'gmail.com', typo: 1 } });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((problem: { field: string }) => problem.field)).toEqual(
      expect.arrayContaining(['options.domain', 'options.client_id', 'options.typo']),
    );
    expect(await stored()).toEqual(before);
  });

  it('a change of a connection names every bad field at once, of the body and of its options, and changes nothing', async () => {
    const before = await stored();
    const body = { name: 'other', show_as_button: 'yes', nmae: 'x', options: { typo: 1, client_id: null } };
    const all = ['name', 'nmae', 'options.client_id', 'options.typo', 'show_as_button'];
    expect(badFields(await patch(body))).toEqual(all);
    expect(badFields(await patch({ ...body, show_as_button: true, nmae: undefined }))).toEqual(
      all.filter((field) => field !== 'show_as_button' && field !== 'nmae'),
    );
    expect(await stored()).toEqual(before);
  });

  // covers AUTH0-02
  it('a change of a connection accepts the name and strategy that it has, and refuses others', async () => {
    expect((await patch({ name: 'contoso', strategy: 'sample' })).status).toBe(200);
    expect((await patch({ strategy: 'sample-idp' })).status).toBe(200);
    const answer = await patch({ name: 'fabrikam', strategy: 'other' });
    expect([answer.status, answer.body.errors.map((problem: { field: string }) => problem.field)]).toEqual([
      400,
      ['name', 'strategy'],
    ]);
    expect((await patch({ enabled_clients: [] })).body.message).toContain('/clients');
  });

  // covers AUTH0-46
  it('a change of a connection’s options needs update:connections_options, and the refusal names it', async () => {
    const operator = api.as(['update:connections_options']);
    for (const body of [{ options: { prompt: 'consent' } }, { options: {} }, { restrict_email_domains: true }]) {
      const answer = await operator.patch(`/connections/${id}`, body);
      expect(answer.status).toBe(403);
      expect(answer.body.message).toContain('update:connections_options');
    }
    expect((await operator.patch(`/connections/${id}`, { display_name: 'x' })).status).toBe(200);
    expect((await patch({ options: { prompt: 'consent' } })).status).toBe(200);
  });

  it('a change of a connection takes restrict_email_domains beside options as well, but not both ways at once', async () => {
    expect((await patch({ restrict_email_domains: true })).body.options.restrict_email_domains).toBe(true);
    expect((await patch({ options: { restrict_email_domains: false } })).status).toBe(200);
    expect((await stored()).restrictEmailDomains).toBe(false);
    expect((await patch({ restrict_email_domains: true, options: { restrict_email_domains: false } })).status).toBe(
      400,
    );
  });

  it('a change of a connection ends access whenever it disables the connection, and not otherwise', async () => {
    await patch({ display_name: 'x' });
    expect(api.ended).toEqual([]);
    await patch({ is_enabled: false });
    await patch({ is_enabled: false });
    expect(api.ended).toEqual([id, id]);
    await patch({ is_enabled: true });
    expect(api.ended).toHaveLength(2);
  });

  it('a change of a connection is computed once more when somebody else was faster, so that neither change is lost', async () => {
    const answers = await Promise.all([patch({ display_name: 'First' }), patch({ metadata: { c: '3' } })]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(await stored()).toMatchObject({ displayName: 'First', metadata: { a: '1', b: '2', c: '3' } });
  });

  it('two changes of a connection within a millisecond are told apart', async () => {
    api.stopClock();
    await patch({ display_name: 'Zeroth' });
    const before = await stored();
    await Promise.all([patch({ display_name: 'First' }), patch({ metadata: { c: '3' } })]);
    const after = await stored();
    expect(after).toMatchObject({ displayName: 'First', metadata: { c: '3' } });
    expect(after.updatedAt.getTime()).toBe(before.updatedAt.getTime() + 2);
  });

  it('a change of a connection gives up with 409 when somebody else is faster each time', async () => {
    const update = api.store.update.bind(api.store);
    api.store.update = async () => false;
    const answer = await patch({ display_name: 'Lost' });
    api.store.update = update;
    expect([answer.status, answer.body.errorCode]).toEqual([409, 'connection_changed']);
  });

  it('a change of a connection pollutes no prototype', async () => {
    const evil = JSON.parse('{"options":{"parameters":{"__proto__":{"polluted":true}}}}');
    const constructed = { options: { parameters: { constructor: { prototype: { polluted: true } } } } };
    for (const body of [evil, constructed]) expect((await patch(body)).status).toBe(400);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('a button that nobody set keeps following the domains, though its effective value is sent back', async () => {
    const read = (await api.as().get(`/connections/${id}`)).body;
    expect(read.show_as_button).toBe(true);
    await patch({ show_as_button: read.show_as_button });
    expect((await patch({ options: { domain: 'contoso.example' } })).body.show_as_button).toBe(false);
    expect((await patch({ show_as_button: true })).body.show_as_button).toBe(true);
  });

  it('a change can still disable a connection whose connector this hub no longer has', async () => {
    await api.storage.database.updateTable('connections').set({ strategy: 'gone' }).where('id', '=', id).execute();
    expect((await api.as().get('/connections')).body[0].warnings[0]).toContain('"gone"');
    expect((await patch({ is_enabled: false })).body.is_enabled).toBe(false);
    expect((await patch({ options: { prompt: 'login' } })).body.errors[0].field).toBe('options');
  });
});
