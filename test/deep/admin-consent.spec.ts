/** An administrator of a directory consents, from the link to what proves it: hub and sandbox as real servers. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { CONTOSO, FABRIKAM, REGISTRATIONS } from '../support/sandbox-sign-in.js';
import { atApplication, authorization } from '../support/sign-in.js';
import { World } from '../support/world.js';

interface Wire {
  readonly provisioning_ticket_url: string;
  readonly revision: number;
  readonly options: { readonly allowed_tenants?: readonly string[] };
  readonly admin_consent: readonly {
    readonly tenant_id: string;
    readonly status: string;
    readonly verified_by?: string;
  }[];
}

const { contoso, organizations } = REGISTRATIONS;
let world: World;
let id: string;

beforeAll(async () => {
  world = await World.start();
  id = await world.connect({
    name: 'organizations',
    options: {
      tenant_domain: null,
      domain: undefined,
      domain_aliases: [],
      useCommonEndpoint: true,
      allowed_tenants: [CONTOSO],
      client_id: organizations.clientId,
      client_secret: organizations.secret,
    },
  });
});
afterAll(() => world?.close());
afterEach(() => world.sandbox.control.clearFaults());

const connection = (of = id) => world.api.expect<Wire>(200, 'GET', `connections/${of}`);
const reasons = async () =>
  (await world.api.expect<{ details: { reason?: string } }[]>(200, 'GET', 'logs')).flatMap(
    ({ details }) => details.reason ?? [],
  );
const text = (visit: Visit) => visit.page.querySelector('main')?.structuredText.replace(/\s+/g, ' ') ?? '';

/** Through the link, the hub's page and the sandbox's, by these fields. */
async function consent(fields: Readonly<Record<string, string>>, link?: string): Promise<Visit> {
  const browser = new Browser();
  const page = await browser.open(link ?? (await connection()).provisioning_ticket_url);
  const upstream = await browser.submit(page, {});
  return upstream.page.querySelector('form') === null ? upstream : browser.submit(upstream, fields);
}

async function signIn(name: string, user: string): Promise<Visit> {
  const browser = new Browser();
  const page = await browser.open(authorization(world, { connection: name }).url, atApplication);
  return browser.submit(page, { user }, undefined, atApplication);
}

describe('a consent through a common endpoint', () => {
  // covers AUTH0-34
  it('a consent through a common endpoint is claimed, admits nobody, and is verified by somebody’s sign-in', async () => {
    const given = await consent({ user: 'ceo@fabrikam.com' });
    expect([given.status, given.url.origin]).toEqual([200, world.issuer]);
    expect(text(given)).toMatch(/Thank you.*still have to admit/);
    const claimed = await connection();
    expect(claimed.admin_consent).toMatchObject([{ tenant_id: FABRIKAM, status: 'claimed' }]);
    expect(claimed.options.allowed_tenants).toEqual([CONTOSO]);

    const refused = await signIn('organizations', 'frida@fabrikam.com');
    expect(text(refused)).toContain('not among those that may sign in');
    expect((await connection()).admin_consent).toMatchObject([{ status: 'claimed' }]);

    const options = { allowed_tenants: [CONTOSO, FABRIKAM] };
    await world.api.expect(200, 'PATCH', `connections/${id}`, { options });
    expect((await signIn('organizations', 'frida@fabrikam.com')).url.searchParams.has('code')).toBe(true);
    expect((await connection()).admin_consent).toMatchObject([{ status: 'verified', verified_by: 'sign_in' }]);
    expect(await reasons()).toEqual(expect.arrayContaining(['admin_consent_claimed', 'admin_consent_verified']));
  });

  // covers AUTH0-34
  it('a consent through a common endpoint is not believed for a tenant that the browser made up, beyond a claim', async () => {
    const browser = new Browser();
    const link = (await connection()).provisioning_ticket_url;
    const upstream = await browser.submit(await browser.open(link), {}, undefined, {
      stopAt: (target) => target.pathname.endsWith('/adminconsent'),
    });
    const { searchParams } = upstream.url;
    const tenant = '12345678-1234-4234-8234-123456789012';
    const state = searchParams.get('state') ?? '';
    const answer = new URL(searchParams.get('redirect_uri') ?? '');
    answer.search = new URLSearchParams({ admin_consent: 'True', tenant, state }).toString();
    expect((await browser.open(answer)).status).toBe(200);
    const [made] = (await connection()).admin_consent;
    expect(made).toMatchObject({ tenant_id: tenant, status: 'claimed' });
  });

  it('a consent through a common endpoint is recorded as refused when it is cancelled', async () => {
    const refused = await consent({ action: 'cancel' });
    expect([refused.status, refused.url.origin]).toEqual([403, world.issuer]);
    expect(text(refused)).toContain('The consent was not given');
    expect(await reasons()).toContain('admin_consent_refused');
  });

  it('a consent through a common endpoint is forgotten with the registration that it was for', async () => {
    const other = { client_id: REGISTRATIONS.everybody.clientId, client_secret: REGISTRATIONS.everybody.secret };
    await world.api.expect(200, 'PATCH', `connections/${id}`, { options: { client_secret: organizations.secret } });
    expect((await connection()).admin_consent).not.toEqual([]);
    await world.api.expect(200, 'PATCH', `connections/${id}`, { options: other });
    expect((await connection()).admin_consent).toEqual([]);
  });
});

