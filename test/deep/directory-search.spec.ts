/** Looking up users of the upstream's directory through a connection: the hub and the sandbox as real servers. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { World } from '../support/world.js';

describe('users of a connection’s directory', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
    await allow(true);
  });
  afterAll(() => world?.close());
  afterEach(() => world.sandbox.control.clearFaults());

  const allow = (isAllowed: boolean) =>
    world.api.expect(200, 'PATCH', `connections/${world.connectionId}`, { options: { api_enable_users: isAllowed } });
  const as = async (scope: string): Promise<Api> => {
    const file = (await world.readData('management-client.json')).toString();
    const client = JSON.parse(file) as { client_id: string; client_secret: string };
    return Api.withCredentials(world.issuer, client.client_id, client.client_secret, scope);
  };
  const path = (query: string): string => `connections/${world.connectionId}/users?${query}`;
  const find = <Answer = readonly Record<string, string>[]>(query: string, status = 200): Promise<Answer> =>
    world.api.expect<Answer>(status, 'GET', path(query));

  // covers AUTH0-17
  it('users of a connection’s directory are found by the beginning of a name or an address, those who never signed in too', async () => {
    const adele = {
      id: 'c0a70502-0000-4000-8000-000000000001',
      user_name: 'adele@contoso.com',
      name: 'Adele Vance',
      email: 'adele@contoso.com',
    };
    expect(await find('q=adel')).toEqual([adele]);
    expect(await find('q=Vance')).toEqual([adele]);
    expect(await find('q=nobody')).toEqual([]);
    expect(await find(`q=${encodeURIComponent("O'Neil")}`)).toMatchObject([{ user_name: 'nina@contoso.com' }]);
    expect(await find(`q=${encodeURIComponent("x') or startswith(displayName,'")}`)).toEqual([]);
    expect(await find('q=m&take=1')).toHaveLength(1);
  });

  // covers AUTH0-17
  it('users of a connection’s directory are not shown without the scope for it', async () => {
    const narrow = await as('read:connections read:users');
    const refused = await narrow.expect<{ message: string }>(403, 'GET', path('q=adele'));
    expect(refused.message).toContain('read:connections_users');
    const right = await as('read:connections_users');
    expect(await right.expect(200, 'GET', path('q=adele'))).toHaveLength(1);
  });

  it.each(['', 'q=', 'q=a&take=0', 'q=a&take=101', 'q=a&page=1'])(
    'users of a connection’s directory are refused for the query "%s"',
    async (query) => {
      await find(query, 400);
    },
  );

  it('users of a connection’s directory are not there where the connection does not allow it', async () => {
    await allow(false);
    await find('q=adele', 404);
    await allow(true);
    expect(await find('q=adele')).toHaveLength(1);
    await world.api.expect(404, 'GET', 'connections/con_unknown/users?q=a');
  });

  it('users of a connection’s directory cannot be had without the permission, and the answer says what Microsoft said', async () => {
    world.sandbox.control.trouble({ endpoint: 'graph', kind: 'error', status: 403, times: 1 });
    const refused = await find<{ message: string }>('q=adele', 409);
    expect(refused.message).toContain('Authorization_RequestDenied');
    expect(await find('q=adele')).toHaveLength(1);
    world.sandbox.control.fail({ code: 7000222, at: 'token' });
    expect((await find<{ message: string }>('q=adele', 409)).message).toContain('AADSTS7000222');
  });

  it('users of a connection’s directory are in the log with who looked and where, and not for whom', async () => {
    await find('q=adele');
    world.sandbox.control.trouble({ endpoint: 'graph', kind: 'error', status: 403, times: 1 });
    await find('q=adele', 409);
    const events = await world.api.expect<readonly Record<string, unknown>[]>(200, 'GET', 'logs?per_page=2');
    expect(events).toMatchObject([
      { type: 'fapi', connection: 'contoso', details: { reason: 'directory_not_searched' } },
      { type: 'sapi', connection: 'contoso', description: 'Directory searched.', details: { found: 1 } },
    ]);
    expect(JSON.stringify(events)).not.toContain('adele');
  });

  it('users of a connection’s directory are looked up sixty times a minute for each client, before anything is asked of the upstream', async () => {
    const answers: number[] = [];
    for (let index = 0; index < 61; index += 1) answers.push((await world.api.call('GET', path('q=adele'))).status);
    expect(answers).toContain(200);
    expect(answers.at(-1)).toBe(429);
    await world.api.expect(200, 'GET', `connections/${world.connectionId}`);
  });
});
