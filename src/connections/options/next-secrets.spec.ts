import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectionsApi, sampleBody, startConnectionsApi } from '../../../test/support/connections-api.js';
import { badFields } from '../../../test/support/management-api.js';

describe('the secret that comes next', () => {
  let api: ConnectionsApi;
  let id: string;
  beforeEach(async () => {
    api = await startConnectionsApi();
    id = (await api.as().post('/connections', sampleBody())).body.id;
  });
  afterEach(() => api.close());

  const patch = (options: object) => api.as().patch(`/connections/${id}`, { options });
  const stored = async () => {
    const connection = await api.store.findById(id);
    if (connection === undefined) throw new Error('It is there.');
    return connection;
  };
  const next = async () => (await stored()).nextSecrets;

  it('the secret that comes next is kept beside the one in use, shown by its name only, and refuses no login under way', async () => {
    const answer = await patch({ client_secret_next: 'canary-next', client_secret_next_expires_at: '2028-01-01' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      revision: 1,
      next_secrets: ['client_secret_next'],
      options: { client_secret_next_expires_at: '2028-01-01T00:00:00.000Z' },
    });
    expect(answer.text).not.toContain('canary');
    expect(await stored()).toMatchObject({
      secrets: { client_secret: 'canary-secret' },
      nextSecrets: { client_secret: 'canary-next' },
    });
    expect(JSON.stringify(api.events)).not.toContain('canary');
  });

  it('the secret that comes next can come with a new connection', async () => {
    const body = sampleBody({ name: 'other' }, { client_secret_next: 'canary-next', signing_key_next: 'canary-key' });
    const answer = await api.as().post('/connections', body);
    expect(answer.body.next_secrets).toEqual(['client_secret_next', 'signing_key_next']);
    expect(answer.text).not.toContain('canary');
  });

  it('the secret that comes next is shown to nobody who may not read options', async () => {
    await patch({ client_secret_next: 'canary-next' });
    const read = async (without: readonly 'read:connections_options'[]) =>
      (await api.as(without).get(`/connections/${id}`)).body.next_secrets;
    expect(await read([])).toEqual(['client_secret_next']);
    expect(await read(['read:connections_options'])).toBeUndefined();
  });

  it.each(['****', '##NEXT##', undefined])(
    'the secret that comes next stays when %s is sent back, and is removed with its date by null',
    async (mask) => {
      await patch({ client_secret_next: 'canary-next', client_secret_next_expires_at: '2028-01-01' });
      const read = (await api.as().get(`/connections/${id}`)).body;
      expect((await patch({ ...read.options, client_secret_next: mask, prompt: 'login' })).status).toBe(200);
      expect(await next()).toEqual({ client_secret: 'canary-next' });
      expect((await patch({ client_secret_next: null })).status).toBe(200);
      expect(await stored()).not.toHaveProperty('nextSecrets');
      expect(await stored()).not.toHaveProperty('nextSecretExpiresAt');
    },
  );

  it('the secret that comes next is validated like the one in use, under its own name', async () => {
    for (const wrong of [['canary'], '', 7]) {
      const answer = await patch({ client_secret_next: wrong });
      expect([answer.status, badFields(answer)]).toEqual([400, ['options.client_secret_next']]);
      expect(answer.body.message).toContain('options.client_secret_next');
    }
    expect((await patch({ client_secret_next: 'canary-next' })).status).toBe(200);
  });

  it('the secret that comes next has a date of expiry only where there is such a secret', async () => {
    const alone = await patch({ client_secret_next_expires_at: '2028-01-01' });
    expect([alone.status, badFields(alone)]).toEqual([400, ['options.client_secret_next_expires_at']]);
    const both = { client_secret_next: 'canary-next', client_secret_next_expires_at: '2028-01-01' };
    expect((await patch(both)).status).toBe(200);
  });

  it('a next secret that is the secret in use already is not kept', async () => {
    const both = { client_secret_next: 'canary-secret', client_secret_next_expires_at: '2028-01-01' };
    expect((await patch(both)).status).toBe(200);
    expect(await stored()).not.toHaveProperty('nextSecrets');
    await patch({ client_secret_next: 'canary-next' });
    await patch({ client_secret: 'canary-next' });
    expect(await stored()).not.toHaveProperty('nextSecrets');
  });

  it('a name with _next is refused where the connector has no such secret', async () => {
    expect(badFields(await patch({ customer_next: '4712' }))).toEqual(['options.customer_next']);
  });

  it('the secret that comes next is demanded again with a change of upstream or registration, as the one in use is', async () => {
    await patch({ client_secret_next: 'canary-next' });
    const moved = { customer: '4712', client_secret: 'canary-new' };
    const refused = await patch(moved);
    expect([refused.status, badFields(refused)]).toEqual([400, ['options.client_secret_next']]);
    expect(badFields(await patch({ ...moved, client_secret_next: '****' }))).toEqual(['options.client_secret_next']);
    expect((await patch({ ...moved, client_secret_next: 'canary-newer' })).status).toBe(200);
    expect(await next()).toEqual({ client_secret: 'canary-newer' });
    expect((await patch({ ...moved, customer: '4713', client_secret_next: null })).status).toBe(200);
    expect(await next()).toBeUndefined();
  });
});
