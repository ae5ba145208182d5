/** What nobody gets out of a trial sign-in: a sign-in, a secret, or a way into the operator's network. */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/common/logging/index.js';
import { demoConnection } from '../../src/sandbox/demo-connection.js';
import type { TrialReport } from '../../src/trials/index.js';
import { Browser, type Visit } from '../support/browser.js';
import { foundIn, foundInFiles } from '../support/canaries.js';
import { freePort } from '../support/ports.js';
import { CONTOSO, FABRIKAM, REGISTRATIONS } from '../support/sandbox-sign-in.js';
import { atApplication, authorization } from '../support/sign-in.js';
import { World } from '../support/world.js';

interface Link {
  readonly id: string;
  readonly url: string;
}

let world: World;
const log: string[] = [];
beforeAll(async () => {
  const logger = createLogger({ logLevel: 'trace' }, { write: (line: string) => void log.push(line) });
  world = await World.start({ hub: { logger } });
});
afterAll(() => world?.close());
afterEach(() => world.sandbox.control.reset());

const tryIt = (body: object = {}, id = world.connectionId) =>
  world.api.expect<Link>(201, 'POST', `connections/${id}/try`, body);
const tryDraft = (body: object) => world.api.expect<Link>(201, 'POST', 'connections/try', body);
const readTrial = ({ id }: Link) => world.api.call<{ report?: TrialReport }>('GET', `connections/trials/${id}`);
const press = async (browser: Browser, { url }: Link) =>
  browser.submit(await browser.open(url), {}, 'Sign in and see the report');
const atCallback = { stopAt: (target: URL) => target.pathname.startsWith('/login/callback') };
const users = () => world.api.expect<readonly unknown[]>(200, 'GET', 'users');

/** Somebody's answer to a trial and to an application's login, side by side in one browser, before the hub has either. */
async function twoAnswers(browser: Browser) {
  const link = await tryIt();
  const trial = await browser.submit(await press(browser, link), { user: 'adele@contoso.com' }, undefined, atCallback);
  // The upstream knows the person by now, and asks nothing.
  const login = await browser.open(authorization(world, { connection: 'contoso' }).url, atCallback);
  return { link, trial: trial.url, login: login.url };
}
function withCodeOf(own: URL, other: URL): URL {
  const mixed = new URL(own);
  mixed.searchParams.set('code', other.searchParams.get('code') ?? '');
  return mixed;
}

