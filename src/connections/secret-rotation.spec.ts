import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectionsApi, sampleBody, startConnectionsApi } from '../../test/support/connections-api.js';
import { badFields } from '../../test/support/management-api.js';
import { sampleConnectors } from '../../test/support/sample-connector.js';
import { type CheckStep, type Connector, type ConnectorDefinition, ConnectorError } from '../connectors/index.js';

/** What the upstream accepts, and what it was asked with. */
let accepted: readonly string[];
let asked: string[];
let api: ConnectionsApi;
let id: string;

/** A connector whose check, and whose sign-in, end on the secret that it was made with. */
const checkable: ConnectorDefinition = {
  ...sampleConnectors().definition,
  strategy: 'checkable',
  aliases: [],
  create: (options) => {
    const { client_secret: secret } = options as { readonly client_secret: string };
    const step = (): CheckStep => ({
      step: 'client_secret',
      outcome: accepted.includes(secret) ? 'ok' : 'failed',
      message: `It is ${secret}.`,
      field: 'client_secret',
      given: secret,
    });
    return {
      check: async () => [step()],
      callback: async () => {
        asked.push(secret);
        if (!accepted.includes(secret)) throw refusal(secret);
        return { issuer: 'https://upstream.example', subject: secret, claims: {} };
      },
    } as unknown as Connector;
  },
};

function refusal(secret: string, secretsRefused = true): ConnectorError {
  return new ConnectorError('misconfigured', `${secret} was refused`, {
    step: 'tokens',
    actor: 'operator',
    publicMessage: 'No.',
    secretsRefused,
  });
}

beforeEach(async () => {
  accepted = ['canary-secret', 'canary-next'];
  asked = [];
  api = await startConnectionsApi([checkable]);
  const options = { client_secret_next: 'canary-next', client_secret_next_expires_at: '2028-01-01' };
  id = (await api.as().post('/connections', sampleBody({ strategy: 'checkable' }, options))).body.id;
});
afterEach(() => api.close());

const stored = async () => {
  const connection = await api.store.findById(id);
  if (connection === undefined) throw new Error('It is there.');
  return connection;
};
const rotate = (query = '') => api.as().post(`/connections/${id}/rotate-secret${query}`);

describe('a check of a connection with two secrets', () => {
  it('a check of a connection with two secrets reports on both', async () => {
    accepted = ['canary-secret'];
    const { body, text } = await api.as().post(`/connections/${id}/check`);
    const outcomes = body.steps.map(({ step, outcome, field }: CheckStep) => [step, outcome, field]);
    expect(outcomes.slice(0, 2)).toEqual([
      ['client_secret', 'ok', 'options.client_secret'],
      ['client_secret_next', 'failed', 'options.client_secret_next'],
    ]);
    expect(body.outcome).toBe('failed');
    expect(text).not.toContain('canary');
  });

  it('a check before saving lets nothing be saved whose next secret fails', async () => {
    const save = () => api.as().patch(`/connections/${id}?check=true`, { options: { client_secret_next: 'canary-3' } });
    expect(badFields(await save())).toEqual(['options.client_secret_next']);
    accepted = [...accepted, 'canary-3'];
    expect((await save()).status).toBe(200);
  });
});

describe('POST /connections/{id}/rotate-secret', () => {
  it('the rotation of a secret switches to the next one and its date, and refuses no login under way', async () => {
    const before = await stored();
    const { status, body, text } = await rotate();
    expect([status, body.revision]).toEqual([200, before.revision]);
    expect(body.options.client_secret_expires_at).toBe('2028-01-01T00:00:00.000Z');
    expect(body.secret_rotated_at).toEqual(expect.any(String));
    expect(body).not.toHaveProperty('next_secrets');
    expect(await stored()).toMatchObject({ secrets: { client_secret: 'canary-next' } });
    expect(await stored()).not.toHaveProperty('nextSecrets');
    expect(api.events.at(-1)).toMatchObject({ type: 'sapi', details: { checked: true } });
    expect(text + JSON.stringify(api.events)).not.toContain('canary');
  });

  it('the rotation of a secret switches to none that the upstream refuses, unless the upstream is not asked', async () => {
    accepted = ['canary-secret'];
    const refused = await rotate();
    expect([refused.status, badFields(refused)]).toEqual([400, ['options.client_secret_next']]);
    expect(refused.text).not.toContain('canary');
    expect((await stored()).secrets).toEqual({ client_secret: 'canary-secret' });
    expect((await rotate('?check=false')).status).toBe(200);
    expect((await stored()).secrets).toEqual({ client_secret: 'canary-next' });
  });

  it('the rotation of a secret says so when there is no next one, and when the connector cannot tell whether it is accepted', async () => {
    await rotate();
    expect((await rotate()).body).toMatchObject({ statusCode: 409, errorCode: 'no_next_secret' });
    const body = sampleBody({ name: 'other' }, { client_secret_next: 'canary-next' });
    id = (await api.as().post('/connections', body)).body.id;
    expect((await rotate()).body).toMatchObject({ statusCode: 409, errorCode: 'next_secret_unproven' });
    expect((await rotate('?check=false')).status).toBe(200);
  });

  it.each(['update:connections', 'update:connections_options', 'read:connections_options'] as const)(
    'the rotation of a secret needs the scope %s',
    async (scope) => {
      expect((await api.as([scope]).post(`/connections/${id}/rotate-secret`)).status).toBe(403);
    },
  );
});