describe('a consent that the application itself can prove', () => {
  beforeEach(async () => {
    const { control } = world.sandbox;
    control.changeApplication(contoso.clientId, { applicationPermissions: [] });
    const options = { api_enable_users: true };
    await world.api.expect(200, 'PATCH', `connections/${world.connectionId}`, { options });
  });
  const own = () => connection(world.connectionId);
  const give = async () => consent({ user: 'admin@contoso.onmicrosoft.com' }, (await own()).provisioning_ticket_url);

  it('a consent that the application itself can prove is verified at once, or by a check once Microsoft knows it', async () => {
    world.sandbox.control.trouble({ endpoint: 'graph', kind: 'error', status: 403 });
    expect(text(await give())).toContain('confirmed as soon as it was seen to work');
    expect((await own()).admin_consent).toMatchObject([{ tenant_id: CONTOSO, status: 'claimed' }]);
    await signIn('contoso', 'adele@contoso.com');
    expect((await own()).admin_consent).toMatchObject([{ status: 'claimed' }]);
    world.sandbox.control.clearFaults();
    await world.api.expect(200, 'POST', `connections/${world.connectionId}/check`);
    expect((await own()).admin_consent).toMatchObject([{ status: 'verified', verified_by: 'application_token' }]);
    expect(text(await give())).toContain('It was confirmed');
  });
});

describe('the link', () => {
  it('the link is the connection’s own, is replaced on demand, and does nothing while the connection is disabled', async () => {
    const { provisioning_ticket_url: link } = await connection();
    // The log has each request's path, and never its query.
    const bare = `${world.issuer}/login/consent/${id}`;
    expect(link).toMatch(new RegExp(`^${bare}\\?ticket=[0-9a-z]+\\.[A-Za-z0-9_-]{43}$`));
    expect((await fetch(bare)).status).toBe(404);
    expect((await fetch(link)).status).toBe(200);
    expect((await fetch(link.replace(id, world.connectionId))).status).toBe(404);
    await world.api.expect(200, 'PATCH', `connections/${id}`, { is_enabled: false });
    expect((await fetch(link)).status).toBe(404);
    await world.api.expect(200, 'PATCH', `connections/${id}`, { is_enabled: true });
    const path = `connections/${id}/provisioning-ticket`;
    const renewed = await world.api.expect<Wire>(200, 'POST', path);
    expect((await fetch(link)).status).toBe(404);
    expect((await fetch(renewed.provisioning_ticket_url)).status).toBe(200);
  });
});
