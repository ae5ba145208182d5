import { describe, expect, it } from '@jest/globals';
import {
  azureAdConnector,
  callbackUrl,
  contoso,
  credentials,
  type EntraShape,
  entraUpstream,
  request,
} from '../../../test/support/entra-upstream.js';
import type { AuthorizeRequest, JsonObject } from '../connector.js';

const domains = ['contoso.com', 'contoso.de'];
const organizations: EntraShape = { segment: 'organizations' };
const multi = { useCommonEndpoint: true, allowed_tenants: ['*'] };

/** Where the browser is sent, and the parameters it takes along. */
async function redirect(
  change: Partial<AuthorizeRequest> = {},
  options: JsonObject = {},
  shape: EntraShape = {},
): Promise<{ readonly endpoint: string; readonly [name: string]: string }> {
  const all = options.useCommonEndpoint === true ? options : { tenant_domain: contoso, ...options };
  const { url } = await azureAdConnector(entraUpstream(shape), all, domains).authorize({ ...request, ...change });
  const { origin, pathname, searchParams } = new URL(url);
  return { endpoint: origin + pathname, ...Object.fromEntries(searchParams) };
}

describe('the authorization request', () => {
  // covers AUTH0-39, MISTAKE-08, MISTAKE-09
  it('the authorization request asks the tenant’s v2.0 endpoint for a code, with PKCE, nonce and state', async () => {
    expect(await redirect()).toEqual({
      endpoint: `https://login.microsoftonline.com/${contoso}/oauth2/v2.0/authorize`,
      client_id: credentials.client_id,
      response_type: 'code',
      response_mode: 'query',
      redirect_uri: callbackUrl,
      scope: 'openid profile email',
      // A driver may put characters of its own in front.
      state: expect.stringMatching(new RegExp(`${request.state}$`)),
      nonce: expect.stringMatching(/^[\w-]{22,}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      domain_hint: 'contoso.com',
    });
  });

  // covers LOGTO-05
  it.each<[string, string, JsonObject, EntraShape]>([
    [
      'the v1.0 endpoint',
      `https://login.microsoftonline.com/${contoso}/oauth2/authorize`,
      { identity_api: 'azure-active-directory-v1.0' },
      { version: 'v1.0' },
    ],
    ['organizations', 'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize', multi, organizations],
    [
      'common',
      'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
      { ...multi, audience_type: 'common' },
      { segment: 'common' },
    ],
    [
      'consumers',
      'https://login.microsoftonline.com/consumers/oauth2/v2.0/authorize',
      { ...multi, audience_type: 'consumers' },
      { segment: 'consumers', tenant: '9188040d-6c67-4c5b-b112-36a304b66dad' },
    ],
    [
      'the US government',
      `https://login.microsoftonline.us/${contoso}/oauth2/v2.0/authorize`,
      { cloud_instance: 'AzureUSGovernment' },
      { host: 'https://login.microsoftonline.us', instance: 'microsoftonline.us' },
    ],
    [
      'China',
      `https://login.partner.microsoftonline.cn/${contoso}/oauth2/v2.0/authorize`,
      { cloud_instance: 'china' },
      { host: 'https://login.partner.microsoftonline.cn', instance: 'partner.microsoftonline.cn' },
    ],
    [
      'another cloud',
      `https://127.0.0.1:4100/${contoso}/oauth2/v2.0/authorize`,
      { cloud_instance: 'https://127.0.0.1:4100/' },
      { host: 'https://127.0.0.1:4100', instance: 'sandbox' },
    ],
  ])('the authorization request goes to %s', async (_name, endpoint, options, shape) => {
    expect((await redirect({}, options, shape)).endpoint).toBe(endpoint);
  });

  // covers AUTH0-11
  it('the authorization request asks for more scopes at v2.0 only', async () => {
    const scope = 'User.Read openid';
    expect((await redirect({}, { scope })).scope).toBe('openid profile email User.Read');
    const v1 = { scope, identity_api: 'azure-active-directory-v1.0' };
    expect((await redirect({}, v1, { version: 'v1.0' })).scope).toBe('openid');
  });

  it('the authorization request asks for a form where the connection wants one', async () => {
    expect((await redirect({}, { response_mode: 'form_post' })).response_mode).toBe('form_post');
    const params = { upstream_params: { response_mode: { value: 'form_post' } } };
    expect((await redirect({}, params)).response_mode).toBe('form_post');
  });

  // covers AUTH0-25
  it('the authorization request takes further parameters from a closed list', async () => {
    const upstream_params = {
      ui_locales: { alias: 'ui_locales' },
      mkt: { value: 'de-DE' },
      acr_values: { alias: 'acr_values' },
    };
    const sent = await redirect({ uiLocales: ['de', 'en'] }, { upstream_params });
    expect(sent).toMatchObject({ ui_locales: 'de en', mkt: 'de-DE' });
    expect(sent).not.toHaveProperty('acr_values');
    expect(await redirect({ uiLocales: ['de'] })).not.toHaveProperty('ui_locales');
  });
});

describe('prompt', () => {
  // covers AUTH0-26, LOGTO-08
  it('prompt is the application’s, else the connection’s', async () => {
    expect(await redirect()).not.toHaveProperty('prompt');
    expect((await redirect({}, { prompt: 'consent' })).prompt).toBe('consent');
    expect((await redirect({ prompt: 'login' }, { prompt: 'consent' })).prompt).toBe('login');
    expect((await redirect({}, { upstream_params: { prompt: { value: 'login' } } })).prompt).toBe('login');
  });

  it('prompt is login when the age of the sign-in is limited', async () => {
    expect((await redirect({ maxAge: 60 })).prompt).toBe('login');
    expect((await redirect({ maxAge: 0, prompt: 'select_account' })).prompt).toBe('login');
    expect(await redirect({ maxAge: 60 })).not.toHaveProperty('max_age');
  });

  it('prompt cannot be none together with a maximum age, unless the age will be shown', async () => {
    await expect(redirect({ prompt: 'none', maxAge: 60 })).rejects.toMatchObject({ code: 'login_required' });
    expect((await redirect({ prompt: 'none', maxAge: 60 }, { require_auth_time: true })).prompt).toBe('none');
    expect((await redirect({ prompt: 'none' })).prompt).toBe('none');
  });
});

describe('the hints', () => {
  // covers AUTH0-26
  it('the hints save the person from typing the address twice', async () => {
    expect(await redirect({ loginHint: 'ada@contoso.de' })).toMatchObject({
      login_hint: 'ada@contoso.de',
      domain_hint: 'contoso.de',
    });
    expect((await redirect({ loginHint: 'Ada@CONTOSO.com' })).domain_hint).toBe('contoso.com');
  });

  it('the hints name no domain that is not the connection’s, for a guest signs in elsewhere', async () => {
    const sent = await redirect({ loginHint: 'guest@fabrikam.example' });
    expect(sent.login_hint).toBe('guest@fabrikam.example');
    expect(sent).not.toHaveProperty('domain_hint');
  });

  it('the hints are both left out when the person wants to choose an account', async () => {
    const sent = await redirect({ loginHint: 'ada@contoso.com', prompt: 'select_account' });
    expect(sent).not.toHaveProperty('login_hint');
    expect(sent).not.toHaveProperty('domain_hint');
  });

  it('the hints fit the audience of a common endpoint', async () => {
    expect((await redirect({}, multi, organizations)).domain_hint).toBe('organizations');
    expect((await redirect({ loginHint: 'ada@contoso.de' }, multi, organizations)).domain_hint).toBe('contoso.de');
    const common = { ...multi, audience_type: 'common' };
    expect(await redirect({}, common, { segment: 'common' })).not.toHaveProperty('domain_hint');
    const consumers = { segment: 'consumers', tenant: '9188040d-6c67-4c5b-b112-36a304b66dad' };
    expect((await redirect({}, { ...multi, audience_type: 'consumers' }, consumers)).domain_hint).toBe('consumers');
  });

  it('the hints are left out when they are no account name any more', async () => {
    expect(await redirect({ loginHint: 'a'.repeat(400) })).not.toHaveProperty('login_hint');
  });
});
