import { describe, expect, it } from '@jest/globals';
import type { AuthorizeRequest, JsonObject } from '../connector.js';
import { FakeOpenIdProvider, type FakeOpenIdProviderOptions, type TestRuntime, testRuntime } from '../testing/index.js';
import { validateOptions } from '../validate-options.js';
import { openIdConnect } from './oidc.definition.js';

const client = { client_id: 'hub', client_secret: 'canary-client-secret-of-the-hub' };
const callbackUrl = 'https://hub.example/login/callback/acme';
const google = { preset: 'google-workspace', issuer: 'https://accounts.google.com', hd: ['acme.com'] };

/** One connection, its upstream, and what a sign-in there takes. */
function setUp(options: JsonObject = {}, provider: Partial<FakeOpenIdProviderOptions> = {}) {
  const issuer = String(options.issuer ?? 'https://login.acme.com');
  const runtime: TestRuntime = testRuntime({
    fetch: (...request) => upstream.fetch(...request),
    domains: ['acme.com'],
  });
  const upstream = new FakeOpenIdProvider({
    issuer,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    now: runtime.now,
    ...provider,
  });
  const connector = openIdConnect.create(validateOptions(openIdConnect, { issuer, ...client, ...options }), runtime);
  const begin = async (change: Partial<AuthorizeRequest> = {}) => {
    const request = { state: 's'.repeat(43), callbackUrl, ...change };
    const { url, checks } = await connector.authorize(request);
    return { request, url, checks, parameters: Object.fromEntries(new URL(url).searchParams) };
  };
  const signIn = async (claims: JsonObject = {}, change: Partial<AuthorizeRequest> = {}) => {
    const { url, checks, request } = await begin(change);
    const parameters = await upstream.signIn(url, { subject: 'ada', ...claims });
    const { observer } = change;
    return connector.callback({
      parameters,
      callbackUrl,
      state: request.state,
      checks,
      signal: new AbortController().signal,
      ...(observer === undefined ? {} : { observer }),
    });
  };
  return { connector, runtime, upstream, begin, signIn };
}

describe('the published issuer', () => {
  it('is used where it differs from the given one in the slash at its end', async () => {
    const { signIn } = setUp({ issuer: 'https://login.acme.com' }, { issuer: 'https://login.acme.com/' });
    expect((await signIn()).issuer).toBe('https://login.acme.com/');
  });

  it('is refused where it is another one, with both and the one to set', async () => {
    const { begin } = setUp({ issuer: 'https://login.acme.com' }, { metadata: { issuer: 'https://id.acme.com' } });
    await expect(begin()).rejects.toMatchObject({
      code: 'misconfigured',
      step: 'discovery',
      message: expect.stringMatching(
        /"https:\/\/login\.acme\.com".*"https:\/\/id\.acme\.com".*set issuer to https:\/\/id\.acme\.com\./,
      ),
    });
  });

  it('is not offered where it is a template', async () => {
    const { begin } = setUp({}, { metadata: { issuer: 'https://login.acme.com/{tenantid}/v2.0' } });
    await expect(begin()).rejects.toMatchObject({ message: expect.stringMatching(/template for several/) });
  });
});

describe('the authorization request', () => {
  it('asks for a code with PKCE, nonce and the usual scopes', async () => {
    const { parameters } = await setUp().begin();
    expect(parameters).toEqual({
      client_id: 'hub',
      response_type: 'code',
      redirect_uri: callbackUrl,
      scope: 'openid profile email',
      state: 's'.repeat(43),
      nonce: expect.any(String),
      code_challenge: expect.any(String),
      code_challenge_method: 'S256',
    });
  });

  it('carries hints, languages and what the operator adds, the application’s prompt before the operator’s', async () => {
    const upstream_params = { kc_idp_hint: { value: 'acme' }, ui_locales: { value: 'fr' } };
    const { begin } = setUp({ prompt: 'consent', upstream_params });
    const asked = { loginHint: 'ada@acme.com', prompt: 'login', uiLocales: ['de', 'en'] } as const;
    expect((await begin(asked)).parameters).toMatchObject({
      login_hint: 'ada@acme.com',
      prompt: 'login',
      ui_locales: 'de en',
      kc_idp_hint: 'acme',
    });
    expect((await begin()).parameters).toMatchObject({ prompt: 'consent', ui_locales: 'fr' });
    expect((await begin({ loginHint: 'a'.repeat(321) })).parameters).not.toHaveProperty('login_hint');
  });

  it('has no challenge, and its answer no verifier, only where the operator says so', async () => {
    const { parameters, checks } = await setUp({ pkce: 'off' }).begin();
    expect(Object.keys({ ...parameters, ...checks }).filter((name) => name.startsWith('code_'))).toEqual([]);
    expect(checks).toEqual({ nonce: parameters.nonce, pkce: 'off' });
  });

  it('is posted back by AD FS, which gives its claims in no other way', async () => {
    const { parameters } = await setUp({ preset: 'adfs', issuer: 'https://sts.acme.com/adfs' }).begin();
    expect(parameters).toMatchObject({ response_mode: 'form_post', scope: 'openid profile email allatclaims' });
  });

  it('asks for the closest prompt that the product knows', async () => {
    const { begin } = setUp({ preset: 'okta', issuer: 'https://acme.okta.com' });
    expect((await begin({ prompt: 'select_account' })).parameters.prompt).toBe('login');
  });
});

