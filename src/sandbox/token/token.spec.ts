import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTOSO, REGISTRATIONS, SandboxClient } from '../../../test/support/sandbox-sign-in.js';
import { Clock } from '../../common/clock.js';
import { type Sandbox, startSandbox } from '../index.js';

class MovableClock extends Clock {
  offset = 0;
  now(): Date {
    return new Date(Date.now() + this.offset);
  }
}

type Changes = Readonly<Record<string, string | undefined>>;

describe('the sandbox’s token endpoint', () => {
  const clock = new MovableClock();
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ clock });
  });
  afterAll(() => sandbox.close());
  afterEach(() => {
    clock.offset = 0;
    sandbox.control.reset();
  });

  const json = async (response: Response): Promise<Readonly<Record<string, unknown>>> =>
    JSON.parse(await response.text());

  it('the sandbox’s token endpoint redeems a code once, with numbers as numbers, and only for what was asked', async () => {
    const client = new SandboxClient(sandbox);
    const code = await client.code('adele@contoso.com');
    const response = await client.token({ code });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store, no-cache');
    const answer = await json(response);
    expect(Object.keys(answer)).toEqual([
      'token_type',
      'scope',
      'expires_in',
      'ext_expires_in',
      'access_token',
      'id_token',
    ]);
    expect(answer).toMatchObject({
      token_type: 'Bearer',
      scope: 'openid profile email',
      expires_in: expect.any(Number),
    });
    const again = await client.token({ code });
    expect(again.status).toBe(400);
    expect(await json(again)).toMatchObject({ error: 'invalid_grant', error_codes: [54005] });
  });

  it('the sandbox’s token endpoint gives a refresh token with offline_access, an ID token with openid, client_info when asked', async () => {
    const client = new SandboxClient(sandbox);
    const all = await client.tokens('adele@contoso.com', { scope: 'openid profile offline_access', client_info: '1' });
    expect(all).toMatchObject({
      refresh_token: expect.any(String),
      client_info: expect.any(String),
      scope: 'openid profile',
    });
    const none = await client.tokens('adele@contoso.com', { scope: 'User.Read' });
    expect(none).not.toHaveProperty('id_token');
    expect(none).not.toHaveProperty('refresh_token');
  });

  it('the sandbox’s token endpoint writes numbers as strings in v1.0 and adds expires_on and resource', async () => {
    const answer = await new SandboxClient(sandbox, REGISTRATIONS.contoso, CONTOSO, 1).tokens('adele@contoso.com');
    expect(answer).toMatchObject({
      expires_in: expect.stringMatching(/^\d+$/),
      expires_on: expect.stringMatching(/^\d+$/),
      resource: '00000003-0000-0000-c000-000000000000',
      refresh_token: expect.any(String),
    });
  });

  it('the sandbox’s token endpoint answers errors with codes, ids and \\r\\n, echoing client-request-id', async () => {
    const id = 'c0ffee00-0000-4000-8000-000000000001';
    const client = new SandboxClient(sandbox);
    const response = await client.token({ code: 'nonsense' }, { headers: { 'client-request-id': id } });
    expect(response.status).toBe(400);
    const answer = await json(response);
    expect(answer).toMatchObject({
      error: 'invalid_grant',
      error_codes: [9002313],
      suberror: 'bad_token',
      correlation_id: id,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
      error_uri: `${sandbox.url}/error?code=9002313`,
    });
    expect(answer.error_description).toBe(
      `AADSTS9002313: Invalid request. Request is malformed or invalid.\r\nTrace ID: ${answer.trace_id}\r\nCorrelation ID: ${id}\r\nTimestamp: ${answer.timestamp}`,
    );
  });

  it.each<[string, Changes, number, string, number]>([
    ['no secret', { client_secret: undefined }, 7000218, 'invalid_client', 401],
    ['a wrong secret', { client_secret: 'wrong~secret' }, 7000215, 'invalid_client', 401],
    ['the secret’s ID', { client_secret: REGISTRATIONS.contoso.secretId }, 7000215, 'invalid_client', 401],
    ['an expired secret', { client_secret: REGISTRATIONS.contoso.expiredSecret }, 7000222, 'invalid_client', 401],
    ['an unknown client', { client_id: 'b0970501-0000-4000-8000-0000000000ff' }, 700016, 'unauthorized_client', 400],
    ['no grant type', { grant_type: undefined }, 900144, 'invalid_request', 400],
    ['an unknown grant type', { grant_type: 'magic' }, 70003, 'unsupported_grant_type', 400],
    ['another redirect URI', { redirect_uri: 'http://localhost:3000/login/callback' }, 500112, 'invalid_client', 401],
    ['no redirect URI', { redirect_uri: undefined }, 900144, 'invalid_request', 400],
    ['another verifier', { code_verifier: randomBytes(32).toString('base64url') }, 501481, 'invalid_grant', 400],
    ['no verifier', { code_verifier: undefined }, 50147, 'invalid_grant', 400],
    ['resource on v2.0', { resource: 'https://graph.microsoft.com' }, 901002, 'invalid_request', 400],
    ['scopes of two APIs', { scope: `User.Read ${REGISTRATIONS.payroll.clientId}/x` }, 700022, 'invalid_scope', 400],
    ['scopes nobody agreed to', { scope: 'Mail.Read' }, 65001, 'invalid_grant', 400],
  ])(
    'the sandbox’s token endpoint refuses %s without burning the code',
    async (_what, changes, number, error, status) => {
      const client = new SandboxClient(sandbox);
      const code = await client.code('adele@contoso.com');
      const response = await client.token({ code, ...changes });
      expect(await json(response)).toMatchObject({ error, error_codes: [number] });
      expect(response.status).toBe(status);
      expect((await client.token({ code })).status).toBe(200);
    },
  );

  it('the sandbox’s token endpoint demands the tenant segment that authorize had', async () => {
    const client = new SandboxClient(sandbox, REGISTRATIONS.organizations, 'organizations');
    const code = await client.code('adele@contoso.com');
    const other = await client.token({ code }, { segment: CONTOSO });
    expect(await json(other)).toMatchObject({ error: 'invalid_grant', error_codes: [700005] });
    expect((await client.token({ code })).status).toBe(200);
  });

  it('the sandbox’s token endpoint refuses the code of another application', async () => {
    const client = new SandboxClient(sandbox);
    const thief = new SandboxClient(sandbox, REGISTRATIONS.payroll);
    const code = await client.code('adele@contoso.com');
    expect(await json(await thief.token({ code }))).toMatchObject({
      error_codes: [70000],
      suberror: 'client_mismatch',
    });
  });

  it('the sandbox’s token endpoint lets a code live ten minutes', async () => {
    const client = new SandboxClient(sandbox);
    const code = await client.code('adele@contoso.com');
    clock.offset = 10 * 60_000 + 1_000;
    expect(await json(await client.token({ code }))).toMatchObject({ error: 'invalid_grant', error_codes: [70008] });
    clock.offset = 9 * 60_000;
    expect((await client.token({ code })).status).toBe(200);
  });

  it('the sandbox’s token endpoint accepts the secret in the Authorization header, and refuses a wrong one there', async () => {
    const client = new SandboxClient(sandbox);
    const { clientId, secret } = REGISTRATIONS.contoso;
    const basic = (value: string): Record<string, string> => ({
      authorization: `Basic ${Buffer.from(`${clientId}:${encodeURIComponent(value)}`).toString('base64')}`,
    });
    const code = await client.code('adele@contoso.com');
    const wrong = await client.token({ code, client_secret: undefined }, { headers: basic('wrong~secret') });
    expect(wrong.status).toBe(401);
    const right = await client.token({ code, client_secret: undefined }, { headers: basic(secret) });
    expect(right.status).toBe(200);
  });

  it('the sandbox’s token endpoint tells web, single-page and native clients apart by the redirect URI and the Origin header', async () => {
    const { clientId } = REGISTRATIONS.contoso;
    const browser = { origin: 'https://spa.example' };
    const web = new SandboxClient(sandbox);
    const webCode = await web.code('adele@contoso.com');
    expect(await json(await web.token({ code: webCode }, { headers: browser }))).toMatchObject({
      error_codes: [9002326],
    });
    sandbox.control.addRedirectUri(clientId, 'http://localhost:3000/spa', 'Spa');
    const redirect = { redirect_uri: 'http://localhost:3000/spa' };
    const code = await web.code('adele@contoso.com', redirect);
    const secretless = { code, client_secret: undefined, ...redirect };
    expect(await json(await web.token({ code, ...redirect }))).toMatchObject({ error_codes: [700025] });
    expect(await json(await web.token(secretless))).toMatchObject({ error_codes: [9002327] });
    const answered = await web.token(secretless, { headers: browser });
    expect(answered.status).toBe(200);
    expect(answered.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('the sandbox’s token endpoint renews by refresh token, with a new one each time and no nonce', async () => {
    const client = new SandboxClient(sandbox);
    const first = await client.tokens('adele@contoso.com', { scope: 'openid offline_access' });
    const renew = (refresh_token: unknown): Promise<Response> =>
      client.token({ grant_type: 'refresh_token', refresh_token: String(refresh_token) });
    const second = await json(await renew(first.refresh_token));
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(second).toMatchObject({ id_token: expect.any(String) });
    expect((await renew(first.refresh_token)).status).toBe(200);
    clock.offset = 91 * 24 * 3600_000;
    expect(await json(await renew(second.refresh_token))).toMatchObject({
      error: 'invalid_grant',
      error_codes: [700082],
    });
  });

  it('the sandbox’s token endpoint gives applications tokens of their own by client_credentials, at a tenant only', async () => {
    const client = new SandboxClient(sandbox);
    const asked = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
    const response = await client.token(asked);
    expect(Object.keys(await json(response))).toEqual(['token_type', 'expires_in', 'ext_expires_in', 'access_token']);
    expect(await json(await client.token({ ...asked, client_secret: 'wrong~one' }))).toMatchObject({
      error_codes: [7000215],
    });
    expect(await json(await client.token({ ...asked, scope: 'User.Read' }))).toMatchObject({ error_codes: [70011] });
    const everywhere = new SandboxClient(sandbox, REGISTRATIONS.organizations, 'organizations');
    expect(
      await json(await everywhere.token({ ...asked, client_id: REGISTRATIONS.organizations.clientId })),
    ).toMatchObject({
      error_codes: [9001023],
    });
  });

  it('the sandbox’s token endpoint accepts POST only, in a body', async () => {
    const url = `${sandbox.url}/${CONTOSO}/oauth2/v2.0/token`;
    expect(await json(await fetch(url))).toMatchObject({ error_codes: [900561] });
    expect(await json(await fetch(`${url}?grant_type=client_credentials`, { method: 'POST' }))).toMatchObject({
      error_codes: [900144],
    });
    expect(
      await json(await fetch(`${sandbox.url}/nobody.example/oauth2/v2.0/token`, { method: 'POST' })),
    ).toMatchObject({
      error: 'invalid_request',
      error_codes: [90002],
    });
  });
});
