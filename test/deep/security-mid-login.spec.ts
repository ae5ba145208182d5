import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { atApplication, authorization, redeem, signInAs } from '../support/sign-in.js';
import { World } from '../support/world.js';

const ADELE = 'adele@contoso.com';
const MANY_TENANTS = 'b0970501-0000-4000-8000-000000000002';

/** What an operator changes while somebody is at the upstream: policy counts as it is now, credentials as they were. */
describe('a connection changed while a login is in flight', () => {
  let world: World;
  let made = 0;
  beforeAll(async () => {
    world = await World.start({ withoutConnection: true });
  });
  afterAll(() => world?.close());

  async function connection(options: Record<string, unknown> = {}) {
    made += 1;
    const name = `c${made}`;
    const id = await world.connect({ name, options: { domain: `${name}.example`, domain_aliases: [], ...options } });
    return { name, id };
  }

  async function changed(
    { name, id }: { name: string; id: string },
    change: (id: string) => Promise<unknown>,
    user = ADELE,
  ): Promise<Visit> {
    const browser = new Browser();
    const request = authorization(world, { connection: name });
    const upstream = await browser.open(request.url);
    await change(id);
    world.sandbox.control.clearRequests();
    const visit = await signInAs(browser, upstream, user);
    const mustAccept = visit.url.hostname === '127.0.0.1';
    return mustAccept ? browser.submit(visit, {}, /accept/i, atApplication) : visit;
  }

  const patch = (body: unknown) => (id: string) => world.api.expect(200, 'PATCH', `connections/${id}`, body);
  const tokenRequests = () => world.sandbox.control.requests({ method: 'POST', path: '/token' }).length;
  const outcome = (visit: Visit) =>
    visit.url.searchParams.has('code') && visit.url.port === '9' ? 'code' : visit.status;

  it.each<[string, object]>([
    ['the client secret', { options: { client_secret: 'Another~secret.0123456789-abcdefghijklm' } }],
    ['its cloud', { options: { cloud_instance: 'public', client_secret: 'Another~secret.0123456789-abcdefghijklm' } }],
  ])(
    'a connection changed while a login is in flight is refused at the callback when %s changed, and nothing is sent upstream',
    async (_, body) => {
      const visit = await changed(await connection(), patch(body));
      expect([outcome(visit), tokenRequests()]).toEqual([409, 0]);
    },
  );

  it.each<[string, object]>([
    ['its name for people', { display_name: 'Contoso Ltd' }],
    ['its metadata', { metadata: { team: 'a' } }],
    ['its button', { show_as_button: false }],
  ])('a connection changed while a login is in flight goes on when only %s changed', async (_, body) => {
    expect(outcome(await changed(await connection(), patch(body)))).toBe('code');
  });

  it('a connection changed while a login is in flight is refused when it was deleted and another one has its name and callback now', async () => {
    const { name, id } = await connection();
    const visit = await changed({ name, id }, async () => {
      await world.api.expect(204, 'DELETE', `connections/${id}`);
      await world.connect({ name, options: { domain: `${name}.example`, domain_aliases: [] } });
    });
    expect([outcome(visit), tokenRequests()]).toEqual([403, 0]);
  });

  it('a connection changed while a login is in flight is refused when it was disabled, and the next one goes on when it is enabled', async () => {
    const one = await connection();
    const visit = await changed(one, patch({ is_enabled: false }));
    expect([outcome(visit), tokenRequests()]).toEqual([403, 0]);
    await patch({ is_enabled: true })(one.id);
    expect(outcome(await changed(one, async () => undefined))).toBe('code');
  });

  it('a connection changed while a login is in flight refuses people of a tenant that left its list, and admits those that remain', async () => {
    const [contoso, fabrikam] = world.sandbox.seed.tenants.map(({ id }) => id);
    const secret = world.sandbox.seed.applications.find(({ clientId }) => clientId === MANY_TENANTS)?.secrets?.[0]
      ?.value;
    const common = await connection({
      client_id: MANY_TENANTS,
      client_secret: secret,
      tenant_domain: undefined,
      useCommonEndpoint: true,
      allowed_tenants: [contoso, fabrikam],
    });
    const only = (allowed: unknown) => patch({ options: { allowed_tenants: allowed } });
    expect(outcome(await changed(common, only([contoso, fabrikam]), 'frida@fabrikam.com'))).toBe('code');
    const left = await changed(common, only([contoso]), 'frida@fabrikam.com');
    expect(left.status).toBeGreaterThanOrEqual(400);
    expect(left.url.port).not.toBe('9');
    const after = await changed(common, async () => undefined, 'frida@fabrikam.com');
    expect([after.status, after.url.port === '9']).toEqual([403, false]);
    expect(outcome(await changed(common, async () => undefined, ADELE))).toBe('code');
  });

  // covers CODER-07
  it('a connection changed while a login is in flight refuses whom a restriction of domains keeps out since then', async () => {
    const one = await connection();
    const visit = await changed(one, patch({ restrict_email_domains: true }));
    expect(visit.url.port).not.toBe('9');
    expect([403, 409]).toContain(visit.status);
    const own = await connection({ domain: 'contoso.com' });
    expect(outcome(await changed(own, patch({ restrict_email_domains: true })))).toBe('code');
    await world.api.expect(204, 'DELETE', `connections/${own.id}`);
  });

  it('a connection changed while a login is in flight asks the application’s own people again: what one connection knows is not another’s', async () => {
    const [first, second] = [await connection(), await connection()];
    const subjects = [];
    for (const { name } of [first, second]) {
      const browser = new Browser();
      const request = authorization(world, { connection: name });
      const end = await signInAs(browser, await browser.open(request.url), ADELE);
      subjects.push((await redeem(world, end, request)).claims.sub);
    }
    expect(new Set(subjects).size).toBe(2);
  });

  it('of an application whose redirect URI was taken away sends nothing there', async () => {
    const { name } = await connection();
    const { redirectUri, clientId } = world.application;
    const callbacks = (list: string[]) => world.api.expect(200, 'PATCH', `clients/${clientId}`, { callbacks: list });
    await callbacks([redirectUri, 'http://localhost:9/old']);
    const browser = new Browser();
    const upstream = await browser.open(
      authorization(world, { connection: name, redirect_uri: 'http://localhost:9/old' }).url,
    );
    await callbacks([redirectUri]);
    const end = await browser.submit(upstream, { user: ADELE }, undefined, atApplication);
    expect([end.url.port === '9', end.status]).toEqual([false, 400]);
  });
});
