import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTOSO, REGISTRATIONS, SandboxClient } from '../../../test/support/sandbox-sign-in.js';
import { CONSUMERS_TENANT_ID, type Sandbox, startSandbox } from '../index.js';

type Json = Readonly<Record<string, unknown>>;
type Group = { readonly id: string; readonly displayName: string | null };

const READ = 'openid User.Read';
const READ_NAMES = `${READ} GroupMember.Read.All`;

describe('the groups of Microsoft Graph', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());
  afterEach(() => sandbox.control.reset());

  async function tokenOf(user: string, scope = READ_NAMES): Promise<string> {
    const { access_token: token } = await new SandboxClient(sandbox).tokens(user, { scope });
    return String(token);
  }

  async function ask(token: string, path: string, headers: Readonly<Record<string, string>> = {}, body?: Json) {
    const url = path.startsWith('http') ? path : `${sandbox.url}/v1.0${path}`;
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) as Json };
  }

  const names = (body: Json): unknown => (body.value as readonly Group[]).map((one) => one.displayName);

  it('the groups of Microsoft Graph are direct or transitive, with their type', async () => {
    const token = await tokenOf('adele@contoso.com');
    const direct = await ask(token, '/me/memberOf');
    expect(names(direct.body)).toEqual(['Engineering', 'Lunch talk']);
    expect(direct.body.value).toContainEqual(expect.objectContaining({ '@odata.type': '#microsoft.graph.group' }));
    expect(names((await ask(token, '/me/transitiveMemberOf')).body)).toEqual(['Engineering', 'Everyone', 'Lunch talk']);
  });

  it('the groups of Microsoft Graph show their ids and nothing else with User.Read alone', async () => {
    const { body } = await ask(await tokenOf('adele@contoso.com', READ), '/me/memberOf?$select=id,displayName');
    expect(names(body)).toEqual([null, null]);
    expect((body.value as readonly Group[]).every((one) => one.id.length === 36)).toBe(true);
    expect((await ask(await tokenOf('adele@contoso.com', 'openid'), '/me/memberOf')).status).toBe(403);
  });

  it('the groups of Microsoft Graph come in pages, whose next one is at an address of Graph’s choosing', async () => {
    const token = await tokenOf('manygroups@contoso.com');
    const found: unknown[] = [];
    let next: unknown = '/me/transitiveMemberOf?$select=id&$top=100';
    for (let page = 0; next !== undefined; page += 1) {
      expect(page).toBeLessThan(3);
      const { body } = await ask(token, String(next));
      found.push(...(body.value as unknown[]));
      next = body['@odata.nextLink'];
    }
    expect(found).toHaveLength(222);
    for (const query of ['$top=0', '$top=1000', '$top=x', '$skiptoken=x'])
      expect((await ask(token, `/me/memberOf?${query}`)).status).toBe(400);
  });

  it('of one type need ConsistencyLevel and $count, on every page', async () => {
    const token = await tokenOf('adele@contoso.com');
    const path = '/me/transitiveMemberOf/microsoft.graph.group?$count=true&$top=2';
    const eventual = { consistencylevel: 'eventual' };
    expect((await ask(token, path)).body).toMatchObject({ error: { code: 'Request_UnsupportedQuery' } });
    expect((await ask(token, path.replace('$count=true&', ''), eventual)).status).toBe(400);
    const first = await ask(token, path, eventual);
    expect(first.body['@odata.count']).toBe(3);
    const next = String(first.body['@odata.nextLink']);
    expect((await ask(token, next)).status).toBe(400);
    const second = await ask(token, next, eventual);
    expect(second.body).not.toHaveProperty('@odata.count');
    expect(second.body.value).toHaveLength(1);
  });

  it('the groups of Microsoft Graph are ids from the functions, roles included in one and not in the other', async () => {
    const token = await tokenOf('admin@contoso.onmicrosoft.com');
    const asked = { securityEnabledOnly: false };
    expect((await ask(token, '/me/getMemberObjects', {}, asked)).body.value).toHaveLength(2);
    expect((await ask(token, '/me/getMemberGroups', {}, asked)).body.value).toHaveLength(1);
    const adele = await tokenOf('adele@contoso.com');
    expect((await ask(adele, '/me/getMemberGroups', {}, { securityEnabledOnly: true })).body.value).toHaveLength(2);
    const ids = (await ask(adele, '/me/getMemberGroups', {}, asked)).body.value;
    const byIds = await ask(adele, '/directoryObjects/getByIds', {}, { ids, types: ['group'] });
    expect(names(byIds.body)).toEqual(['Everyone', 'Engineering', 'Lunch talk']);
    expect((await ask(adele, '/directoryObjects/getByIds', {}, { ids: [] })).status).toBe(400);
  });

  it('the groups of Microsoft Graph are not there for personal accounts', async () => {
    const client = new SandboxClient(sandbox, REGISTRATIONS.personal, CONSUMERS_TENANT_ID);
    const { access_token: token } = await client.tokens('paula.personal@outlook.com', { scope: READ });
    expect((await ask(String(token), '/me/memberOf')).status).toBe(400);
  });

  it('the groups of Microsoft Graph fail in Graph’s own words when told to, for the pages that are meant', async () => {
    const token = await tokenOf('manygroups@contoso.com');
    const trouble = { endpoint: 'graph', kind: 'error', url: 'skiptoken' } as const;
    sandbox.control.trouble({ ...trouble, status: 429, retryAfter: 2.128 });
    const first = await ask(token, '/me/memberOf');
    expect(first.status).toBe(200);
    const second = await ask(token, String(first.body['@odata.nextLink']));
    expect(second).toMatchObject({ status: 429, body: { error: { code: 'TooManyRequests' } } });
    expect(second.headers.get('retry-after')).toBe('2.128');
  });

  it('the application itself reads users with its own permission only', async () => {
    const { clientId, secret } = REGISTRATIONS.contoso;
    const application = async (): Promise<string> => {
      const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret };
      const body = new URLSearchParams({ ...form, scope: `${sandbox.url}/.default` });
      const answer = await fetch(`${sandbox.url}/${CONTOSO}/oauth2/v2.0/token`, { method: 'POST', body });
      return String(((await answer.json()) as Json).access_token);
    };
    const token = await application();
    const filter = encodeURIComponent("startswith(displayName,'adele') or mail eq 'NINA@contoso.com'");
    expect(names((await ask(token, `/users?$filter=${filter}`)).body)).toEqual([
      'Adele Vance',
      expect.stringContaining('Nina'),
    ]);
    expect((await ask(token, '/users/adele@contoso.com')).body).toMatchObject({ mail: 'adele@contoso.com' });
    expect((await ask(token, '/users/frida@fabrikam.com')).status).toBe(404);
    expect((await ask(token, '/users?$filter=nonsense')).status).toBe(400);
    expect((await ask(token, '/me/memberOf')).status).toBe(400);
    expect((await ask(await tokenOf('adele@contoso.com'), '/users')).status).toBe(403);
    sandbox.control.changeApplication(clientId, { applicationPermissions: [] });
    expect((await ask(await application(), '/users')).status).toBe(403);
  });
});
