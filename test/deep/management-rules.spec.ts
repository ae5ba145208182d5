import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api } from '../support/api.js';
import { Browser, type Visit } from '../support/browser.js';
import { atApplication, authorization, signInAs } from '../support/sign-in.js';
import { World } from '../support/world.js';

type Row = Readonly<Record<string, unknown>>;

describe('the rules of the management API, over HTTP', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(() => world?.close());

  const body = (name: string, options: Row = {}) => ({
    name,
    strategy: 'azuread',
    options: {
      client_id: '00000000-1111-4000-8000-000000000001',
      client_secret: 'a~secret.of-another',
      tenant_domain: '00000000-1111-4000-8000-000000000002',
      ...options,
    },
  });
  const create = (name: string, options?: Row) => world.api.call<Row>('POST', 'connections', body(name, options));
  const statuses = (answers: readonly { readonly status: number }[]) => answers.map(({ status }) => status).sort();
  const oneOf = (count: number) => [201, ...Array.from({ length: count - 1 }, () => 409)];
  const hundred = Array.from({ length: 100 }, (_, index) => index);

  it('a name is taken once, of 100 that want it at a time', async () => {
    expect(statuses(await Promise.all(hundred.map(() => create('wanted'))))).toEqual(oneOf(100));
    expect((await create('not-wanted')).status).toBe(201);
  });

  it('a domain has one enabled owner, however it is spelled, and while 100 want it at a time', async () => {
    const spellings = ['Bücher.example', 'xn--bcher-kva.example', 'BÜCHER.example.', ' bücher.EXAMPLE '];
    const answers = await Promise.all(
      hundred.map((index) => create(`d${index}`, { domain_aliases: [spellings[index % 4]] })),
    );
    expect(statuses(answers)).toEqual(oneOf(100));
    const owner = answers.find(({ status }) => status === 201)?.body;
    expect(owner?.options).toMatchObject({ domain_aliases: ['xn--bcher-kva.example'] });

    const spare = { ...body('spare', { domain: 'bücher.example' }), is_enabled: false };
    const { id } = await world.api.expect<Row>(201, 'POST', 'connections', spare);
    const enable = () => world.api.call<Row>('PATCH', `connections/${id}`, { is_enabled: true });
    expect(await enable()).toMatchObject({ status: 409, body: { errorCode: 'domain_conflict' } });
    await world.api.expect(200, 'PATCH', `connections/${owner?.id}`, { is_enabled: false });
    expect((await enable()).status).toBe(200);
    const free = await create('consumers', { domain: 'gmail.com' });
    expect([free.status, JSON.stringify(free.body.errors)]).toEqual([400, expect.stringContaining('options.domain')]);
  });

  it('a list by checkpoint shows everything once that was there all the time, whatever comes and goes', async () => {
    const names = ['p-a', 'p-c', 'p-e', 'p-g', 'p-i'];
    for (const name of names) await create(name);
    const ids = new Map<unknown, unknown>();
    const seen: unknown[] = [];
    for (let from = '', step = 0; ; step += 1) {
      const page = await world.api.expect<{ connections: Row[]; next?: string }>(
        200,
        'GET',
        `connections?take=2${from}`,
      );
      for (const { id, name } of page.connections) ids.set(name, id);
      seen.push(...page.connections.map(({ name }) => name).filter((name) => String(name).startsWith('p-')));
      await create(`o-${step}`);
      if (page.next === undefined) break;
      // What the checkpoint stands on goes away.
      if (page.next === 'p-c' || page.next === 'p-e') {
        await world.api.expect(204, 'DELETE', `connections/${ids.get(page.next)}`);
      }
      from = `&from=${page.next}`;
    }
    expect(seen).toEqual(names);
    for (const from of ["'--", '../x', 'a b', '%00']) {
      expect((await world.api.call('GET', `connections?from=${encodeURIComponent(from)}`)).status).toBe(400);
    }
  });

  it('nobody hands out more than they hold, nor is shown the secret of somebody who holds more', async () => {
    const scope = [
      'read:clients',
      'create:clients',
      'update:clients',
      'update:client_keys',
      'create:client_grants',
      'update:client_grants',
    ];
    const audience = `${world.issuer}/api/v2/`;
    const limited = await clientWith(scope);
    const poor = await Api.withCredentials(world.issuer, limited.client_id, limited.client_secret);
    const own = (await world.api.expect<Row[]>(200, 'GET', `client-grants?client_id=${limited.client_id}`))[0];
    expect((await poor.call('PATCH', `client-grants/${own?.id}`, { scope: [...scope, 'read:users'] })).status).toBe(
      403,
    );
    const helper = await poor.expect<Row>(201, 'POST', 'clients', { name: 'Helper', app_type: 'non_interactive' });
    const grant = (wanted: string[]) =>
      poor.call('POST', 'client-grants', { client_id: helper.client_id, audience, scope: wanted });
    expect((await grant(['read:clients', 'delete:users'])).status).toBe(403);
    expect((await grant(['read:clients'])).status).toBe(201);
    const first = JSON.parse((await world.readData('management-client.json')).toString()) as Row;
    const rotate = (id: unknown) => poor.call<Row>('POST', `clients/${id}/rotate-secret`);
    expect(await rotate(first.client_id)).toMatchObject({ status: 403, body: { errorCode: 'insufficient_scope' } });
    expect((await rotate(helper.client_id)).status).toBe(200);
    await Api.signIn(world.issuer, `${world.config.dataDir}/management-client.json`);
  });

  it('a token is worth nothing once its grant shrinks, its client is disabled, or both are gone', async () => {
    const { client_id, client_secret } = await clientWith(['read:users', 'read:logs']);
    const api = await Api.withCredentials(world.issuer, client_id, client_secret);
    expect((await api.call('GET', 'users')).status).toBe(200);
    const [grant] = await world.api.expect<Row[]>(200, 'GET', `client-grants?client_id=${client_id}`);
    await world.api.expect(200, 'PATCH', `client-grants/${grant?.id}`, { scope: ['read:logs'] });
    expect((await api.call('GET', 'users')).status).not.toBe(200);
    const fresh = await Api.withCredentials(world.issuer, client_id, client_secret);
    expect((await fresh.call('GET', 'logs')).status).toBe(200);
    await world.api.expect(200, 'PATCH', `clients/${client_id}`, { is_enabled: false });
    expect((await fresh.call('GET', 'logs')).status).toBe(401);
    await world.api.expect(204, 'DELETE', `clients/${client_id}`);
    await expect(Api.withCredentials(world.issuer, client_id, client_secret)).rejects.toThrow('invalid_client');
  });

  async function clientWith(scope: readonly string[]) {
    const client = await world.api.expect<{ client_id: string; client_secret: string }>(201, 'POST', 'clients', {
      name: 'Limited',
      app_type: 'non_interactive',
    });
    const audience = `${world.issuer}/api/v2/`;
    await world.api.expect(201, 'POST', 'client-grants', { client_id: client.client_id, audience, scope });
    return client;
  }

  const start = async (parameters: Readonly<Record<string, string>> = { connection: 'contoso' }) => {
    const browser = new Browser();
    return { browser, page: await browser.open(authorization(world, parameters).url) };
  };

  it.each([
    [
      'misconfigured',
      async (): Promise<Visit> => {
        world.sandbox.control.fail({ code: 7000215, at: 'token' });
        const { browser, page } = await start();
        return signInAs(browser, page, 'adele@contoso.com');
      },
    ],
    [
      'invalid_response',
      async () => {
        world.sandbox.control.lie({ lie: 'wrong-audience' });
        const { browser, page } = await start();
        return signInAs(browser, page, 'adele@contoso.com');
      },
    ],
    [
      'upstream_unavailable',
      async () => {
        world.sandbox.control.trouble({ endpoint: 'token', kind: 'error', times: 1 });
        const { browser, page } = await start();
        return signInAs(browser, page, 'adele@contoso.com');
      },
    ],
    [
      'email_domain_not_allowed',
      async () => {
        const path = `connections/${world.connectionId}`;
        await world.api.expect(200, 'PATCH', path, { restrict_email_domains: true });
        const { browser, page } = await start();
        const end = await signInAs(browser, page, 'mallory@contoso.com');
        await world.api.expect(200, 'PATCH', path, { restrict_email_domains: false });
        return end;
      },
    ],
    [
      'connection_unusable',
      async () => {
        const { browser, page } = await start();
        const path = `connections/${world.connectionId}`;
        await world.api.expect(200, 'PATCH', path, { is_enabled: false });
        const end = await signInAs(browser, page, 'adele@contoso.com');
        await world.api.expect(200, 'PATCH', path, { is_enabled: true });
        return end;
      },
    ],
  ])(
    'a sign-in that fails with %s leaves one log entry, whose correlation id is on the page',
    async (reason, failed) => {
      const entries = () =>
        world.api.expect<Row[]>(200, 'GET', `logs?q=${encodeURIComponent('type:"f"')}&per_page=100`);
      const before = (await entries()).length;
      const end = await failed();
      expect([end.url.origin, end.status >= 400 && end.status < 500]).toEqual([world.issuer, true]);
      const after = await entries();
      expect(after).toHaveLength(before + 1);
      expect(after[0]).toMatchObject({
        connection: 'contoso',
        connection_id: world.connectionId,
        client_id: world.application.clientId,
        correlation_id: end.headers.get('x-correlation-id'),
        details: { reason },
      });
      expect(end.body).toContain(String(after[0]?.correlation_id));
    },
  );

  it('a sign-in that the person cancels is logged, too', async () => {
    const { browser, page } = await start();
    const end = await browser.submit(page, { action: 'cancel' }, /cancel/i, atApplication);
    expect(end.url.searchParams.get('error')).toBe('access_denied');
    const [entry] = await world.api.expect<Row[]>(200, 'GET', 'logs?per_page=1');
    expect(entry).toMatchObject({ type: 'f', connection: 'contoso', details: { reason: 'access_denied' } });
  });
});
