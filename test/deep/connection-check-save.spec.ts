/** `?check=true`: a connection is verified before it is saved. Who may ask for checks, and how often. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoConnection } from '../../src/sandbox/demo-connection.js';
import { Api } from '../support/api.js';
import { World } from '../support/world.js';

interface Problem {
  readonly errorCode: string;
  readonly errors: readonly { readonly field: string; readonly given?: string; readonly expected?: string }[];
}

const ALL = ['create:connections', 'update:connections', 'update:connections_options', 'read:connections_options'];
const NOBODY = '99999999-9999-4999-8999-999999999999';
const WRONG = 'wrong-secret-value-1234567890';
const SOON = '2026-11-30T00:00:00.000Z';
let world: World;
let api: Api;

beforeAll(async () => {
  world = await World.start();
  api = await caller(ALL);
});
afterAll(() => world?.close());

async function caller(scope: readonly string[]): Promise<Api> {
  const client = await world.api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
    name: 'Checks',
    app_type: 'non_interactive',
  });
  const audience = `${world.issuer}/api/v2/`;
  await world.api.expect(201, 'POST', 'client-grants', { client_id: client.client_id, audience, scope });
  return Api.withCredentials(world.issuer, client.client_id, client.client_secret);
}

function body(name: string, options: Readonly<Record<string, unknown>> = {}) {
  const { body } = demoConnection(world.sandbox);
  return { ...body, name, options: { ...(body.options as object), domain: undefined, domain_aliases: [], ...options } };
}

const names = async () =>
  (await world.api.expect<{ name: string }[]>(200, 'GET', 'connections')).map(({ name }) => name).sort();

describe('creating with check=true', () => {
  it('creating with check=true saves what works, and what only warns', async () => {
    await api.expect(201, 'POST', 'connections?check=true', body('works'));
    await api.expect(201, 'POST', 'connections?check=true', body('warns', { client_secret_expires_at: SOON }));
    expect(await names()).toEqual(['contoso', 'warns', 'works']);
  });

  // covers OPERATOR-01
  it('creating with check=true names what fails field by field, and saves nothing', async () => {
    const before = await names();
    const options = { client_id: NOBODY };
    const answer = await api.call<Problem>('POST', 'connections?check=true', body('fails', options));
    expect([answer.status, answer.body.errorCode]).toEqual([400, 'connection_check_failed']);
    expect(answer.body.errors).toEqual([
      {
        field: 'options.client_id',
        message: expect.stringContaining('AADSTS700016'),
        given: NOBODY,
        expected: expect.any(String),
        remedy: expect.any(String),
      },
    ]);
    expect(await names()).toEqual(before);
    await api.expect(201, 'POST', 'connections', body('fails', options));
  });

  it('creating with check=true never repeats a secret that was refused', async () => {
    const answer = await api.call<Problem>('POST', 'connections?check=true', body('wrong', { client_secret: WRONG }));
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ field }) => field)).toEqual(['options.client_secret']);
    expect(JSON.stringify(answer.body)).not.toContain(WRONG);
  });

  it('creating with check=true refuses a value of check that is none', async () => {
    expect((await api.call('POST', 'connections?check=yes', body('odd'))).status).toBe(400);
    expect((await api.call('POST', 'connections?chekc=true', body('odd'))).status).toBe(400);
  });
});

describe('changing with check=true', () => {
  it('changing with check=true keeps what was there when the new does not work, and takes what does', async () => {
    const path = `connections/${world.connectionId}`;
    const before = await world.api.expect(200, 'GET', path);
    const change = (client_secret: string) => ({ options: { client_secret } });
    const answer = await api.call<Problem>('PATCH', `${path}?check=true`, change(WRONG));
    expect([answer.status, answer.body.errorCode]).toEqual([400, 'connection_check_failed']);
    expect(await world.api.expect(200, 'GET', path)).toEqual(before);
    await world.sandbox.control.addSecret((before.options as { client_id: string }).client_id, {
      id: 'b0970502-0000-4000-8000-00000000ffff',
      value: 'a-second-secret-0123456789',
      expires: '2099-01-01T00:00:00Z',
    });
    const after = await api.expect(200, 'PATCH', `${path}?check=true`, change('a-second-secret-0123456789'));
    expect(after.revision).toBe(Number(before.revision) + 1);
  });

  it('changing with check=true needs the right to read the options that it would quote', async () => {
    const blind = await caller(['update:connections']);
    const path = `connections/${world.connectionId}`;
    expect((await blind.call('PATCH', `${path}?check=true`, { display_name: 'Contoso' })).status).toBe(403);
    expect((await blind.call('PATCH', path, { display_name: 'Contoso' })).status).toBe(200);
  });
});

describe('asking for checks', () => {
  it('of a connection that is not there is a 404', async () => {
    expect((await api.call('POST', 'connections/con_none/check')).status).toBe(404);
  });

  it('asking for checks needs the scopes of writing, and of reading the options', async () => {
    const path = `connections/${world.connectionId}/check`;
    expect((await (await caller(['update:connections'])).call('POST', path)).status).toBe(403);
    expect((await (await caller(['read:connections_options'])).call('POST', path)).status).toBe(403);
    expect((await (await caller(['update:connections', 'read:connections_options'])).call('POST', path)).status).toBe(
      200,
    );
  });

  it('asking for checks names everything wrong with a body, without asking anybody', async () => {
    world.sandbox.control.clearRequests();
    const answer = await api.call<Problem>('POST', 'connections/check', { ...body('bad name!'), surplus: 1 });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ field }) => field).sort()).toEqual(['name', 'surplus']);
    expect(world.sandbox.control.requests()).toEqual([]);
  });

  it('more than 30 times a minute is a 429 that says when to come back, for one client whatever its tokens', async () => {
    const eager = await caller(ALL);
    const draft = body('draft', { cloud_instance: 'https://unreachable.invalid' });
    const statuses: number[] = [];
    for (let time = 1; time <= 30; time += 1) {
      statuses.push((await eager.call('POST', 'connections/check', draft)).status);
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
    const refused = await eager.call('POST', 'connections?check=true', draft);
    expect([refused.status, refused.body.errorCode]).toEqual([429, 'too_many_requests']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect((await api.call('POST', 'connections/check', draft)).status).toBe(200);
  });
});
