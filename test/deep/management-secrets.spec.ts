import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '../../src/common/logging/index.js';
import { Api } from '../support/api.js';
import { Browser, type Visit } from '../support/browser.js';
import { foundIn, foundInFiles } from '../support/canaries.js';
import { atApplication, authorization, redeem, signInAs, token } from '../support/sign-in.js';
import { World } from '../support/world.js';

const MANAGEMENT_FILE = 'management-client.json';

/** Seeds every secret with a marker, uses the hub with the log at its most talkative and failures forced, then looks for the markers. */
describe('secrets', () => {
  let world: World;
  const log: string[] = [];
  const answers: string[] = [];
  const secrets = new Map<string, string>();
  const keep = (name: string, secret: string | null | undefined) => {
    if (typeof secret !== 'string' || secret.length < 12) throw new Error(`There is no ${name} to look for.`);
    secrets.set(name, secret);
  };

  beforeAll(async () => {
    const logger = createLogger({ logLevel: 'trace' }, { write: (line: string) => void log.push(line) });
    world = await World.start({ hub: { logger } });
    keep('application secret', world.application.clientSecret);
    keep('management token', world.api.token);
    keep('management secret', JSON.parse((await world.readData(MANAGEMENT_FILE)).toString()).client_secret);
    await administer();
    await signInAndFail();
    await sendNonsense();
  });
  afterAll(() => world?.close());

  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await world.api.call(method, path, body);
    answers.push(JSON.stringify(answer.body ?? ''));
    return answer;
  };

  async function administer() {
    const path = `connections/${world.connectionId}`;
    for (const round of ['first', 'second']) {
      const secret = `${round}~${randomBytes(20).toString('hex')}.Q`;
      keep(`${round} upstream secret`, secret);
      const { body } = await world.api.call<{ options: { client_id: string } }>('GET', path);
      world.sandbox.control.addSecret(body.options.client_id, {
        id: randomUUID(),
        value: secret,
        expires: '2099-01-01',
      });
      expect((await call('PATCH', path, { options: { client_secret: secret } })).status).toBe(200);
      // Refused because of something else: the answer must not repeat what was fine.
      await call('PATCH', path, { options: { client_secret: secret, typo: secret } });
      await call('POST', 'connections', { name: '-', strategy: 'waad', options: { client_secret: secret } });
    }
    const shown = await world.api.call<{ client_id: string; client_secret: string }>('POST', 'clients', {
      name: 'M2M',
      app_type: 'non_interactive',
    });
    keep('new client secret', shown.body.client_secret);
    const rotated = await world.api.call<{ client_secret: string }>(
      'POST',
      `clients/${shown.body.client_id}/rotate-secret`,
    );
    keep('rotated client secret', rotated.body.client_secret);
    await call('PATCH', `clients/${shown.body.client_id}`, { name: 'M2M', client_secret: rotated.body.client_secret });
    await Api.withCredentials(world.issuer, shown.body.client_id, shown.body.client_secret).catch(() => undefined);
  }

  function keepQuery(prefix: string, visit: Visit, names: readonly string[]) {
    for (const url of visit.trail) {
      const upstream = url.pathname.startsWith('/login/callback') ? 'upstream' : 'downstream';
      for (const name of names) {
        const value = url.searchParams.get(name);
        if (value !== null && (upstream === 'upstream' || url.port === '9'))
          keep(`${prefix} ${upstream} ${name}`, value);
      }
    }
  }

  async function signInAndFail() {
    for (const failure of [undefined, 'error', 'not-json', 'code']) {
      if (failure === 'code') world.sandbox.control.fail({ code: 7000215, at: 'token' });
      else if (failure === 'error' || failure === 'not-json')
        world.sandbox.control.trouble({ endpoint: 'token', kind: failure, times: 1 });
      const browser = new Browser();
      const request = authorization(world, { connection: 'contoso', scope: 'openid email offline_access' });
      const page = await browser.open(request.url);
      const end = await signInAs(browser, page, 'adele@contoso.com');
      // A sign-in that works ends in a redirect, whose code is for the application.
      if (failure !== undefined) answers.push(end.body);
      const prefix = failure ?? 'good';
      keepQuery(prefix, end, ['code', 'state']);
      for (const { key, value } of (await browser.cookies.getCookies(world.issuer)) as {
        key: string;
        value: string;
      }[]) {
        // That one says which connection it was, by its id.
        if (value.length > 15 && key !== 'portico-last-used') keep(`${prefix} cookie ${key}`, value);
      }
      if (failure !== undefined) continue;
      const tokens = await redeem(world, end, request);
      keep('code verifier', request.verifier);
      keep('access token', tokens.access_token);
      keep('ID token', tokens.id_token);
      keep('refresh token', tokens.refresh_token);
      await token(world, { grant_type: 'refresh_token', refresh_token: `${tokens.refresh_token}x` });
      const next = await token(world, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' });
      keep('next refresh token', next.refresh_token);
      const userInfo = { headers: { authorization: `Bearer ${tokens.access_token}` } };
      answers.push(await (await fetch(`${world.issuer}/userinfo`, userInfo)).text());
      answers.push(await (await fetch(`${world.issuer}/api/v2/users?token=${tokens.access_token}`, userInfo)).text());
      await browser.open(`${world.issuer}/oidc/logout?id_token_hint=${tokens.id_token}`, atApplication);
    }
  }

  async function sendNonsense() {
    const secret = `nonsense-${randomBytes(20).toString('hex')}`;
    keep('secret in a broken body', secret);
    const headers = { authorization: `Bearer ${world.api.token}`, 'content-type': 'application/json' };
    for (const body of [`{"options":{"client_secret":"${secret}"`, `{"client_secret":"${secret}"}`, `["${secret}"]`]) {
      const answer = await fetch(`${world.issuer}/api/v2/connections`, { method: 'POST', headers, body });
      answers.push(await answer.text());
    }
    const wrong = await fetch(`${world.issuer}/api/v2/users`, { headers: { authorization: `Bearer ${secret}` } });
    answers.push(await wrong.text());
    const basic = { authorization: `Basic ${Buffer.from(`nobody:${secret}`).toString('base64')}` };
    const form = new URLSearchParams({ grant_type: 'client_credentials' });
    answers.push(
      await (await fetch(`${world.issuer}/oauth/token`, { method: 'POST', headers: basic, body: form })).text(),
    );
  }

  // covers AUTH0-06
  it('secrets are in no answer of the API, wherever it lists or shows things', async () => {
    for (const list of ['connections', 'clients', 'client-grants', 'users', 'logs?per_page=100', 'connectors']) {
      const { body } = await call('GET', list);
      for (const row of body as unknown as Record<string, string>[]) {
        const id = row.id ?? row.client_id ?? row.user_id ?? row.log_id;
        if (id !== undefined && list !== 'logs?per_page=100') await call('GET', `${list}/${id}`);
      }
    }
    expect(answers.length).toBeGreaterThan(20);
    expect(answers.flatMap((answer) => foundIn(answer, secrets))).toEqual([]);
  });

  it('secrets are in no line of the log, however talkative', () => {
    const text = log.join('\n');
    expect(text).toContain('AADSTS7000215');
    expect(log.length).toBeGreaterThan(40);
    expect(foundIn(text, secrets)).toEqual([]);
  });

  // covers LOGTO-11
  it('secrets are in no file of the data directory, but the one that is made to show one', () => {
    const found = foundInFiles(world.config.dataDir, secrets, [MANAGEMENT_FILE]);
    expect(found).toEqual([]);
    expect(foundInFiles(world.config.dataDir, secrets, [])).toEqual([`${MANAGEMENT_FILE}: management secret`]);
    const visible = new Map([['name of the connection', 'contoso.example']]);
    expect(foundInFiles(world.config.dataDir, visible, []).length).toBeGreaterThan(0);
  });
});
