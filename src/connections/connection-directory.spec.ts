import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aConnection } from '../../test/support/connections.js';
import { type ConnectionsApi, startConnectionsApi } from '../../test/support/connections-api.js';
import { ConnectorError } from '../connectors/index.js';
import type { Connection } from './model/connection.js';

describe('the directory of connections', () => {
  let api: ConnectionsApi;
  let contoso: Connection;
  beforeEach(async () => {
    api = await startConnectionsApi();
    contoso = aConnection({
      name: 'contoso',
      domain: 'contoso.example',
      domainAliases: ['xn--mnchen-3ya.example'],
      options: { client_id: 'a', customer: '4711' },
      secrets: { client_secret: 'canary-secret' },
    });
    await api.store.insert(contoso, ['coder']);
    await api.store.insert(aConnection({ name: 'off', domain: 'off.example', isEnabled: false }), ['coder']);
  });
  afterEach(() => api.close());

  it('the directory of connections finds by name what is enabled and usable by the application, and nothing else', async () => {
    expect(await api.directory.findByNameFor('coder', 'contoso')).toEqual(contoso);
    expect(await api.directory.findByNameFor('grafana', 'contoso')).toBeUndefined();
    expect(await api.directory.findByNameFor('coder', 'off')).toBeUndefined();
    expect(await api.directory.findByNameFor('coder', 'Contoso')).toBeUndefined();
    expect(await api.directory.findByNameFor('coder', 'contoso\0')).toBeUndefined();
    expect((await api.directory.findById('con_off'))?.name).toBe('off');
  });

  it.each([
    ['alice@contoso.example', 'contoso'],
    ['  Alice@CONTOSO.Example ', 'contoso'],
    ['alice@münchen.example', 'contoso'],
    ['alice@mail.contoso.example', undefined],
    ['alice@off.example', undefined],
    ['alice@evil.example@contoso.example', undefined],
    ['contoso.example', undefined],
  ])('the directory of connections leads %j home to %j', async (address, name) => {
    expect((await api.directory.homeRealmFor('coder', address))?.name).toBe(name);
    expect(await api.directory.homeRealmFor('grafana', address)).toBeUndefined();
  });

  it('the directory of connections answers what the login page asks', async () => {
    expect(await api.directory.hasHomeRealmFor('coder')).toBe(true);
    expect(await api.directory.hasHomeRealmFor('grafana')).toBe(false);
    expect(await api.directory.buttonsFor('coder')).toEqual([]);
    expect(await api.directory.isUsableBy(contoso.id, 'coder')).toBe(true);
    expect(await api.directory.isUsableBy(contoso.id, 'grafana')).toBe(false);
    expect(await api.directory.ownerOfDomain('MÜNCHEN.example')).toBe(contoso.id);
    expect(await api.directory.ownerOfDomain('off.example')).toBe('con_off');
    expect(await api.directory.ownerOfDomain('free.example')).toBeUndefined();
    expect(api.directory.callbackUrlOf(contoso)).toBe('https://hub.example/login/callback/contoso');
    expect(api.directory.callbackUrlOf({ ...contoso, callbackKind: 'shared' })).toBe(
      'https://hub.example/login/callback',
    );
  });

  it('the directory of connections makes one connector for a connection until its options, secrets or domains change', async () => {
    const first = api.directory.connectorOf(contoso);
    const label: Connection = { ...contoso, displayName: 'New', isEnabled: false, updatedAt: new Date(), revision: 9 };
    expect(api.directory.connectorOf(label)).toBe(first);
    const changes: readonly Partial<Connection>[] = [
      { options: { client_id: 'b', customer: '4711' } },
      { secrets: { client_secret: 'other' } },
      { domainAliases: [] },
    ];
    for (const change of changes) {
      const before = api.directory.connectorOf(contoso);
      expect(api.directory.connectorOf({ ...contoso, ...change })).not.toBe(before);
    }
  });

  it('the directory of connections lends a connector its options with the secrets, the guarded fetch, the clock and its own domains', async () => {
    api.directory.connectorOf(contoso);
    const [made] = api.sample.made;
    expect(made?.options).toMatchObject({ client_id: 'a', client_secret: 'canary-secret', customer: '4711' });
    expect(made?.runtime.connection).toEqual({
      name: 'contoso',
      domains: ['contoso.example', 'xn--mnchen-3ya.example'],
    });
    expect(made?.runtime.now()).toBeInstanceOf(Date);
    await expect(made?.runtime.fetch('https://up.example')).rejects.toBeDefined();
    expect(api.requests).toEqual(['https://up.example']);
  });

  it('the directory of connections says that the connection is misconfigured when the hub no longer has the connector, without its secrets', () => {
    const attempt = () => api.directory.connectorOf({ ...contoso, strategy: 'gone' });
    expect(attempt).toThrow(ConnectorError);
    try {
      attempt();
    } catch (error) {
      expect(error).toMatchObject({ code: 'misconfigured', actor: 'operator' });
      expect(String(error)).toContain('"contoso"');
      expect(String(error)).not.toContain('canary');
    }
  });
});
