/** Trial sign-ins against the sandbox Entra: what an operator, or a customer's administrator, finds out. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { demoConnection } from '../../src/sandbox/demo-connection.js';
import type { Lie } from '../../src/sandbox/index.js';
import type { TrialReport } from '../../src/trials/index.js';
import { Browser, type Visit } from '../support/browser.js';
import { CONTOSO, FABRIKAM, REGISTRATIONS } from '../support/sandbox-sign-in.js';
import { atApplication, authorization } from '../support/sign-in.js';
import { World } from '../support/world.js';

interface Link {
  readonly id: string;
  readonly url: string;
}
interface Run {
  readonly visit: Visit;
  readonly report: TrialReport;
  readonly browser: Browser;
}
type Options = Readonly<Record<string, unknown>>;

const WRONG = 'wrong-secret-value-1234567890';
let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world?.close());
afterEach(() => world.sandbox.control.reset());

/** A trial of "contoso" with these options changed, from its link to its report, as somebody of the directory. */
async function run(options: Options = {}, fields: Readonly<Record<string, string>> = { user: 'adele@contoso.com' }) {
  const body = Object.keys(options).length === 0 ? {} : { options };
  return finish(await world.api.expect<Link>(201, 'POST', `connections/${world.connectionId}/try`, body), fields);
}

async function finish(link: Link, fields: Readonly<Record<string, string>>): Promise<Run> {
  const browser = new Browser();
  const upstream = await browser.submit(await browser.open(link.url), {}, 'Sign in and see the report');
  const visit = upstream.url.origin === world.issuer ? upstream : await browser.submit(upstream, fields);
  const { report } = await world.api.expect<{ report: TrialReport }>(200, 'GET', `connections/trials/${link.id}`);
  expect([visit.url.pathname, visit.status]).toEqual([`/login/try/${link.id}`, 200]);
  return { visit, report, browser };
}

const outcomes = ({ stages }: TrialReport) => Object.fromEntries(stages.map(({ stage, outcome }) => [stage, outcome]));
const codes = ({ warnings }: TrialReport) => warnings.map(({ code }) => code);
const users = () => world.api.expect<readonly unknown[]>(200, 'GET', 'users');

