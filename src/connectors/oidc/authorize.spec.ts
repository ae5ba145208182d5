import { describe, expect, it } from '@jest/globals';
import { callbackUrl, google, setUp } from '../../../test/support/oidc-upstream.js';
import type { JsonObject } from '../connector.js';

describe('the authorization request', () => {
  it('the authorization request asks for a code with PKCE, nonce and the usual scopes', async () => {
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

  it('the authorization request carries hints, languages and what the operator adds, the application’s prompt before the operator’s', async () => {
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

  it('the authorization request has no challenge, and its answer no verifier, only where the operator says so', async () => {
    const { parameters, checks } = await setUp({ pkce: 'off' }).begin();
    expect(Object.keys({ ...parameters, ...checks }).filter((name) => name.startsWith('code_'))).toEqual([]);
    expect(checks).toEqual({ nonce: parameters.nonce, pkce: 'off' });
  });

  it('the authorization request is answered only with the verifier that it began with', async () => {
    const { connector, upstream, begin } = setUp();
    const finish = async (change: JsonObject) => {
      const { url, checks, request } = await begin();
      const parameters = await upstream.signIn(url);
      const signal = new AbortController().signal;
      return connector.callback({
        parameters,
        callbackUrl,
        state: request.state,
        checks: { ...checks, ...change },
        signal,
      });
    };
    expect((await finish({})).subject).toBe('person-1');
    await expect(finish({ code_verifier: '' })).rejects.toMatchObject({ code: 'invalid_response', step: 'callback' });
    await expect(finish({ pkce: 'unknown' })).rejects.toMatchObject({ code: 'invalid_response', step: 'callback' });
  });

  it('the authorization request is posted back by AD FS, which gives its claims in no other way', async () => {
    const { parameters } = await setUp({ preset: 'adfs', issuer: 'https://sts.acme.com/adfs' }).begin();
    expect(parameters).toMatchObject({ response_mode: 'form_post', scope: 'openid profile email allatclaims' });
  });

  it('the authorization request asks for the closest prompt that the product knows', async () => {
    const { begin } = setUp({ preset: 'okta', issuer: 'https://acme.okta.com' });
    expect((await begin({ prompt: 'select_account' })).parameters.prompt).toBe('login');
  });
});

describe('the age of a sign-in', () => {
  it('the age of a sign-in is asked for and demanded in the token', async () => {
    const { begin, signIn, runtime } = setUp();
    expect((await begin({ maxAge: 60 })).parameters).toMatchObject({ max_age: '60' });
    const now = runtime.now().getTime() / 1000;
    expect((await signIn({ auth_time: now - 30 }, { maxAge: 60 })).authentication?.time).toBeInstanceOf(Date);
    await expect(signIn({ auth_time: now - 400 }, { maxAge: 60 })).rejects.toMatchObject({ code: 'invalid_response' });
    await expect(signIn({}, { maxAge: 60 })).rejects.toMatchObject({ message: expect.stringMatching(/auth_time/) });
  });

  it('the age of a sign-in is had by asking the person anew where the token does not tell it', async () => {
    const { begin, signIn } = setUp({ require_auth_time: false });
    expect((await begin({ maxAge: 60 })).parameters).toMatchObject({ prompt: 'login', max_age: '60' });
    expect((await signIn({}, { maxAge: 60 })).subject).toBe('ada');
    await expect(begin({ maxAge: 60, prompt: 'none' })).rejects.toMatchObject({ code: 'login_required' });
  });

  it('the age of a sign-in is asked of Google by the claims parameter, and a new sign-in not at all', async () => {
    const { begin } = setUp(google);
    expect((await begin({ maxAge: 60 })).parameters.claims).toContain('auth_time');
    expect((await begin()).parameters).not.toHaveProperty('claims');
    await expect(begin({ prompt: 'login' })).rejects.toMatchObject({
      code: 'login_required',
      messageKey: 'oidc.cannot_ask_again',
    });
  });
});
