import { describe, expect, it } from '@jest/globals';
import type { ConnectorError } from '../../connector-error.js';
import { testRuntime } from '../../testing/test-runtime.js';
import { authorizationFailure, readAuthorizationResponse } from './authorization-response.js';
import { beginAuthorization, standardParameters } from './authorization-url.js';
import { type RedeemCodeOptions, redeemCode, TokenEndpointError, tokenEndpointFailure } from './code-exchange.js';

const request = { state: 's'.repeat(43), callbackUrl: 'https://hub.example/cb?x=%7e' };
const base = { authorizationEndpoint: 'https://upstream.example/a?p=1', clientId: 'hub', scope: 'openid', request };

describe('an authorization URL', () => {
  it('an authorization URL asks for a code with PKCE S256, nonce and state, and keeps the endpoint’s own query', async () => {
    const { url, checks } = await beginAuthorization(base);
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      p: '1',
      client_id: 'hub',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: request.callbackUrl,
      state: request.state,
      nonce: checks.nonce,
      code_challenge_method: 'S256',
    });
    expect([checks.nonce.length, checks.code_verifier.length]).toEqual([43, 43]);
    expect(url).not.toContain(checks.code_verifier);
  });

  it('an authorization URL lets further parameters in, and none that the protocol owns', async () => {
    const owned = ['client_id', 'response_type', 'redirect_uri', 'scope', 'state', 'nonce', 'code_challenge'];
    const names = [...owned, 'code_challenge_method', 'request', 'request_uri'];
    const evil = Object.fromEntries(names.map((name) => [name, 'evil']));
    const { url } = await beginAuthorization({ ...base, parameters: { ...evil, prompt: 'login' } });
    expect(url).not.toContain('evil');
    expect(new URL(url).searchParams.get('prompt')).toBe('login');
    const withoutPkce = await beginAuthorization({ ...base, parameters: evil, pkce: 'off' });
    expect(withoutPkce.url).not.toMatch(/evil|code_challenge/);
  });

  it('spells the hub’s request as OpenID Connect does', () => {
    const asked = {
      ...request,
      prompt: 'login',
      loginHint: 'ada@example.org',
      maxAge: 0,
      uiLocales: ['de', 'en'],
    } as const;
    expect(standardParameters(asked)).toEqual({
      prompt: 'login',
      login_hint: 'ada@example.org',
      max_age: '0',
      ui_locales: 'de en',
    });
    expect(standardParameters({ ...request, uiLocales: [] })).toEqual({});
  });
});

describe('an answer at the callback', () => {
  const read = (query: string, more: object = {}) =>
    readAuthorizationResponse({ parameters: new URLSearchParams(query), state: 's', ...more });

  it('an answer at the callback is a code or an error', () => {
    expect(read('state=s&code=c')).toEqual({ kind: 'code', code: 'c' });
    expect(read('state=s&error=e&error_description=d')).toEqual({ kind: 'error', error: 'e', description: 'd' });
  });

  it.each([
    '',
    'code=c',
    'state=t&code=c',
    'state=s',
    'state=s&code=',
    'state=s&code=c&code=d',
    'state=s&state=s&code=c',
  ])('an answer at the callback is refused: "%s"', (query) => {
    expect(() => read(query)).toThrow(expect.objectContaining({ code: 'invalid_response', step: 'callback' }));
  });

  it('an answer at the callback names the expected issuer, where one is expected', () => {
    const issuer = 'https://upstream.example';
    expect(read(`state=s&code=c&iss=${issuer}`, { issuer }).kind).toBe('code');
    expect(read('state=s&code=c', { issuer }).kind).toBe('code');
    expect(() => read(`state=s&code=c&iss=${issuer}/`, { issuer })).toThrow();
    expect(() => read('state=s&code=c', { issuer, requireIssuer: true })).toThrow();
    expect(() => read(`state=s&error=access_denied&iss=${issuer}/`, { issuer })).toThrow();
  });

  it.each([
    ['access_denied', 'access_denied'],
    ['login_required', 'login_required'],
    ['interaction_required', 'login_required'],
    ['temporarily_unavailable', 'upstream_unavailable'],
    ['unauthorized_client', 'misconfigured'],
  ])('with the error %s means %s', (error, code) => {
    expect(authorizationFailure({ kind: 'error', error, description: 'words' }).code).toBe(code);
  });
});