describe('a trial', () => {
  it('a trial gives no code that a sign-in can use, and takes none of one', async () => {
    const browser = new Browser();
    const { link, trial, login } = await twoAnswers(browser);
    const signedIn = await browser.open(withCodeOf(login, trial), atApplication);
    expect([atApplication.stopAt(signedIn.url), signedIn.status]).toEqual([false, 400]);
    expect((await browser.open(withCodeOf(trial, login))).url.pathname).toBe(new URL(link.url).pathname);
    const { report } = (await readTrial(link)).body;
    expect(report).toMatchObject({ outcome: 'failed', failure: { stage: 'token' } });
    expect(report).not.toHaveProperty('claims');
    expect(await users()).toEqual([]);

    const again = new Browser();
    const own = await twoAnswers(again);
    expect((await again.open(own.trial, atApplication)).url.pathname).toBe(new URL(own.link.url).pathname);
    expect(await users()).toEqual([]);
    const end = await again.open(own.login, atApplication);
    expect(end.url.searchParams.has('code')).toBe(true);
    expect(await users()).toHaveLength(1);
  });

  it('a trial verifies an administrator’s consent as a sign-in does, and a draft’s none', async () => {
    const { clientId, secret } = REGISTRATIONS.organizations;
    const id = await world.connect({
      name: 'organizations',
      options: {
        tenant_domain: null,
        domain: undefined,
        domain_aliases: [],
        useCommonEndpoint: true,
        allowed_tenants: [CONTOSO, FABRIKAM],
        client_id: clientId,
        client_secret: secret,
      },
    });
    const consents = async () =>
      (await world.api.expect<{ admin_consent: readonly object[] }>(200, 'GET', `connections/${id}`)).admin_consent;
    const read = await world.api.expect<{ provisioning_ticket_url: string }>(200, 'GET', `connections/${id}`);
    const administrator = new Browser();
    const upstream = await administrator.submit(await administrator.open(read.provisioning_ticket_url), {});
    await administrator.submit(upstream, { user: 'ceo@fabrikam.com' });
    expect(await consents()).toMatchObject([{ tenant_id: FABRIKAM, status: 'claimed' }]);
    const run = async (link: Link) => {
      const browser = new Browser();
      return browser.submit(await press(browser, link), { user: 'frida@fabrikam.com' });
    };
    await run(await tryIt({ options: { prompt: 'login' } }, id));
    expect(await consents()).toMatchObject([{ status: 'claimed' }]);
    await run(await tryIt({}, id));
    expect(await consents()).toMatchObject([{ status: 'verified', verified_by: 'sign_in' }]);
  });

  it('of a draft ends with its connection, the person already at the upstream', async () => {
    const id = await world.connect({ name: 'short', options: { domain: undefined, domain_aliases: [] } });
    const { client_secret } = demoConnection(world.sandbox).body.options as { client_secret: string };
    const [draft, saved] = [await tryIt({ options: { client_secret } }, id), await tryIt({}, id)];
    const [one, other] = [new Browser(), new Browser()];
    const [atDraft, atSaved] = [await press(one, draft), await press(other, saved)];
    await world.api.expect(204, 'DELETE', `connections/${id}`);
    expect((await one.submit(atDraft, { user: 'adele@contoso.com' })).status).toBe(404);
    expect((await readTrial(draft)).status).toBe(404);
    expect((await other.submit(atSaved, { user: 'adele@contoso.com' })).body).toContain('The connection was deleted');
    expect((await readTrial(saved)).body.report?.failure?.reason).toBe('connection_unusable');
  });

  it('a trial shows its ticket and the secrets of a draft in no answer, page, report, log or file', async () => {
    const secret = `draft~${randomBytes(20).toString('hex')}.Q`;
    const seen: string[] = [];
    const canaries = new Map([['secret', secret]]);
    const name = 'draft';
    const { body } = demoConnection(world.sandbox);
    const options = { ...(body.options as object), client_secret: secret, domain: undefined, domain_aliases: [] };
    const look = async (visit: Visit, link: Link) =>
      seen.push(visit.body, JSON.stringify([...visit.headers]), JSON.stringify((await readTrial(link)).body));
    for (const link of [
      await tryDraft({ ...body, name, options }),
      await tryIt({ options: { client_secret: secret } }),
    ]) {
      canaries.set(`ticket of ${link.id}`, new URL(link.url).searchParams.get('ticket') ?? '');
      world.sandbox.control.addRedirectUri(REGISTRATIONS.contoso.clientId, `${world.issuer}/login/callback/${name}`);
      const browser = new Browser();
      const start = await browser.open(link.url);
      expect([start.headers.get('referrer-policy'), start.headers.get('cache-control')]).toEqual([
        'no-referrer',
        'no-store',
      ]);
      expect(foundIn(JSON.stringify([...start.headers]), canaries)).toEqual([]);
      const report = await browser.submit(await press(browser, link), { user: 'adele@contoso.com' });
      await look(report, link);
      await look(await browser.open(link.url), link);
      await look(await new Browser().open(link.url), link);
      expect((await readTrial(link)).body.report?.failure).toMatchObject({ stage: 'token', reason: 'misconfigured' });
    }
    const waiting = await tryDraft({ ...body, name, options });
    seen.push(JSON.stringify((await readTrial(waiting)).body));
    seen.push(JSON.stringify((await world.api.call('POST', 'connections/try', { ...body, name: '-', options })).body));
    seen.push(JSON.stringify((await world.api.call('GET', 'logs?per_page=100')).body));
    expect(seen.join('\n')).toMatch(/AADSTS7000215/);
    expect(foundIn(seen.join('\n'), canaries)).toEqual([]);
    expect(log.join('\n')).toContain('/login/try/');
    expect(foundIn(log.join('\n'), canaries)).toEqual([]);
    expect(foundInFiles(world.config.dataDir, canaries, [])).toEqual([]);
  });

  describe('of a draft that points into the operator’s network', () => {
    let listener: Server;
    let connections = 0;
    let open: number;
    beforeAll(async () => {
      listener = createServer((socket) => {
        connections += 1;
        socket.destroy();
      });
      await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
      open = (listener.address() as { port: number }).port;
    });
    afterAll(() => void listener.close());

    it('knocks at no door there, and tells an open one from a closed one to nobody', async () => {
      const closed = await freePort();
      const told = new Set<string>();
      const hosts = [
        `127.0.0.1:${open}`,
        `127.0.0.1:${closed}`,
        `localhost:${open}`,
        `[::1]:${open}`,
        '169.254.169.254',
      ];
      for (const [index, host] of hosts.entries()) {
        const options = { issuer: `https://${host}`, client_id: 'hub', client_secret: 'some secret value' };
        const body = { name: `inside-${index}`, strategy: 'oidc', options };
        const answer = await world.api.call<Link>('POST', 'connections/try', body);
        if (answer.status === 400) continue;
        const visit = await press(new Browser(), answer.body);
        expect(visit.url.origin).toBe(world.issuer);
        const { failure, stages } = (await readTrial(answer.body)).body.report ?? {};
        expect(failure).toMatchObject({ stage: 'discovery' });
        told.add(JSON.stringify([failure, stages]).replaceAll(host, 'HOST'));
      }
      expect([connections, told.size]).toEqual([0, 1]);
    });
  });
});
