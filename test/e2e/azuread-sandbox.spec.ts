/** The Azure AD connector against the sandbox Entra over HTTP, without the hub around it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { azureAd } from '../../src/connectors/azuread/index.js';
import { type Connector, type JsonObject, validateOptions } from '../../src/connectors/index.js';
import { CONSUMERS_TENANT_ID, type Lie, type Sandbox } from '../../src/sandbox/index.js';
import { CONTOSO, REGISTRATIONS, type Registration } from '../support/sandbox-sign-in.js';
import { type SandboxWorld, sandboxWorld } from '../support/sandbox-world.js';

let world: SandboxWorld;
let sandbox: Sandbox;
beforeAll(async () => {
  world = await sandboxWorld();
  sandbox = world.sandbox;
});
afterAll(() => sandbox.close());
afterEach(() => sandbox.control.reset());

function connectorOf(registration: Registration, options: JsonObject): Connector {
  const silent = () => undefined;
  const all = { client_id: registration.clientId, client_secret: registration.secret, ...world.options };
  return azureAd.create(validateOptions(azureAd, { ...all, ...options }), {
    fetch: world.fetch,
    now: () => new Date(),
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    connection: { name: 'contoso', domains: ['contoso.com'] },
  });
}

/** One login as `user`, from authorize to callback. */
async function login(connector: Connector, registration: Registration, user: string) {
  const request = { state: 'a-state-of-128-bits-or-more', callbackUrl: registration.redirectUri };
  const { url, checks, state = request.state } = await connector.authorize(request);
  const browser = world.browser();
  const stopAt = (location: URL) => location.pathname.startsWith('/login/callback');
  let visit = await browser.open(new URL(url), { stopAt });
  if (!stopAt(visit.url)) visit = await browser.submit(visit, { user }, undefined, { stopAt });
  if (!stopAt(visit.url)) visit = await browser.submit(visit, { action: 'accept' }, undefined, { stopAt });
  return connector.callback({
    parameters: visit.url.searchParams,
    callbackUrl: request.callbackUrl,
    state,
    checks,
    signal: AbortSignal.timeout(10_000),
  });
}

const { contoso, organizations, personal } = REGISTRATIONS;

describe('the connector at the sandbox', () => {
  // covers AUTH0-09
  it.each<[string, JsonObject]>([
    ['by tenant id', { tenant_domain: CONTOSO }],
    ['by domain', { tenant_domain: 'contoso.com' }],
    ['at the v1.0 endpoint', { tenant_domain: CONTOSO, identity_api: 'azure-active-directory-v1.0' }],
  ])('the connector at the sandbox signs somebody in %s, as the same person', async (_name, options) => {
    const connector = connectorOf(contoso, options);
    const identity = await login(connector, contoso, 'adele@contoso.com');
    expect(identity).toMatchObject({
      issuer: `${sandbox.url}/${CONTOSO}/v2.0`,
      subject: 'c0a70502-0000-4000-8000-000000000001',
    });
    expect(connector.mapProfile(identity).name).toMatch(/Adele/);
  });

  // covers AUTH0-07
  it('the connector at the sandbox signs somebody in through the common endpoint, if the tenant is on the list', async () => {
    const options = { useCommonEndpoint: true, allowed_tenants: [CONTOSO] };
    const identity = await login(connectorOf(organizations, options), organizations, 'adele@contoso.com');
    expect(identity.issuer).toBe(`${sandbox.url}/${CONTOSO}/v2.0`);
    const foreign = connectorOf(organizations, {
      ...options,
      allowed_tenants: ['11111111-2222-4333-8444-555555555555'],
    });
    await expect(login(foreign, organizations, 'adele@contoso.com')).rejects.toMatchObject({
      code: 'identity_rejected',
    });
  });

  // covers LOGTO-07
  it('the connector at the sandbox signs a personal account in where only these may', async () => {
    const connector = connectorOf(personal, { useCommonEndpoint: true, audience_type: 'consumers' });
    const identity = await login(connector, personal, 'paula.personal@outlook.com');
    expect(identity.issuer).toBe(`${sandbox.url}/${CONSUMERS_TENANT_ID}/v2.0`);
  });

  // covers MISTAKE-05
  it('the connector at the sandbox explains an expired secret', async () => {
    const expired = { ...contoso, secret: contoso.expiredSecret };
    const attempt = login(connectorOf(expired, { tenant_domain: CONTOSO }), expired, 'adele@contoso.com');
    await expect(attempt).rejects.toMatchObject({ code: 'misconfigured', messageKey: 'aadsts.7000222' });
  });

  // covers LOGTO-18
  it('the connector at the sandbox explains a tenant that does not exist', async () => {
    const connector = connectorOf(contoso, { tenant_domain: 'nowhere.example' });
    await expect(login(connector, contoso, 'adele@contoso.com')).rejects.toMatchObject({ messageKey: 'aadsts.90002' });
  });

  it.each<Lie>([
    'wrong-issuer',
    'issuer-template',
    'issuer-with-domain',
    'issuer-of-other-version',
    'issuer-slash',
    'wrong-audience',
    'audience-list',
    'wrong-nonce',
    'missing-nonce',
    'tenant-mismatch',
    'missing-tenant',
    'tenant-twice',
    'missing-object-id',
    'expired',
    'not-yet-valid',
    'algorithm-none',
    'algorithm-hs256',
    'bad-signature',
    'unknown-key',
    'consumers-key',
    'foreign-cloud-key',
  ])('the connector at the sandbox refuses a token with the lie %s, and takes the next one', async (lie) => {
    const connector = connectorOf(contoso, { tenant_domain: CONTOSO });
    sandbox.control.lie({ lie });
    await expect(login(connector, contoso, 'adele@contoso.com')).rejects.toMatchObject({ code: 'invalid_response' });
    expect((await login(connector, contoso, 'adele@contoso.com')).subject).toBe('c0a70502-0000-4000-8000-000000000001');
  });

  it.each<Lie>(['consumers-key', 'foreign-cloud-key'])(
    'the connector at the sandbox refuses a v1.0 token with the lie %s, too',
    async (lie) => {
      const connector = connectorOf(contoso, { tenant_domain: CONTOSO, identity_api: 'azure-active-directory-v1.0' });
      sandbox.control.lie({ lie });
      await expect(login(connector, contoso, 'adele@contoso.com')).rejects.toMatchObject({ code: 'invalid_response' });
      expect((await login(connector, contoso, 'adele@contoso.com')).subject).toBe(
        'c0a70502-0000-4000-8000-000000000001',
      );
    },
  );

  // covers AUTH0-38
  it('the connector at the sandbox accepts a new key at once', async () => {
    const connector = connectorOf(contoso, { tenant_domain: CONTOSO });
    await login(connector, contoso, 'adele@contoso.com');
    await sandbox.control.rollKeys({ retire: true });
    await login(connector, contoso, 'adele@contoso.com');
  });
});
