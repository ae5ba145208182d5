import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aConnection } from '../../../test/support/connections.js';
import { type ConnectionsApi, sampleBody, startConnectionsApi } from '../../../test/support/connections-api.js';
import { badFields } from '../../../test/support/management-api.js';
import { sampleConnectors } from '../../../test/support/sample-connector.js';
import { type ConnectorDefinition, ConnectorError, type JsonObject } from '../../connectors/index.js';
import { TrialStore } from '../../trials/index.js';
import type { Connection } from '../model/connection.js';
import { storedOptions, upToDate, versionTrouble } from './read.js';

const sample = sampleConnectors();
/** Version 1 called `customer` `tenant`, and `client_secret` `password`. */
const renamed = ({ tenant, password, ...rest }: JsonObject): JsonObject => ({
  ...rest,
  ...(tenant !== undefined && { customer: tenant }),
  ...(password !== undefined && { client_secret: password }),
});
const second: ConnectorDefinition = {
  ...sample.definition,
  strategy: 'second',
  aliases: [],
  optionsVersion: 2,
  migrateOptions: renamed,
};

const first = aConnection({
  name: 'contoso',
  strategy: 'second',
  options: { client_id: 'hub', tenant: '4711', region: 'eu', person_key: 'id' },
  secrets: { password: 'canary-of-version-1' },
});

describe('options of an earlier version', () => {
  it('options of an earlier version are rewritten, secrets and those that come next included', () => {
    const stored = { ...first, nextSecrets: { password: 'canary-that-comes-next' } };
    expect(upToDate(stored, second)).toEqual({
      ...first,
      options: { client_id: 'hub', customer: '4711', region: 'eu', person_key: 'id' },
      secrets: { client_secret: 'canary-of-version-1' },
      nextSecrets: { client_secret: 'canary-that-comes-next' },
      optionsVersion: 2,
    });
  });

  it('options of an earlier version are not changed in the object that was handed in', () => {
    const before = structuredClone(first);
    const careless = {
      ...second,
      migrateOptions: (options: JsonObject) => Object.assign(options, { tenant: 'changed' }),
    };
    upToDate(first, careless);
    expect(first).toEqual(before);
  });

  it.each<[string, () => JsonObject]>([
    ['throws', () => JSON.parse('{')],
    ['answers nothing', () => undefined as unknown as JsonObject],
  ])(
    'options of an earlier version are left as they are when the connector’s rewriting %s, and the operator is told',
    (_how, migrateOptions) => {
      const broken = { ...second, migrateOptions };
      expect(upToDate(first, broken)).toBe(first);
      expect(versionTrouble(first, broken)).toMatch(
        /options are of version 1, .* could not rewrite them for version 2/,
      );
    },
  );
});

