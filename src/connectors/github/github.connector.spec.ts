import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeGitHub, type GitHubPerson, gitHubId } from '../../../test/support/fake-github.js';
import { canCheckItself } from '../abilities.js';
import type { AuthorizeRequest, Connector, JsonObject } from '../connector.js';
import { testRuntime } from '../testing/test-runtime.js';
import { validateOptions } from '../validate-options.js';
import { gitHub } from './github.definition.js';

const credentials = { client_id: 'Ov23liAbCdEfGhIjKlMn', client_secret: 'canary-client-secret-of-the-oauth-app' };
const ada: GitHubPerson = { subject: 'ada', email: 'ada@octo.example', name: 'Ada Lovelace', verified: true };
const request = { state: 's'.repeat(43), callbackUrl: 'https://hub.example/login/callback/github' };

let github: FakeGitHub;
beforeEach(() => {
  github = new FakeGitHub({ clientId: credentials.client_id, clientSecret: credentials.client_secret });
});

function connectorOf(options: JsonObject = {}): Connector {
  const validated = validateOptions(gitHub, { ...credentials, ...options });
  return gitHub.create(validated, testRuntime({ fetch: github.fetch }));
}

async function login(options: JsonObject = {}, person = ada) {
  const connector = connectorOf(options);
  const { url, checks } = await connector.authorize(request);
  const parameters = await github.signIn(url, person);
  const signal = new AbortController().signal;
  const { state, callbackUrl } = request;
  const identity = await connector.callback({ parameters, callbackUrl, state, checks, signal });
  return { identity, profile: connector.mapProfile(identity) };
}

const url = async (options: JsonObject = {}, change: Partial<AuthorizeRequest> = {}) =>
  new URL((await connectorOf(options).authorize({ ...request, ...change })).url);

describe('an authorization request', () => {
  it('an authorization request asks for the scopes that are needed, and for an account that was hinted', async () => {
    const plain = (await url({}, { loginHint: 'ada@octo.example' })).searchParams;
    expect([plain.get('scope'), plain.get('login')]).toEqual(['read:user user:email', 'ada@octo.example']);
    for (const options of [
      { groups: 'teams' },
      { groups: 'organizations' },
      { allowed_organizations: ['octo-corp'] },
    ]) {
      expect((await url(options)).searchParams.get('scope')).toBe('read:user user:email read:org');
    }
    expect((await url({ scope: 'repo read:user' })).searchParams.get('scope')).toBe('read:user user:email repo');
  });

  it('an authorization request shows the account picker where it is wanted, without a hint that would leave no choice', async () => {
    const { searchParams } = await url({}, { prompt: 'select_account', loginHint: 'ada@octo.example' });
    expect([searchParams.get('prompt'), searchParams.get('login')]).toEqual(['select_account', null]);
  });
});

describe('a person', () => {
  it('a person is a number at this GitHub, with the primary address', async () => {
    const { identity, profile } = await login();
    expect(identity).toMatchObject({ issuer: 'https://github.com', subject: String(gitHubId(ada)) });
    expect(profile).toEqual({
      name: 'Ada Lovelace',
      nickname: 'octo-ada',
      preferredUsername: 'octo-ada',
      email: 'ada@octo.example',
      emailEvidence: 'upstream',
      picture: 'https://avatars.example/u/1',
    });
  });

  it('a person has a verified address only where GitHub says so, as a boolean', async () => {
    expect((await login({}, { ...ada, verified: false })).profile.emailEvidence).toBeUndefined();
    github.api['/user/emails'] = () => [{ email: 'ada@octo.example', primary: true, verified: 'true' }];
    expect((await login()).profile.emailEvidence).toBeUndefined();
    github.api['/user/emails'] = () => [{ email: 'ada@octo.example', primary: false, verified: true }];
    expect((await login()).profile.email).toBeUndefined();
  });

  it('of a server of one’s own is believed for the connection’s own domains only', async () => {
    const baseUrl = 'https://github.octo.example';
    const { client_id: clientId, client_secret: clientSecret } = credentials;
    github = new FakeGitHub({ clientId, clientSecret, baseUrl, apiUrl: `${baseUrl}/api/v3` });
    const { identity, profile } = await login({ base_url: `${baseUrl}/login` });
    expect([identity.issuer, profile.emailEvidence]).toEqual([baseUrl, 'operator']);
  });

  it('whose account a company manages is believed for the connection’s own domains only', async () => {
    expect((await login({}, { ...ada, login: 'ada_octo' })).profile.emailEvidence).toBe('operator');
    expect((await login({}, { ...ada, login: 'ada-octo' })).profile.emailEvidence).toBe('upstream');
    const baseUrl = 'https://octocorp.ghe.com';
    const { client_id: clientId, client_secret: clientSecret } = credentials;
    github = new FakeGitHub({ clientId, clientSecret, baseUrl, apiUrl: 'https://api.octocorp.ghe.com' });
    expect((await login({ base_url: baseUrl })).profile.emailEvidence).toBe('operator');
  });
});

