/** What the Azure AD connector refuses, as a person at the hub meets it: the sandbox lies, fails and stumbles. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/common/logging/index.js';
import type { Lie, TroubledEndpoint, TroubleKind } from '../../src/sandbox/world/faults.js';
import { Browser, type Visit } from '../support/browser.js';
import { CONTOSO, FABRIKAM, REGISTRATIONS } from '../support/sandbox-sign-in.js';
import { atApplication, authorization, redeem } from '../support/sign-in.js';
import { World } from '../support/world.js';

const ADELE = 'adele@contoso.com';
const log: string[] = [];
let world: World;
let organizations: string;
let revision = 0;

beforeAll(async () => {
  const logger = createLogger({ logLevel: 'debug' }, { write: (line) => void log.push(line) });
  world = await World.start({ hub: { logger } });
  const { clientId, secret } = REGISTRATIONS.organizations;
  organizations = await world.connect({
    name: 'organizations',
    options: {
      tenant_domain: null,
      domain: undefined,
      domain_aliases: [],
      useCommonEndpoint: true,
      allowed_tenants: [CONTOSO],
      client_id: clientId,
      client_secret: secret,
    },
  });
});
afterAll(() => world?.close());
afterEach(() => world.sandbox.control.clearFaults());

async function begin(connection: string, browser = new Browser()) {
  const request = authorization(world, { connection });
  return { browser, request, page: await browser.open(request.url, atApplication) };
}

/** One sign-in to its end: at the application, or on a page of the hub's. */
async function signIn(connection: string, user = ADELE): Promise<Visit> {
  const { browser, page } = await begin(connection);
  return page.url.hostname === '127.0.0.1' ? browser.submit(page, { user }, undefined, atApplication) : page;
}

function expectRefused(visit: Visit, status: number, words: string | RegExp): void {
  expect(visit.url.origin).toBe(world.issuer);
  expect(visit.status).toBe(status);
  const text = visit.page.querySelector('main')?.structuredText.replace(/\s+/g, ' ') ?? '';
  expect(text).toMatch(words);
  expect(text).toMatch(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/);
  expect(visit.body).not.toMatch(/AADSTS|Trace ID/);
}

function expectSignedIn(visit: Visit): void {
  expect(visit.url.href).toMatch(/^http:\/\/localhost:9\/callback\?code=/);
}

/** A connector without any document of the upstream's at hand. */
async function forget(): Promise<void> {
  revision += 1;
  await world.api.expect(200, 'PATCH', `connections/${world.connectionId}`, { options: { app_id: `${revision}` } });
}

describe('a token that is not what it should be', () => {
  it.each<[string, Lie]>([
    ['organizations', 'tenant-mismatch'],
    ['organizations', 'wrong-issuer'],
    ['organizations', 'issuer-template'],
    ['organizations', 'consumers-key'],
    ['organizations', 'foreign-cloud-key'],
    ['contoso', 'wrong-nonce'],
    ['contoso', 'missing-object-id'],
    ['contoso', 'algorithm-none'],
  ])(
    'a token that is not what it should be ends the sign-in on a page, and not the next one: %s, %s',
    async (connection, lie) => {
      world.sandbox.control.lie({ lie });
      expectRefused(await signIn(connection), 400, /could not be verified|did not say which account/);
      expectSignedIn(await signIn(connection));
    },
  );

  it('by a key that nobody publishes costs one key request, and a new key one more', async () => {
    await forget();
    expectSignedIn(await signIn('contoso'));
    await world.sandbox.control.rollKeys({ retire: true });
    world.sandbox.control.clearRequests();
    expectSignedIn(await signIn('contoso'));
    for (let round = 0; round < 4; round += 1) {
      world.sandbox.control.lie({ lie: 'unknown-key' });
      expectRefused(await signIn('contoso'), 400, 'could not be verified');
    }
    expectSignedIn(await signIn('contoso'));
    const asked = world.sandbox.control.requests({ method: 'GET' }).filter(({ path }) => path.endsWith('/keys'));
    expect(asked).toHaveLength(2);
  });
});