describe('the age of a sign-in', () => {
  it('is asked for and demanded in the token', async () => {
    const { begin, signIn, runtime } = setUp();
    expect((await begin({ maxAge: 60 })).parameters).toMatchObject({ max_age: '60' });
    const now = runtime.now().getTime() / 1000;
    expect((await signIn({ auth_time: now - 30 }, { maxAge: 60 })).authentication?.time).toBeInstanceOf(Date);
    await expect(signIn({ auth_time: now - 400 }, { maxAge: 60 })).rejects.toMatchObject({ code: 'invalid_response' });
    await expect(signIn({}, { maxAge: 60 })).rejects.toMatchObject({ message: expect.stringMatching(/auth_time/) });
  });

  it('is had by asking the person anew where the token does not tell it', async () => {
    const { begin, signIn } = setUp({ require_auth_time: false });
    expect((await begin({ maxAge: 60 })).parameters).toMatchObject({ prompt: 'login', max_age: '60' });
    expect((await signIn({}, { maxAge: 60 })).subject).toBe('ada');
    await expect(begin({ maxAge: 60, prompt: 'none' })).rejects.toMatchObject({ code: 'login_required' });
  });

  it('is asked of Google by the claims parameter, and a new sign-in not at all', async () => {
    const { begin } = setUp(google);
    expect((await begin({ maxAge: 60 })).parameters.claims).toContain('auth_time');
    expect((await begin()).parameters).not.toHaveProperty('claims');
    await expect(begin({ prompt: 'login' })).rejects.toMatchObject({
      code: 'login_required',
      messageKey: 'oidc.cannot_ask_again',
    });
  });
});

describe('an organization at Google', () => {
  it('is the hint in the request, and decides in the token', async () => {
    const { begin, signIn } = setUp(google);
    expect((await begin()).parameters.hd).toBe('acme.com');
    expect((await signIn({ hd: 'acme.com' })).subject).toBe('ada');
    for (const hd of ['mallory.com', '', null, ['acme.com']]) {
      await expect(signIn({ hd })).rejects.toMatchObject({
        code: 'identity_rejected',
        messageKey: 'oidc.hosted_domain',
      });
    }
    await expect(signIn()).rejects.toMatchObject({ code: 'identity_rejected' });
  });

  it('may be any, but none is not any', async () => {
    const { begin, signIn } = setUp({ ...google, hd: ['*'] });
    expect((await begin()).parameters.hd).toBe('*');
    expect((await signIn({ hd: 'mallory.com' })).subject).toBe('ada');
    await expect(signIn()).rejects.toMatchObject({ code: 'identity_rejected' });
  });

  it('is believed of the signed token only, never of UserInfo', async () => {
    const { signIn } = setUp(
      { ...google, fetch_userinfo: true },
      { claims: () => ({}), userinfo: () => ({ hd: 'acme.com' }) },
    );
    await expect(signIn()).rejects.toMatchObject({ code: 'identity_rejected' });
  });
});

describe('claims from UserInfo', () => {
  const trusting = { fetch_userinfo: true, trust_email_verified: true };

  it('complete the token’s, which count where both have one, and never say who it is', async () => {
    const userinfo = () => ({ name: 'Other', nickname: 'ada', iss: 'x', aud: 'x', auth_time: 1, acr: 'x', nonce: 'x' });
    const { signIn } = setUp(trusting, { claims: () => ({ name: 'Ada' }), userinfo });
    const { claims, authentication } = await signIn();
    expect(claims).toMatchObject({ name: 'Ada', nickname: 'ada', iss: 'https://login.acme.com', aud: 'hub' });
    expect(claims).not.toHaveProperty('nonce');
    expect(authentication).toBeUndefined();
  });

  it('verify no address of the token’s, but their own', async () => {
    const said = { email: 'ada@acme.com', email_verified: true };
    const own = setUp(trusting, { claims: () => ({}), userinfo: () => said });
    expect(own.connector.mapProfile(await own.signIn()).emailEvidence).toBe('operator');
    const another = setUp(trusting, { claims: () => ({ email: 'eve@acme.com' }), userinfo: () => said });
    const profile = another.connector.mapProfile(await another.signIn());
    expect(profile).toMatchObject({ email: 'eve@acme.com' });
    expect(profile.emailEvidence).toBeUndefined();
  });

  it('cannot be had from an upstream without that endpoint', async () => {
    const { signIn } = setUp({ fetch_userinfo: true });
    await expect(signIn()).rejects.toMatchObject({ code: 'misconfigured', step: 'profile' });
  });
});

describe('groups', () => {
  it('that are no list of texts refuse the sign-in', async () => {
    const { signIn } = setUp({ groups_claim: 'groups' });
    expect((await signIn({ groups: ['a'] })).subject).toBe('ada');
    for (const groups of [[1], [''], { a: 1 }, 7, ['a'.repeat(257)]]) {
      await expect(signIn({ groups })).rejects.toMatchObject({ code: 'invalid_response', step: 'claims' });
    }
  });
});

describe('whoever observes a sign-in', () => {
  it('hears its stages in order', async () => {
    const stages: string[] = [];
    const observer = { passed: (stage: string) => void stages.push(stage), warned: () => undefined };
    const { signIn } = setUp({ fetch_userinfo: true }, { userinfo: () => ({ name: 'Ada' }) });
    await signIn({}, { observer });
    expect(stages).toEqual([
      'discovery',
      'authorize',
      'discovery',
      'callback',
      'token',
      'signature',
      'claims',
      'userinfo',
    ]);
  });
});