describe('a code exchange', () => {
  const exchange = (answer: (sent: Request) => Response | Promise<Response>, more: Partial<RedeemCodeOptions> = {}) =>
    redeemCode({
      tokenEndpoint: 'https://upstream.example/token',
      clientId: 'hub',
      clientSecret: 's&cret',
      authentication: 'client_secret_post',
      code: 'c',
      redirectUri: request.callbackUrl,
      codeVerifier: 'v',
      runtime: testRuntime({ fetch: async (url, init) => answer(new Request(url, init)) }),
      ...more,
    });

  it('a code exchange sends the code, the verifier, the redirect URI as it was, and the secret once', async () => {
    let form = new URLSearchParams();
    const tokens = await exchange(
      async (sent) => {
        form = new URLSearchParams(await sent.text());
        expect(sent.headers.get('authorization')).toBeNull();
        return Response.json({
          id_token: 'i',
          access_token: 'a',
          token_type: 'Bearer',
          expires_in: '3600',
          refresh_token: 'r',
        });
      },
      { parameters: { code: 'evil', resource: 'x' } },
    );
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'authorization_code',
      code: 'c',
      code_verifier: 'v',
      redirect_uri: request.callbackUrl,
      client_id: 'hub',
      client_secret: 's&cret',
      resource: 'x',
    });
    expect(tokens).toEqual({ id_token: 'i', access_token: 'a', token_type: 'Bearer', expires_in: 3600 });
  });

  it('a code exchange can send the secret in the header, or none', async () => {
    const seen: [string | null, string | null][] = [];
    const note = async (sent: Request): Promise<Response> => {
      seen.push([sent.headers.get('authorization'), new URLSearchParams(await sent.text()).get('client_secret')]);
      return Response.json({});
    };
    await exchange(note, { authentication: 'client_secret_basic' });
    await exchange(note, { authentication: 'none' });
    expect(seen).toEqual([
      [`Basic ${btoa('hub:s%26cret')}`, null],
      [null, null],
    ]);
  });

  it('a code exchange gives the upstream’s OAuth error to its connector', async () => {
    const error = await exchange(() =>
      Response.json({ error: 'invalid_client', error_codes: [7] }, { status: 401 }),
    ).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TokenEndpointError);
    expect(error).toMatchObject({ status: 401, error: 'invalid_client', body: { error_codes: [7] } });
  });

  it.each([
    ['5xx', () => Response.json({ error: 'server_error' }, { status: 500 })],
    ['throttling', () => Response.json({ error: 'slow_down' }, { status: 429 })],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: '/' } })],
    ['text', () => new Response('hello')],
    ['a repeated member', () => new Response('{"id_token":"a","id_token":"b"}')],
    ['400 without an error', () => Response.json({ message: 'no' }, { status: 400 })],
  ])('a code exchange says that the upstream is unavailable on %s', async (_, answer) => {
    const error: ConnectorError = await exchange(answer).then(
      () => Promise.reject(new Error('resolved')),
      (one) => one,
    );
    expect(error).toMatchObject({ code: 'upstream_unavailable', step: 'tokens' });
  });

  it('a code exchange keeps what an unavailable upstream gives as the reason', async () => {
    const body = { error: 'temporarily_unavailable', error_codes: [90055] };
    for (const status of [429, 503]) {
      const error = await exchange(() => Response.json(body, { status })).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'upstream_unavailable', cause: { status, body } });
    }
  });

  it('a code exchange keeps nothing of what was sent, although the upstream quotes it', async () => {
    const sent = { clientSecret: 'kq8Q~s&cret value', code: 'code-of-this-login', codeVerifier: 'verifier-of-it' };
    for (const status of [400, 503]) {
      const echo = async (request: Request) => {
        const form = await request.text();
        const error_description = `You sent ${form}: ${Object.values(sent).join(' ')}`;
        return Response.json({ error: sent.code, error_description, inner: [sent.clientSecret] }, { status });
      };
      const error = await exchange(echo, sent).catch((thrown: unknown) => thrown);
      const failure = status === 400 ? error : (error as Error).cause;
      expect(failure).toMatchObject({ error: '[redacted]', body: { inner: ['[redacted]'] } });
      expect(JSON.stringify([failure, (failure as Error).message])).not.toMatch(/kq8Q|of-this-login|verifier-of-it/);
      expect(JSON.stringify(failure)).toContain('grant_type=authorization_code');
    }
  });

  it.each([
    ['invalid_grant', 'invalid_response'],
    ['invalid_client', 'misconfigured'],
    ['temporarily_unavailable', 'upstream_unavailable'],
  ])('means by %s, for an upstream without codes of its own, %s', (error, code) => {
    expect(tokenEndpointFailure(new TokenEndpointError(400, error, { error })).code).toBe(code);
  });
});
