import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../../../test/support/browser.js';
import {
  CONTOSO,
  codeAtCallback,
  codeOnPage,
  FABRIKAM,
  REGISTRATIONS,
  SandboxClient,
} from '../../../test/support/sandbox-sign-in.js';
import { type Sandbox, startSandbox } from '../index.js';

type Changes = Readonly<Record<string, string | undefined>>;

describe('an authorize request at the sandbox', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());
  afterEach(() => sandbox.control.reset());

  it('an authorize request at the sandbox is answered with the sign-in page when nothing is wrong with it', async () => {
    const page = await new SandboxClient(sandbox).begin(new Browser());
    expect(page.status).toBe(200);
    expect(page.page.querySelector('h1')?.text).toBe('Pick an account');
    expect(page.page.querySelector('.banner')?.text).toContain('behaves like Microsoft Entra ID, not Microsoft');
  });

  it.each<[string, Changes, number]>([
    ['a redirect URI that is not registered', { redirect_uri: 'http://localhost:3000/login/callback/other' }, 50011],
    ['a redirect URI in other case', { redirect_uri: 'http://localhost:3000/login/callback/Contoso' }, 50011],
    ['a redirect URI with a slash more', { redirect_uri: 'http://localhost:3000/login/callback/contoso/' }, 50011],
    ['a redirect URI on 127.0.0.1 instead', { redirect_uri: 'http://127.0.0.1:3000/login/callback/contoso' }, 50011],
    ['no client id', { client_id: undefined }, 900144],
    ['an unknown client id', { client_id: 'b0970501-0000-4000-8000-0000000000ff' }, 700016],
    ['a query that is too long', { state: 'x'.repeat(9_000) }, 90015],
  ])(
    'an authorize request at the sandbox stays on the sandbox’s page, with status 200, for %s',
    async (_what, changes, code) => {
      const page = await new SandboxClient(sandbox).begin(new Browser(), changes);
      expect(page.status).toBe(200);
      expect(codeOnPage(page)).toBe(code);
      expect(page.body).toContain(`"strServiceExceptionMessage":"AADSTS${code}: `);
    },
  );

  it.each<[string, Changes, number, string]>([
    ['no response type', { response_type: undefined }, 900144, 'invalid_request'],
    ['an unknown response type', { response_type: 'magic' }, 70005, 'unsupported_response_type'],
    ['id_token where it is not ticked', { response_type: 'id_token' }, 700054, 'unsupported_response_type'],
    ['an unknown response mode', { response_mode: 'web_message' }, 70007, 'invalid_request'],
    ['no scope', { scope: undefined }, 900144, 'invalid_request'],
    ['a scope that Graph does not have', { scope: 'openid Cake.Read' }, 650053, 'invalid_client'],
    ['an unknown API', { scope: 'openid api://nothing/Read' }, 500011, 'invalid_resource'],
    ['.default with other scopes', { scope: '.default User.Read' }, 70011, 'invalid_scope'],
    ['resource on v2.0', { resource: 'https://graph.microsoft.com' }, 901002, 'invalid_request'],
    ['an unknown prompt', { prompt: 'please' }, 90023, 'invalid_request'],
    ['prompt=admin_consent on v2.0', { prompt: 'admin_consent' }, 90023, 'invalid_request'],
    ['select_account with a hint', { prompt: 'select_account', login_hint: 'a@b.c' }, 90023, 'invalid_request'],
    ['a challenge that is too short', { code_challenge: 'short' }, 501491, 'invalid_request'],
    ['an unknown challenge method', { code_challenge_method: 'S512' }, 90023, 'invalid_request'],
  ])(
    'an authorize request at the sandbox goes back to the application, with the state, for %s',
    async (_what, changes, code, error) => {
      const visit = await new SandboxClient(sandbox).begin(new Browser(), changes);
      expect(visit.url.href).toContain(REGISTRATIONS.contoso.redirectUri);
      const parameters = new URLSearchParams(visit.url.hash.slice(1) || visit.url.search);
      expect(codeAtCallback(visit)).toBe(code);
      expect(parameters.get('error')).toBe(error);
      expect(parameters.get('state')).toBe('the state');
      expect(parameters.get('error_uri')).toBe(`${sandbox.url}/error?code=${code}`);
      expect(parameters.get('error_description')).toMatch(/\r\nTrace ID: .+\r\nCorrelation ID: .+\r\nTimestamp: .+Z$/);
    },
  );

  it('an authorize request at the sandbox ignores the port of http://localhost, and of nothing else', async () => {
    const other = { redirect_uri: 'http://localhost:4711/login/callback/contoso' };
    const page = await new SandboxClient(sandbox).begin(new Browser(), other);
    expect(page.page.querySelector('h1')?.text).toBe('Pick an account');
    sandbox.control.addRedirectUri(REGISTRATIONS.contoso.clientId, 'https://hub.example:8443/callback');
    const client = new SandboxClient(sandbox);
    const exact = await client.begin(new Browser(), { redirect_uri: 'https://hub.example:8443/callback' });
    expect(exact.page.querySelector('h1')?.text).toBe('Pick an account');
    const wrong = await client.begin(new Browser(), { redirect_uri: 'https://hub.example:8444/callback' });
    expect(codeOnPage(wrong)).toBe(50011);
  });

  it('an authorize request at the sandbox ignores max_age, acr_values, claims and ui_locales as Microsoft does', async () => {
    const extra = { max_age: '0', acr_values: 'x', claims: '{"id_token":{"acrs":null}}', ui_locales: 'de' };
    const visit = await new SandboxClient(sandbox).signIn('adele@contoso.com', extra);
    expect(visit.url.searchParams.get('code')).toMatch(/^1\.AX/);
  });

  it.each<[string, keyof typeof REGISTRATIONS, string, number, 'page' | 'callback']>([
    ['a single-tenant app at common', 'contoso', 'common', 50194, 'callback'],
    ['a single-tenant app at organizations', 'contoso', 'organizations', 50194, 'callback'],
    ['a single-tenant app at another tenant', 'contoso', FABRIKAM, 700016, 'page'],
    ['a work app at consumers', 'organizations', 'consumers', 9002332, 'page'],
    ['a personal app at organizations', 'personal', 'organizations', 9002331, 'page'],
    ['any app at an unknown tenant', 'contoso', 'nobody.example', 90002, 'page'],
  ])('an authorize request at the sandbox refuses %s', async (_what, registration, segment, code, where) => {
    const visit = await new SandboxClient(sandbox, REGISTRATIONS[registration], segment).begin(new Browser());
    expect(where === 'page' ? codeOnPage(visit) : codeAtCallback(visit)).toBe(code);
  });

  it.each<[keyof typeof REGISTRATIONS, string, 1 | 2]>([
    ['contoso', CONTOSO, 2],
    ['contoso', 'contoso.com', 2],
    ['contoso', CONTOSO, 1],
    ['organizations', 'common', 2],
    ['organizations', 'organizations', 2],
    ['organizations', 'organizations', 1],
    ['organizations', FABRIKAM, 2],
    ['everybody', 'common', 2],
    ['everybody', 'consumers', 2],
    ['personal', 'consumers', 2],
  ])(
    'an authorize request at the sandbox shows the sign-in page to %s at %s, v%s.0',
    async (registration, segment, version) => {
      const client = new SandboxClient(sandbox, REGISTRATIONS[registration], segment, version);
      const page = await client.begin(new Browser());
      expect(page.page.querySelector('h1')?.text).toBe('Pick an account');
    },
  );

  it('an authorize request at the sandbox refuses personal accounts on v1.0', async () => {
    const client = new SandboxClient(sandbox, REGISTRATIONS.everybody, 'consumers', 1);
    expect(codeOnPage(await client.begin(new Browser()))).toBe(90027);
  });

  it('an authorize request at the sandbox refuses an application that administrators switched off, until they switch it on', async () => {
    const { clientId } = REGISTRATIONS.contoso;
    sandbox.control.changeApplication(clientId, { isEnabled: false });
    expect(codeOnPage(await new SandboxClient(sandbox).begin(new Browser()))).toBe(7000112);
    sandbox.control.changeApplication(clientId, { isEnabled: true });
    expect(codeOnPage(await new SandboxClient(sandbox).begin(new Browser()))).toBeUndefined();
  });
});
