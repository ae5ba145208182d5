import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ISSUER, type ManagementApiUnderTest, startManagementApi } from '../../test/support/management-api.js';

describe('the API of settings for products', () => {
  let api: ManagementApiUnderTest;
  let client: { readonly client_id: string; readonly client_secret: string };
  beforeAll(async () => {
    api = await startManagementApi();
    const callbacks = ['https://coder.contoso.com/api/v2/users/oidc/callback'];
    client = (await api.as().post('/clients', { name: 'Coder', callbacks })).body;
  });
  afterAll(() => api?.close());

  const get = (path: string) => api.as('read:clients').get(`/clients/${path}`);

  it('the API of settings for products lists the products', async () => {
    const answer = await get(`${client.client_id}/settings`);
    expect([answer.status, answer.body]).toEqual([
      200,
      [
        { product: 'coder', display_name: 'Coder', format: 'env' },
        { product: 'grafana', display_name: 'Grafana', format: 'ini' },
        { product: 'oauth2-proxy', display_name: 'oauth2-proxy', format: 'toml' },
        { product: 'openmetadata', display_name: 'OpenMetadata', format: 'yaml' },
        { product: 'proxmox-ve', display_name: 'Proxmox VE', format: 'shell' },
      ],
    ]);
  });

  // covers CODER-04
  it('the API of settings for products gives those of a product with this hub’s values and without the secret', async () => {
    const answer = await get(`${client.client_id}/settings/coder`);
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        product: 'coder',
        display_name: 'Coder',
        format: 'env',
        settings: expect.stringContaining(
          `CODER_OIDC_ISSUER_URL=${ISSUER}\nCODER_OIDC_CLIENT_ID=${client.client_id}\n`,
        ),
        callbacks: ['https://coder.contoso.com/api/v2/users/oidc/callback'],
        notes: expect.arrayContaining([expect.stringContaining('rotate-secret')]),
        warnings: [],
      },
    ]);
    expect(answer.text).not.toContain(client.client_secret);
  });

  it('the API of settings for products names the fields of a client that do not fit the product', async () => {
    const { warnings } = (await get(`${client.client_id}/settings/grafana`)).body;
    expect(warnings).toEqual([
      {
        field: 'callbacks',
        message: expect.stringContaining('Add https://coder.contoso.com/login/generic_oauth to callbacks'),
      },
    ]);
  });

  it('the API of settings for products answers an unknown product with the known ones, and an unknown client with 404', async () => {
    const unknown = await get(`${client.client_id}/settings/jenkins`);
    expect([unknown.status, unknown.body.message]).toEqual([
      404,
      expect.stringContaining('coder, grafana, oauth2-proxy, openmetadata, proxmox-ve'),
    ]);
    expect((await get('app_unknown/settings')).status).toBe(404);
    expect((await get('app_unknown/settings/coder')).status).toBe(404);
  });

  it('the API of settings for products changes nothing, and reveals nothing to a token without read:clients', async () => {
    expect((await api.as('update:clients').get(`/clients/${client.client_id}/settings/coder`)).status).toBe(403);
    const { items } = await api.events.list({ type: 'sapi' }, { kind: 'offset', page: 0, perPage: 10 });
    expect(items.map(({ description }) => description)).toEqual(['Client created.']);
  });
});
