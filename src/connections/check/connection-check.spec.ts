import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectionsApi, sampleBody, startConnectionsApi } from '../../../test/support/connections-api.js';
import { sampleConnectors } from '../../../test/support/sample-connector.js';
import type { CheckRequest, CheckStep, Connector, ConnectorDefinition } from '../../connectors/index.js';

let check: (request: CheckRequest) => Promise<readonly CheckStep[]>;
let api: ConnectionsApi;

/** The sample connector, with a check that each test chooses. */
const checkable: ConnectorDefinition = {
  ...sampleConnectors().definition,
  strategy: 'checkable',
  aliases: [],
  create: () => ({ check: (request: CheckRequest) => check(request) }) as unknown as Connector,
};

beforeEach(async () => {
  api = await startConnectionsApi([checkable]);
  check = async () => [{ step: 'reach', outcome: 'ok', message: 'It is there.' }];
});
afterEach(() => api.close());

const ask = (changes: object = {}, options: object = {}) =>
  api.as().post('/connections/check', sampleBody({ strategy: 'checkable', ...changes }, options));
const step = (changes: Partial<CheckStep>): CheckStep => ({
  step: 'one',
  outcome: 'failed',
  message: 'No.',
  ...changes,
});

describe('a report', () => {
  it('the report of a check is as bad as its worst step', async () => {
    expect((await ask()).body.outcome).toBe('ok');
    check = async () => [step({ outcome: 'ok' }), step({ outcome: 'warning' })];
    expect((await ask()).body.outcome).toBe('warning');
    check = async () => [step({ outcome: 'warning' }), step({ outcome: 'failed' }), step({ outcome: 'ok' })];
    expect((await ask()).body.outcome).toBe('failed');
  });

  it('the report of a check says so when a connector has no check, and fails nothing', async () => {
    const { status, body } = await ask({ strategy: 'sample' });
    expect([status, body.outcome]).toEqual([200, 'skipped']);
    expect((await api.as().post('/connections?check=true', sampleBody())).status).toBe(201);
  });

  it('the report of a check names options as the wire does', async () => {
    check = async () => [step({ field: 'customer', given: '4711', expected: '4712', remedy: 'Count.' })];
    expect((await ask()).body.steps[0]).toEqual({
      step: 'one',
      outcome: 'failed',
      message: 'No.',
      field: 'options.customer',
      given: '4711',
      expected: '4712',
      remedy: 'Count.',
    });
  });

  it('the report of a check holds no secret, whatever a connector writes', async () => {
    check = async () => [
      step({ field: 'client_secret', given: 'canary-secret' }),
      step({ message: 'It said canary-secret.', expected: 'not canary-secret', remedy: 'Change canary-secret.' }),
    ];
    const { body } = await ask();
    expect(body.outcome).toBe('failed');
    expect(JSON.stringify([body, api.events])).not.toContain('canary-secret');
  });

  it('the report of a check fails when a connector throws, without what it threw', async () => {
    check = () => Promise.reject(new Error('canary-secret at 10.0.0.1'));
    const { status, body } = await ask();
    expect([status, body.outcome]).toEqual([200, 'failed']);
    expect(JSON.stringify(body)).not.toMatch(/canary-secret|10\.0\.0\.1/);
  });

  it('the report of a check warns of a secret that expires within 30 days, and of no other', async () => {
    const within = async (client_secret_expires_at: string) =>
      (await ask({}, { client_secret_expires_at })).body.outcome;
    expect(await within('2026-12-31T00:00:00Z')).toBe('ok');
    expect(await within('2026-12-20T00:00:00Z')).toBe('warning');
    expect(await within('2026-01-01T00:00:00Z')).toBe('warning');
  });
});

describe('a check', () => {
  it('a check of a connection is told the callback URL of the connection, whatever kind it is', async () => {
    const told: string[] = [];
    check = async ({ callbackUrl }) => {
      told.push(callbackUrl);
      return [];
    };
    await ask();
    await ask({}, { callback: 'shared' });
    expect(told).toEqual(['https://hub.example/login/callback/contoso', 'https://hub.example/login/callback']);
  });

  it('a check of a connection is recorded with who asked and what failed', async () => {
    check = async () => [step({ step: 'reach' })];
    await ask();
    expect(api.events.at(-1)).toMatchObject({
      type: 'sapi',
      description: 'Connection checked.',
      clientId: 'terraform',
      connection: 'contoso',
      details: { outcome: 'failed', failed_steps: ['reach'] },
    });
  });
});
