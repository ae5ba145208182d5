/** A connection checked before anybody signs in, against the sandbox: what an operator gets wrong, and what breaks. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { demoConnection } from '../../src/sandbox/demo-connection.js';
import type { TroubledEndpoint, TroubleKind } from '../../src/sandbox/world/faults.js';
import { Api, type ApiAnswer } from '../support/api.js';
import { REGISTRATIONS } from '../support/sandbox-sign-in.js';
import { World } from '../support/world.js';

interface Step {
  readonly step: string;
  readonly outcome: string;
  readonly message: string;
  readonly field?: string;
  readonly given?: string;
  readonly expected?: string;
  readonly remedy?: string;
}
interface Report {
  readonly outcome: string;
  readonly steps: readonly Step[];
}
type Options = Readonly<Record<string, unknown>>;

const WRONG = 'wrong-secret-value-1234567890';
const SCOPES = ['create:connections', 'update:connections', 'update:connections_options', 'read:connections_options'];
let world: World;
let caller: Api;

beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world?.close());
beforeEach(async () => {
  caller = await newCaller();
});
afterEach(() => world.sandbox.control.clearFaults());

function draft(options: Options = {}, name = 'draft') {
  const { body } = demoConnection(world.sandbox);
  const own = { domain: undefined, domain_aliases: [], ...options };
  return { ...body, name, options: { ...(body.options as object), ...own } };
}

function checked(options: Options = {}): Promise<ApiAnswer<Report>> {
  return caller.call<Report>('POST', 'connections/check', draft(options));
}

/** A management client of its own for each test: together they ask more often than one client may. */
async function newCaller(scope: readonly string[] = SCOPES): Promise<Api> {
  const client = await world.api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
    name: 'Checks',
    app_type: 'non_interactive',
  });
  const audience = `${world.issuer}/api/v2/`;
  await world.api.expect(201, 'POST', 'client-grants', { client_id: client.client_id, audience, scope });
  return Api.withCredentials(world.issuer, client.client_id, client.client_secret);
}

const outcomes = ({ steps }: Report) => Object.fromEntries(steps.map(({ step, outcome }) => [step, outcome]));
const stepOf = ({ steps }: Report, name: string) => steps.find(({ step }) => step === name);

describe('a check', () => {
  // covers OPERATOR-01
  it('a check finds that everything works, of a saved connection and of a body', async () => {
    for (const answer of [
      await checked(),
      await caller.call<Report>('POST', `connections/${world.connectionId}/check`),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.body.outcome).toBe('ok');
      expect(outcomes(answer.body)).toEqual({
        discovery: 'ok',
        tenant: 'ok',
        issuer: 'ok',
        keys: 'ok',
        client_id: 'ok',
        client_secret: 'ok',
        redirect_uri: 'skipped',
        clock: 'ok',
        secret_expiry: 'skipped',
      });
    }
    const names = (await world.api.expect<{ name: string }[]>(200, 'GET', 'connections')).map(({ name }) => name);
    expect(names).toEqual(['contoso']);
  });

  // covers LOGTO-01, MISTAKE-07
  it('a check sends the callback URL of the connection, and names it to be registered', async () => {
    world.sandbox.control.clearRequests();
    const { body } = await checked();
    expect(stepOf(body, 'redirect_uri')?.given).toBe(`${world.issuer}/login/callback/draft`);
    const tokens = world.sandbox.control.requests({ method: 'POST' });
    expect(tokens).toHaveLength(1);
  });

  // covers AUTH0-05
  it('a check resolves the domain of a tenant to its id', async () => {
    const { body } = await checked({ tenant_domain: 'contoso.com' });
    expect(body.outcome).toBe('ok');
    expect(stepOf(body, 'tenant')?.message).toMatch(/its id is [0-9a-f-]{36}/);
  });

  // covers AUTH0-53, MISTAKE-03
  it.each<[string, Options, string, string]>([
    ['an unknown tenant', { tenant_domain: '99999999-9999-4999-8999-999999999999' }, 'tenant', 'options.tenant_domain'],
    ['a client id of nobody', { client_id: '99999999-9999-4999-8999-999999999999' }, 'client_id', 'options.client_id'],
    ['a wrong secret', { client_secret: WRONG }, 'client_secret', 'options.client_secret'],
    [
      'a cloud where nobody answers',
      { cloud_instance: 'https://unreachable.invalid' },
      'discovery',
      'options.cloud_instance',
    ],
  ])('a check names %s, and what to do', async (_what, options, step, field) => {
    const { status, body } = await checked(options);
    expect([status, body.outcome]).toEqual([200, 'failed']);
    expect(body.steps.filter(({ outcome }) => outcome === 'failed').map((one) => one.step)).toEqual([step]);
    expect(stepOf(body, step)).toMatchObject({ field, expected: expect.any(String), remedy: expect.any(String) });
    const secret = Object.keys(options)[0] === 'client_secret';
    expect(stepOf(body, step)?.given).toBe(secret ? undefined : Object.values(options)[0]);
  });

  // covers MISTAKE-05
  it('a check tells an expired secret from a wrong one', async () => {
    const { expiredSecret } = REGISTRATIONS.contoso;
    const expired = stepOf((await checked({ client_secret: expiredSecret })).body, 'client_secret');
    const wrong = stepOf((await checked({ client_secret: WRONG })).body, 'client_secret');
    expect(expired?.message).toMatch(/expired.*7000222/);
    expect(wrong?.message).toMatch(/not accept.*7000215/);
  });

  it('a check sends no secret to an endpoint of a document that it does not accept', async () => {
    world.sandbox.control.clearRequests();
    await checked({ tenant_domain: '99999999-9999-4999-8999-999999999999' });
    expect(world.sandbox.control.requests({ method: 'POST' })).toEqual([]);
  });

  it('a check shows a secret nowhere: not in the report, not in the events', async () => {
    const answer = await checked({ client_secret: WRONG });
    const logs = await world.api.expect<unknown[]>(200, 'GET', 'logs');
    expect(JSON.stringify([answer.body, logs])).not.toContain(WRONG);
    expect(JSON.stringify(logs)).toContain('Connection checked.');
  });

  it.each<[TroubledEndpoint, TroubleKind, string]>([
    ['discovery', 'error', 'discovery'],
    ['discovery', 'not-json', 'discovery'],
    ['discovery', 'reset', 'discovery'],
    ['discovery', 'redirect', 'discovery'],
    ['discovery', 'oversized', 'discovery'],
    ['keys', 'error', 'keys'],
    ['token', 'error', 'client_id'],
    ['token', 'reset', 'client_id'],
  ])('fails, and does not break, when %s answers with: %s', async (endpoint, kind, step) => {
    world.sandbox.control.trouble({ endpoint, kind });
    const { status, body } = await checked();
    expect([status, stepOf(body, step)?.outcome]).toEqual([200, 'failed']);
  });

  it('a check says the same of every address where nothing usable is', async () => {
    const { body } = await checked({ cloud_instance: 'https://unreachable.invalid' });
    const expected = stepOf(body, 'discovery')?.message;
    for (const cloud_instance of [
      'https://localhost:1',
      'https://10.255.255.1',
      world.issuer.replace('http:', 'https:'),
    ]) {
      expect(stepOf((await checked({ cloud_instance })).body, 'discovery')?.message).toBe(expected);
    }
    world.sandbox.control.trouble({ endpoint: 'discovery', kind: 'error', status: 404 });
    expect(stepOf((await checked()).body, 'discovery')?.message).toBe(expected);
  });
});
