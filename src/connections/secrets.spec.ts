import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectionsApi, sampleBody, startConnectionsApi } from '../../test/support/connections-api.js';

describe('secrets of a connection', () => {
  let api: ConnectionsApi;
  let id: string;
  beforeEach(async () => {
    api = await startConnectionsApi();
    id = (await api.as().post('/connections', sampleBody())).body.id;
  });
  afterEach(() => api.close());

  const patch = (options: object) => api.as().patch(`/connections/${id}`, { options });
  const secrets = async () => (await api.store.findById(id))?.secrets;
  const revision = async () => (await api.store.findById(id))?.revision;

  // covers AUTH0-06
  it('secrets of a connection never come out: not in an answer, an error or an event', async () => {
    const answers = [
      await api.as().get(`/connections/${id}`),
      await api.as().get('/connections?fields=options'),
      await patch({ prompt: 'login' }),
      await patch({ client_secret: 'canary-2', typo: 'canary-3' }),
      await patch({ client_secret: ['canary-4'] }),
      await api.as().post('/connections', sampleBody()),
    ];
    for (const answer of answers) expect(answer.text).not.toContain('canary');
    expect(JSON.stringify(api.events)).not.toContain('canary');
  });

  it.each(['****', '********cret', '••••••••', '●●●', '##CONNECTIONS_SAMPLE_SECRET##'])(
    'secrets of a connection stay as they are when only their mask %s is sent back',
    async (mask) => {
      for (const name of ['client_secret', 'clientSecret']) {
        expect((await patch({ [name]: mask, prompt: 'login' })).status).toBe(200);
        expect(await secrets()).toEqual({ client_secret: 'canary-secret' });
      }
      expect(await revision()).toBe(1);
    },
  );

  it.each(['**real**secret**that**is**long', '#1-secret', 'a****', '**', '# #'])(
    'secrets of a connection change to %s, which is no mask',
    async (secret) => {
      expect((await patch({ client_secret: secret })).status).toBe(200);
      expect(await secrets()).toEqual({ client_secret: secret });
      expect(await revision()).toBe(2);
    },
  );

  it('a secret that is sent again unchanged begins no new revision', async () => {
    await patch({ client_secret: 'canary-secret' });
    expect(await revision()).toBe(1);
  });

  it('a secret is removed by null, where the connector can do without it', async () => {
    await patch({ signing_key: 'canary-key' });
    expect(await secrets()).toEqual({ client_secret: 'canary-secret', signing_key: 'canary-key' });
    expect((await patch({ signing_key: null })).status).toBe(200);
    expect(await secrets()).toEqual({ client_secret: 'canary-secret' });
    expect((await patch({ client_secret: null })).body.errors[0].field).toBe('options.client_secret');
    expect(await revision()).toBe(3);
  });

  it.each([{ customer: '4712' }, { client_id: 'other' }])(
    'secrets of a connection are demanded again with %j',
    async (change) => {
      const refused = await patch(change);
      expect([refused.status, refused.body.errors]).toEqual([
        400,
        [{ field: 'options.client_secret', message: expect.stringContaining(Object.keys(change)[0] ?? '') }],
      ]);
      for (const mask of ['****', '••••']) expect((await patch({ ...change, client_secret: mask })).status).toBe(400);
      expect(await revision()).toBe(1);
      expect((await patch({ ...change, client_secret: 'canary-secret' })).status).toBe(200);
      expect(await revision()).toBe(2);
    },
  );

  it('secrets of a connection are all demanded again, whichever of their names they are sent by', async () => {
    await patch({ signing_key: 'canary-key' });
    const one = await patch({ customer: '4712', clientSecret: 'canary-new' });
    expect(one.body.errors.map((problem: { field: string }) => problem.field)).toEqual(['options.signing_key']);
    expect((await patch({ customer: '4712', clientSecret: 'canary-new', signing_key: 'k' })).status).toBe(200);
    expect(await secrets()).toEqual({ client_secret: 'canary-new', signing_key: 'k' });
    expect((await patch({ customer: '4713', clientSecret: 'canary-new', signing_key: null })).status).toBe(200);
  });

  it('secrets of a connection are not demanded because the connector gained an option with a default since', async () => {
    const options = JSON.stringify({ client_id: 'hub-at-contoso', customer: '4711' });
    await api.storage.database.updateTable('connections').set({ options }).where('id', '=', id).execute();
    expect((await patch({ prompt: 'consent' })).body.options).toMatchObject({ prompt: 'consent', region: 'eu' });
    expect(await revision()).toBe(1);
    expect((await patch({ region: 'us' })).status).toBe(400);
  });

  it('secrets of a connection are not demanded by a change of something else, nor by endpoints sent back as they are', async () => {
    expect((await patch({ prompt: 'consent', customer: '4711', client_id: 'hub-at-contoso' })).status).toBe(200);
    expect(await revision()).toBe(1);
  });
});