describe('a trial of a connection to Azure AD', () => {
  // covers AUTH0-32, CODER-16
  it('a trial of a connection to Azure AD shows each stage, the claims, and the profile they become', async () => {
    const { report, visit } = await run({ ext_groups: true, ext_profile: true });
    expect(outcomes(report)).toEqual({
      discovery: 'ok',
      authorize: 'ok',
      callback: 'ok',
      token: 'ok',
      signature: 'ok',
      claims: 'ok',
      graph: 'ok',
      policy: 'ok',
      profile: 'ok',
    });
    expect(report.warnings).toEqual([]);
    expect(report).toMatchObject({
      outcome: 'ok',
      claims: { tid: CONTOSO, name: 'Adele Vance' },
      profile: { name: 'Adele Vance', email: 'adele@contoso.com', email_verified: true },
      email_verification: { verified: true, because: 'upstream' },
      user: 'create',
    });
    expect(report.profile?.groups).toHaveLength(2);
    expect(visit.page.structuredText).toMatch(/The connection works\./);
    expect(`${visit.body}${JSON.stringify(report)}`).not.toMatch(/eyJ|code_verifier|access_token|id_token/);
  });

  // covers AUTH0-32
  it('a trial of a connection to Azure AD makes no user, no session, and nothing that counts as a sign-in', async () => {
    const before = await users();
    const { browser } = await run();
    await run({}, { action: 'cancel' });
    expect(await users()).toEqual(before);
    const asked = await browser.open(authorization(world, { prompt: 'none' }).url, atApplication);
    expect(asked.url.searchParams.get('error')).toBe('login_required');
    expect(await world.api.expect(200, 'GET', `connections/${world.connectionId}/status`)).toMatchObject({
      last_success: null,
      last_failure: null,
      failures_24h: { total: 0 },
    });
    const types = (await world.api.expect<{ type: string }[]>(200, 'GET', 'logs')).map(({ type }) => type);
    expect(types).toContain('trial');
    expect(types.filter((type) => type === 's' || type === 'f')).toEqual([]);
  });

  // covers AUTH0-20
  it('a trial of a connection to Azure AD says why an address is believed, or is not', async () => {
    world.sandbox.control.changeApplication(REGISTRATIONS.contoso.clientId, { optionalClaims: ['email'] });
    const { report } = await run();
    expect(report.email_verification).toMatchObject({ verified: false, because: 'no_evidence' });
    expect(codes(report)).toContain('email_unverified');
    const trusting = await run({ should_trust_email_verified_connection: 'always_set_emails_as_verified' });
    expect(trusting.report.email_verification).toMatchObject({ verified: true, because: 'operator' });
    expect(codes(trusting.report)).toEqual([]);
  });

  it.each<[string, Options, string, string, string]>([
    ['a wrong secret', { client_secret: WRONG }, 'token', 'AADSTS7000215', 'operator'],
    ['an expired secret', { client_secret: REGISTRATIONS.contoso.expiredSecret }, 'token', 'AADSTS7000222', 'operator'],
  ])(
    'a trial of a connection to Azure AD names %s at its stage, with the code, and who must act',
    async (_what, options, stage, code, actor) => {
      const { report, visit } = await run(options);
      expect(report.failure).toMatchObject({ stage, actor, reason: 'misconfigured', upstream_code: code });
      expect(report.failure?.upstream_correlation_id).toMatch(/^[0-9a-f-]{36}$/);
      expect(outcomes(report)).toMatchObject({
        callback: 'ok',
        token: 'failed',
        signature: 'skipped',
        profile: 'skipped',
      });
      expect(visit.body).toContain(code);
      expect(`${visit.body}${JSON.stringify(report)}`).not.toContain(Object.values(options)[0]);
    },
  );

  // covers LOGTO-18
  it('a trial of a connection to Azure AD names a tenant that does not exist before anybody is sent there', async () => {
    const nobody = '99999999-9999-4999-8999-999999999999';
    const { client_secret } = demoConnection(world.sandbox).body.options as { client_secret: string };
    const { report } = await run({ tenant_domain: nobody, client_secret });
    expect(report.failure).toMatchObject({ stage: 'discovery', actor: 'operator' });
    expect(outcomes(report)).toMatchObject({ discovery: 'failed', authorize: 'skipped' });
  });

  // covers AUTH0-59
  it('a trial of a connection to Azure AD names a person of the wrong tenant, with all that holds before that', async () => {
    const { body } = demoConnection(world.sandbox);
    const { clientId, secret } = REGISTRATIONS.organizations;
    const options = {
      ...(body.options as object),
      tenant_domain: undefined,
      domain: undefined,
      domain_aliases: [],
      client_id: clientId,
      client_secret: secret,
      useCommonEndpoint: true,
      allowed_tenants: [FABRIKAM],
    };
    world.sandbox.control.addRedirectUri(clientId, `${world.issuer}/login/callback/draft`);
    const draft = { ...body, name: 'draft', options };
    const link = await world.api.expect<Link>(201, 'POST', 'connections/try', draft);
    const { report } = await finish(link, { user: 'adele@contoso.com' });
    expect(report.failure).toMatchObject({ stage: 'claims', reason: 'identity_rejected' });
    expect(outcomes(report)).toMatchObject({ token: 'ok', signature: 'ok', claims: 'failed', policy: 'skipped' });
    const names = (await world.api.expect<{ name: string }[]>(200, 'GET', 'connections')).map(({ name }) => name);
    expect(names).toEqual(['contoso']);
  });

  // covers MISTAKE-10
  it('a trial of a connection to Azure AD names the permission that Graph misses', async () => {
    world.sandbox.control.trouble({ endpoint: 'graph', kind: 'error', status: 403 });
    const { report } = await run({ ext_groups: true });
    expect(report.failure).toMatchObject({ stage: 'graph', actor: 'tenant-administrator' });
    expect(outcomes(report)).toMatchObject({ claims: 'ok', graph: 'failed', policy: 'skipped' });
  });

  it('a trial of a connection to Azure AD reports what the upstream sends back instead of a code, Cancel too', async () => {
    const cancelled = await run({}, { action: 'cancel' });
    expect(cancelled.report.failure).toMatchObject({ stage: 'callback', reason: 'access_denied', actor: 'person' });
    world.sandbox.control.fail({ code: 50105, at: 'signed-in', answer: 'redirect' });
    const refused = await run();
    expect(refused.report.failure).toMatchObject({ actor: 'tenant-administrator', upstream_code: 'AADSTS50105' });
  });

  it.each<[string, Lie]>([
    ['signature', 'bad-signature'],
    ['claims', 'wrong-nonce'],
    ['claims', 'wrong-audience'],
  ])('a trial of a connection to Azure AD fails at the stage "%s" for an ID token with: %s', async (stage, lie) => {
    world.sandbox.control.lie({ lie });
    const { report } = await run();
    expect(report.failure).toMatchObject({ stage, reason: 'invalid_response' });
    expect(outcomes(report).signature).toBe(stage === 'claims' ? 'ok' : 'failed');
  });

  // covers CODER-14, MISTAKE-15
  it('a trial of a connection to Azure AD warns of a person without an address, of a guest, and of groups that a token cannot carry', async () => {
    const nobody = await run({}, { user: 'nomail@contoso.com' });
    expect(codes(nobody.report)).toContain('email_unverified');
    const guest = await run({}, { user: 'frida@fabrikam.com' });
    expect(guest.report.warnings.map(({ message }) => message).join()).toMatch(/guest of the tenant/);
    expect(codes(guest.report)).toContain('email_domain_elsewhere');
    const many = await run({}, { user: 'manygroups@contoso.com' });
    expect(many.report.warnings.map(({ message }) => message).join()).toMatch(/Too many groups/);
    expect(codes(many.report)).toContain('groups_unknown');
  });

  it('a trial of a connection to Azure AD tries the next secret where the one in use is refused, and leaves both where they are', async () => {
    const { client_secret } = demoConnection(world.sandbox).body.options as { client_secret: string };
    const id = await world.connect({
      name: 'rotating',
      options: { client_secret: WRONG, client_secret_next: client_secret, domain: undefined, domain_aliases: [] },
    });
    const link = await world.api.expect<Link>(201, 'POST', `connections/${id}/try`);
    const { report } = await finish(link, { user: 'adele@contoso.com' });
    expect(codes(report)).toContain('next_secret_used');
    expect(outcomes(report)).toMatchObject({ token: 'warning', claims: 'ok' });
    const again = await world.api.expect<Link>(201, 'POST', `connections/${id}/try`);
    expect(codes((await finish(again, { user: 'adele@contoso.com' })).report)).toContain('next_secret_used');
  });

  it('a trial of a connection to Azure AD works for a disabled connection, and says that nobody else can use it', async () => {
    await world.api.expect(200, 'PATCH', `connections/${world.connectionId}`, { is_enabled: false });
    const { report } = await run();
    expect(outcomes(report)).toMatchObject({ claims: 'ok', policy: 'warning' });
    expect(codes(report)).toContain('connection_disabled');
    await world.api.expect(200, 'PATCH', `connections/${world.connectionId}`, { is_enabled: true });
  });

  it('a trial of a connection to Azure AD recognises who has signed in before, and would refuse whom an operator has blocked', async () => {
    const browser = new Browser();
    const page = await browser.open(authorization(world, { connection: 'contoso' }).url, atApplication);
    await browser.submit(page, { user: 'adele@contoso.com' }, undefined, atApplication);
    expect((await run()).report.user).toBe('recognise');
    const [{ user_id: id } = { user_id: '' }] = (await users()) as readonly { readonly user_id: string }[];
    await world.api.expect(200, 'PATCH', `users/${id}`, { blocked: true });
    expect((await run()).report).toMatchObject({
      user: 'refuse',
      failure: { stage: 'policy', reason: 'user_blocked' },
    });
  });
});