describe('organizations', () => {
  it('organizations admit their members by name or id, and nobody else', async () => {
    for (const entry of ['octo-corp', 'OCTO-CORP', '9919']) {
      expect((await login({ allowed_organizations: [entry] })).identity.subject).toBe(String(gitHubId(ada)));
    }
    const other = login({ allowed_organizations: ['octo-corp-2'] });
    await expect(other).rejects.toMatchObject({ code: 'identity_rejected', messageKey: 'github.not_a_member' });
  });

  it('organizations are not mistaken for another whose id is their name', async () => {
    github.api['/user/orgs'] = () => [{ login: '9919', id: 5 }];
    await expect(login({ allowed_organizations: ['9919'] })).rejects.toMatchObject({ code: 'identity_rejected' });
    expect((await login({ allowed_organizations: ['5'] })).identity.subject).toBe(String(gitHubId(ada)));
  });

  it('organizations become groups where the connection says so, and are not read otherwise', async () => {
    expect((await login({ groups: 'organizations' })).profile.groups).toEqual(['Octo-Corp']);
    expect((await login({ groups: 'teams' })).profile.groups).toEqual(['Octo-Corp/builders']);
    github.requests.length = 0;
    expect((await login()).profile.groups).toBeUndefined();
    expect(github.requests.filter((one) => /orgs|teams/.test(one.url))).toEqual([]);
  });

  it('organizations are read to the last page, or the login is refused', async () => {
    const all = Array.from({ length: 150 }, (_, index) => ({ login: `org-${index}`, id: index + 1 }));
    let pages = 0;
    github.api['/user/orgs'] = () => all.slice(100 * pages++, 100 * pages);
    expect((await login({ groups: 'organizations' })).profile.groups).toHaveLength(150);
    const next = { link: '<https://evil.example/user/orgs?page=2>; rel="next", <https://evil.example/>; rel="last"' };
    pages = 0;
    github.api['/user/orgs'] = () => {
      const items = all.slice(60 * pages++, 60 * pages);
      return Response.json(items, { headers: pages === 3 ? {} : next });
    };
    expect((await login({ groups: 'organizations' })).profile.groups).toHaveLength(150);
    expect(github.requests.filter(({ url }) => url.includes('evil.example'))).toEqual([]);
    github.api['/user/orgs'] = () => all.slice(0, 100);
    await expect(login({ groups: 'organizations' })).rejects.toMatchObject({ code: 'invalid_response' });
  });

  it.each<[string, () => Response, JsonObject]>([
    [
      'hidden by single sign-on',
      () => Response.json([], { headers: { 'x-github-sso': 'partial-results; organizations=1' } }),
      { code: 'identity_rejected' },
    ],
    [
      'forbidden',
      () => Response.json({}, { status: 403 }),
      { code: 'misconfigured', messageKey: 'github.missing_permission' },
    ],
    [
      'throttled',
      () => Response.json({}, { status: 403, headers: { 'x-ratelimit-remaining': '0' } }),
      { code: 'upstream_unavailable' },
    ],
    ['of another shape', () => Response.json({ login: 'x' }), { code: 'invalid_response' }],
    ['without names', () => Response.json([{ id: 1 }]), { code: 'invalid_response' }],
    ['no JSON', () => new Response('[{'), { code: 'upstream_unavailable' }],
  ])('organizations refuse the login when they are %s', async (_name, answer, expected) => {
    github.api['/user/orgs'] = answer;
    await expect(login({ groups: 'organizations' })).rejects.toMatchObject(expected);
    expect((await login()).identity.subject).toBe(String(gitHubId(ada)));
  });
});

describe('GitHub’s errors', () => {
  it.each([
    ['incorrect_client_credentials', 'misconfigured'],
    ['redirect_uri_mismatch', 'misconfigured'],
    ['bad_verification_code', 'invalid_response'],
    ['unverified_user_email', 'identity_rejected'],
  ])('GitHub’s errors say who must act, although they come with 200: %s', async (error, code) => {
    github.tokenError = error;
    await expect(login()).rejects.toMatchObject({ code, messageKey: `github.${error}`, upstream: { code: error } });
  });
});

describe('the check of a connection', () => {
  async function outcomes(options: JsonObject = {}) {
    const connector = connectorOf(options);
    if (!canCheckItself(connector)) throw new Error('it cannot check itself');
    const signal = new AbortController().signal;
    const steps = await connector.check({ callbackUrl: request.callbackUrl, signal });
    return Object.fromEntries(steps.map(({ step, outcome }) => [step, outcome]));
  }

  it('the check of a connection finds the credentials right, wrong, or unknown', async () => {
    expect(await outcomes()).toMatchObject({ token_endpoint: 'ok', credentials: 'ok' });
    expect(await outcomes({ client_secret: 'another-secret' })).toMatchObject({ credentials: 'failed' });
    github.tokenError = 'redirect_uri_mismatch';
    expect(await outcomes()).toMatchObject({ credentials: 'failed' });
    github.fail('dead');
    expect(await outcomes()).toMatchObject({ token_endpoint: 'failed', credentials: 'skipped' });
  });
});

describe('the options', () => {
  const read = (options: JsonObject) => validateOptions(gitHub, { ...credentials, ...options });

  it.each([
    ['https://github.com/octo-corp', 'https://github.com'],
    ['https://api.github.com/', 'https://github.com'],
    ['https://api.octocorp.ghe.com', 'https://octocorp.ghe.com'],
    [' https://github.octo.example:8443/login ', 'https://github.octo.example:8443'],
  ])('reduce %s to its base', (given, base) => {
    expect(read({ base_url: given }).base_url).toBe(base);
  });

  it.each<JsonObject>([
    { base_url: 'github.com' },
    { base_url: 'https://user:password@github.com' },
    { base_url: 'ftp://github.com' },
    { allowed_organizations: [] },
    { allowed_organizations: ['https://github.com/octo-corp'] },
    { allowed_organizations: ['@octo-corp'] },
    { scope: ['a b'] },
    { groups: 'everything' },
  ])('the options refuse %j', (options) => {
    expect(() => read(options)).toThrow(`options.${Object.keys(options)[0]}`);
  });
});
