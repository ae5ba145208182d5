import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectionsApi, startConnectionsApi } from '../../test/support/connections-api.js';
import { sampleConnectors } from '../../test/support/sample-connector.js';
import { fake } from '../connectors/fake/index.js';

describe('the list of connectors', () => {
  let api: ConnectionsApi;
  beforeEach(async () => {
    api = await startConnectionsApi([
      {
        ...sampleConnectors().definition,
        strategy: 'another',
        aliases: [],
        icon: 'https://icons.example/a.svg',
        ...(fake.guide && { guide: fake.guide }),
        abilities: ['check'],
        explainError: () => undefined,
      },
    ]);
  });
  afterEach(() => api.close());

  // covers LOGTO-19
  it('the list of connectors has each strategy with the JSON Schema of its options, and says which of them are secrets', async () => {
    const { body } = await api.as().get('/connectors');
    expect(body.map((one: { strategy: string }) => one.strategy)).toEqual(['another', 'sample']);
    expect(body[0].icon).toBe('https://icons.example/a.svg');
    expect(body[1]).toMatchObject({
      aliases: ['sample-idp'],
      display_name: 'Sample',
      protocol: 'oidc',
      secrets: ['client_secret', 'signing_key', 'client_secret_next', 'signing_key_next'],
      options_schema: {
        type: 'object',
        additionalProperties: false,
        properties: { client_secret: { writeOnly: true }, customer: { description: expect.any(String) } },
      },
    });
  });

  it('the list of connectors describes what every connection keeps under options as well', async () => {
    const [{ options_schema: schema }] = (await api.as().get('/connectors')).body;
    for (const name of ['domain', 'domain_aliases', 'icon_url', 'set_user_root_attributes', 'callback']) {
      expect([name, schema.properties[name]?.description]).toEqual([name, expect.any(String)]);
    }
    expect(schema.required).toEqual(expect.arrayContaining(['client_id', 'customer']));
    expect(schema.required).not.toContain('domain');
  });

  it('the list of connectors says what a connection can do beside signing people in, from the definition alone', async () => {
    const { body } = await api.as().get('/connectors/another');
    expect([body.capabilities, body.options_version, body.package]).toEqual([
      ['check', 'error_explanation'],
      1,
      undefined,
    ]);
    expect((await api.as().get('/connectors/sample')).body.capabilities).toEqual([]);
  });

  // covers AUTH0-01
  it('the list of connectors brings the set-up guide, with the callback URL of the connection that it is read for', async () => {
    const named = (await api.as().get('/connectors/another?connection_name=contoso')).body.guide;
    expect(named).toContain('`https://hub.example/login/callback/contoso`');
    expect((await api.as().get('/connectors')).body[0].guide).toContain('/login/callback/CONNECTION_NAME`');
    expect((await api.as().get('/connectors/sample')).body.guide).toBeUndefined();
    expect((await api.as().get('/connectors/another?connection_name=../x')).status).toBe(400);
  });

  it('a single connector is read by its strategy or an alias of it, and by nothing else', async () => {
    expect((await api.as().get('/connectors/sample-idp')).body.strategy).toBe('sample');
    expect((await api.as().get('/connectors/unknown')).status).toBe(404);
  });

  it('the list of connectors has a title for every option', async () => {
    const [{ options_schema: schema }] = (await api.as().get('/connectors')).body;
    expect([schema.properties.client_id.title, schema.properties.domain.title]).toEqual(['Client ID', 'Domain']);
  });

  it('the list of connectors comes in pages like every list', async () => {
    expect((await api.as().get('/connectors?take=1')).body).toMatchObject({ connectors: [{}], next: 'another' });
    const rest = (await api.as().get('/connectors?take=1&from=another')).body;
    expect([rest.connectors[0].strategy, rest.next]).toEqual(['sample', undefined]);
    expect((await api.as().get('/connectors?include_totals=true&per_page=1&page=1')).body).toMatchObject({
      connectors: [{ strategy: 'sample' }],
      total: 2,
    });
    expect((await api.as().get('/connectors?unknown=1')).status).toBe(400);
  });
});