describe('a sign-in of which the upstream refuses the secret', () => {
  const signIn = async (connection = stored(), signal = new AbortController().signal) =>
    api.directory.call(
      await connection,
      (connector) => connector.callback({} as Parameters<Connector['callback']>[0]).then(({ subject }) => subject),
      signal,
    );

  it('a sign-in of which the upstream refuses the secret is tried once more with the next one, and the switch is made and recorded', async () => {
    accepted = ['canary-next'];
    expect(await signIn()).toBe('canary-next');
    expect(asked).toEqual(['canary-secret', 'canary-next']);
    expect(await stored()).toMatchObject({ revision: 1, secrets: { client_secret: 'canary-next' } });
    expect(api.events.at(-1)).toMatchObject({ type: 'w', details: { reason: 'client_secret_switched' } });
    await signIn();
    expect(asked).toEqual(['canary-secret', 'canary-next', 'canary-next']);
  });

  it('a sign-in of which the upstream refuses the secret is not tried again, and switches nothing, once its time is up', async () => {
    accepted = ['canary-next'];
    await expect(signIn(stored(), AbortSignal.abort(new Error('too late')))).rejects.toThrow(
      'canary-secret was refused',
    );
    expect(asked).toEqual(['canary-secret']);
    const deadline = new AbortController();
    const late = api.directory.call(
      await stored(),
      async (connector) => {
        const { subject } = await connector.callback({} as Parameters<Connector['callback']>[0]);
        deadline.abort(new Error('too late'));
        return subject;
      },
      deadline.signal,
    );
    await expect(late).rejects.toThrow('too late');
    expect((await stored()).secrets).toEqual({ client_secret: 'canary-secret' });
    expect(await signIn()).toBe('canary-next');
    expect((await stored()).secrets).toEqual({ client_secret: 'canary-next' });
  });

  it('a sign-in of which the upstream refuses the secret is recorded once when many meet it at the same time', async () => {
    accepted = ['canary-next'];
    const connection = await stored();
    const subjects = await Promise.all(Array.from({ length: 5 }, () => signIn(Promise.resolve(connection))));
    expect(new Set(subjects)).toEqual(new Set(['canary-next']));
    expect(api.events.filter(({ type }) => type === 'w')).toHaveLength(1);
  });

  it('a sign-in of which the upstream refuses the secret fails as it did, and nothing is switched, when the next one is refused, too', async () => {
    accepted = [];
    await expect(signIn()).rejects.toThrow('canary-secret was refused');
    expect(asked).toEqual(['canary-secret', 'canary-next']);
    expect((await stored()).secrets).toEqual({ client_secret: 'canary-secret' });
  });

  it('a sign-in of which the upstream refuses the secret is not tried again where there is no next one, nor for another failure', async () => {
    accepted = ['canary-next'];
    const other = api.directory.call(
      await stored(),
      async () => {
        asked.push('other');
        throw refusal('it', false);
      },
      new AbortController().signal,
    );
    await expect(other).rejects.toThrow('it was refused');
    await api.as().patch(`/connections/${id}`, { options: { client_secret_next: null } });
    await expect(signIn()).rejects.toThrow('canary-secret was refused');
    expect(asked).toEqual(['other', 'canary-secret']);
  });
});