describe('an upstream in trouble', () => {
  const endpoints: TroubledEndpoint[] = ['discovery', 'keys', 'token'];
  const kinds: TroubleKind[] = ['error', 'oversized', 'not-json', 'redirect', 'reset'];
  it.each(endpoints.flatMap((endpoint) => kinds.map((kind) => [endpoint, kind] as const)))(
    'an upstream in trouble is a page that says so, and no trouble once it is over: %s, %s',
    async (endpoint, kind) => {
      await forget();
      world.sandbox.control.trouble({ endpoint, kind });
      expectRefused(await signIn('contoso'), 424, 'did not answer as expected');
      world.sandbox.control.clearFaults();
      await forget();
      expectSignedIn(await signIn('contoso'));
    },
  );

  it('an upstream in trouble is given with Microsoft’s own number in the log, although it said "not now"', async () => {
    world.sandbox.control.fail({ code: 90055, at: 'token', status: 429, retryAfter: 3600 });
    expectRefused(await signIn('contoso'), 424, 'Wait a minute');
    const events = await world.api.expect<{ type: string; details: object }[]>(200, 'GET', 'logs?per_page=5');
    expect(events.find((event) => event.type === 'f')?.details).toMatchObject({
      reason: 'upstream_unavailable',
      upstream_code: 'AADSTS90055',
    });
  });
});

describe('an error of Microsoft’s', () => {
  // covers AUTH0-52, AUTH0-56, MISTAKE-11
  it.each([
    [7000222, 'token', 400, 'failed to obtain access token'],
    [7000215, 'token', 400, 'failed to obtain access token'],
    [700016, 'token', 400, 'wrong directory'],
    [53003, 'token', 403, 'administrator of your organization has to act'],
    [50194, 'signed-in', 400, 'service listing is not properly configured'],
    [50105, 'signed-in', 403, 'administrator of your organization has to act'],
    [50076, 'signed-in', 403, 'second factor'],
    [50076, 'token', 403, 'second factor'],
    [50055, 'signed-in', 403, 'password has expired'],
    [90033, 'signed-in', 424, 'Try again in a few minutes'],
    [99999999, 'signed-in', 400, 'does not accept how this connection is set up'],
  ] as const)('%i at the step %s is a page that says who must act', async (code, at, status, words) => {
    world.sandbox.control.fail({ code, at, answer: 'redirect' });
    expectRefused(await signIn('contoso'), status, words);
    const events = await world.api.expect<{ type: string; details: object }[]>(200, 'GET', 'logs?per_page=5');
    const failed = events.find((event) => event.type === 'f');
    expect(failed?.details).toMatchObject({ upstream_code: `AADSTS${code}` });
  });

  it('an error of Microsoft’s is the application’s when the person declined', async () => {
    world.sandbox.control.fail({ code: 65004, at: 'signed-in', answer: 'redirect' });
    const visit = await signIn('contoso');
    expect(visit.url.origin).toBe('http://localhost:9');
    expect(visit.url.searchParams.get('error')).toBe('access_denied');
  });
});

describe('who may come in', () => {
  // covers AUTH0-59
  it('who may come in is decided by the list as it is when the answer comes', async () => {
    const allow = (...tenants: string[]) =>
      world.api.expect(200, 'PATCH', `connections/${organizations}`, { options: { allowed_tenants: tenants } });
    const { browser, page } = await begin('organizations');
    await allow(FABRIKAM);
    const refused = await browser.submit(page, { user: ADELE }, undefined, atApplication);
    expectRefused(refused, 403, 'not among those that may sign in here');
    const later = await begin('organizations');
    await allow(CONTOSO);
    expectSignedIn(await later.browser.submit(later.page, { user: ADELE }, undefined, atApplication));
  });

  // covers AUTH0-09
  it('who may come in is the same person at either generation of endpoints, with an address of their own tenant only', async () => {
    const subjects = [];
    for (const identity_api of ['azure-active-directory-v1.0', 'microsoft-identity-platform-v2.0']) {
      await world.api.expect(200, 'PATCH', `connections/${world.connectionId}`, { options: { identity_api } });
      for (const [user, verified] of [
        [ADELE, true],
        // Carries an address of Fabrikam, which any tenant's administrator can write.
        ['mallory@contoso.com', false],
      ] as const) {
        const { browser, request, page } = await begin('contoso');
        const end = await browser.submit(page, { user }, undefined, atApplication);
        const { claims } = await redeem(world, end, request);
        expect(claims.email_verified).toBe(verified);
        if (user === ADELE) subjects.push(claims.sub);
      }
    }
    expect(subjects[0]).toBe(subjects[1]);
  });
});

it('nothing of all this leaves a secret, a code or a token in the log', () => {
  const all = log.join('');
  expect(all).toContain('AADSTS7000222');
  expect(all).not.toMatch(/sandbox~secret|eyJ|[?&]code=(?!\[redacted\])/);
});