describe('options that a connector is made with', () => {
  const today = { ...first, options: { client_id: 'hub', customer: '4711' }, secrets: { client_secret: 'canary' } };

  it('options that a connector is made with are not validated again where today’s version stored them, and get the defaults it gained since', () => {
    const kept = { ...today, optionsVersion: 2, options: { ...today.options, customer: 'Not Valid' } };
    const options = storedOptions(second, kept);
    expect(options).toBeInstanceOf(second.options);
    expect(options).toMatchObject({ customer: 'Not Valid', client_secret: 'canary', region: 'eu', person_key: 'id' });
  });

  it('options that a connector is made with are refused without their secrets where the connector’s rewriting of them does not hold', () => {
    const spoilt = { ...second, migrateOptions: (options: JsonObject) => ({ ...options, customer: 'Not Valid' }) };
    expectRefusal(() => storedOptions(spoilt, today), /"contoso" cannot be used: .*options\.customer/);
  });

  it('options that a connector is made with are refused without their secrets where the connector cannot read them', () => {
    class Unreadable {
      constructor() {
        throw new Error('canary');
      }
    }
    const broken = { ...second, options: Unreadable };
    const kept = { ...today, optionsVersion: 2 };
    expectRefusal(() => storedOptions(broken, kept), /"contoso" cannot be used: its connector cannot read its options/);
  });

  function expectRefusal(attempt: () => unknown, message: RegExp): void {
    let refused: unknown;
    try {
      attempt();
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(ConnectorError);
    expect(refused).toMatchObject({
      code: 'misconfigured',
      actor: 'operator',
      message: expect.stringMatching(message),
    });
    expect(String(refused)).not.toContain('canary');
  }
});

describe('connections with options of another version', () => {
  let api: ConnectionsApi;
  beforeEach(async () => {
    sample.made.length = 0;
    api = await startConnectionsApi([second]);
  });
  afterEach(() => api.close());

  const store = async (connection: Connection): Promise<string> => {
    await api.store.insert(connection, []);
    return `/connections/${connection.id}`;
  };

  it('connections with options of another version are read in today’s form before anything is written, and sign people in', async () => {
    const path = await store(first);
    const { body } = await api.as().get(path);
    expect([body.options.customer, body.options.tenant, body.warnings]).toEqual(['4711', undefined, []]);
    api.directory.connectorOf((await api.store.findById(first.id)) ?? first);
    expect(sample.made[0]?.options).toMatchObject({ customer: '4711', client_secret: 'canary-of-version-1' });
    expect((await api.store.findById(first.id))?.optionsVersion).toBeUndefined();
  });

  it('connections with options of another version are stored in today’s form at the next write, without a new revision', async () => {
    const path = await store(first);
    expect((await api.as().patch(path, { display_name: 'Contoso' })).status).toBe(200);
    expect(await api.store.findById(first.id)).toMatchObject({
      options: { customer: '4711' },
      secrets: { client_secret: 'canary-of-version-1' },
      optionsVersion: 2,
      revision: 1,
    });
  });

  it('connections with options of another version are tried in today’s form, with a change too, and what is wrong with it is said of that form', async () => {
    const path = await store(first);
    const tried = await api.as().post(`${path}/try`, { options: { prompt: 'login' } });
    expect(tried.status).toBe(201);
    expect(await api.app.get(TrialStore).find(tried.body.id, new Date('2026-11-21T10:01:00Z'))).toMatchObject({
      draft: {
        options: { customer: '4711', prompt: 'login' },
        secrets: { client_secret: 'canary-of-version-1' },
        optionsVersion: 2,
      },
    });
    const wrong = await api.as().post(`${path}/try`, { unknown: 1, options: { prompt: 7 } });
    expect(badFields(wrong).sort()).toEqual(['options.prompt', 'unknown']);
  });

  it('a new connection is stored with today’s version of the options', async () => {
    const { body } = await api.as().post('/connections', { ...sampleBody(), strategy: 'second' });
    expect((await api.store.findById(body.id))?.optionsVersion).toBe(2);
  });

  it('connections with options of another version are refused when a later version stored them, while the hub and the connection’s other members go on', async () => {
    const later = { ...first, optionsVersion: 3, options: { ...first.options, customer: '4711' } };
    const path = await store(later);
    expect(() => api.directory.connectorOf(later)).toThrow(ConnectorError);
    expect(() => api.directory.connectorOf(later)).toThrow(/options version 3; this one knows 2.*Update the connector/);
    expect((await api.as().get(path)).body.warnings).toEqual([expect.stringContaining('Nobody can sign in')]);

    const refused = await api.as().patch(path, { options: { region: 'us' } });
    expect([refused.status, refused.body.errors]).toEqual([
      400,
      [{ field: 'options', message: expect.stringContaining('Update the connector.') }],
    ]);
    expect((await api.as().patch(path, { is_enabled: false })).status).toBe(200);
    expect(await api.store.findById(later.id)).toMatchObject({
      isEnabled: false,
      options: later.options,
      optionsVersion: 3,
    });
  });
});
