import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../../../test/support/browser.js';
import { CONTOSO, codeOnPage, FABRIKAM, REGISTRATIONS, SandboxClient } from '../../../test/support/sandbox-sign-in.js';
import { type Sandbox, startSandbox } from '../index.js';

const { contoso, organizations } = REGISTRATIONS;
const ADMINISTRATOR = 'admin@contoso.onmicrosoft.com';
const DEFAULT = 'https://graph.microsoft.com/.default';
const atCallback = { stopAt: (target: URL) => target.host === 'localhost:3000' };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
afterEach(() => sandbox.control.reset());

/** The page, and what becomes of it by the fields given. */
async function consent(
  fields: Readonly<Record<string, string>>,
  { path = `${CONTOSO}/v2.0/adminconsent`, registration = contoso, ...parameters }: Ask = {},
): Promise<Visit> {
  const url = new URL(`${sandbox.url}/${path}`);
  const query = {
    client_id: registration.clientId,
    redirect_uri: registration.redirectUri,
    state: 'the state',
    scope: DEFAULT,
    ...parameters,
  };
  url.search = new URLSearchParams(query).toString();
  const browser = new Browser();
  const page = await browser.open(url, atCallback);
  return page.page.querySelector('form') === null ? page : browser.submit(page, fields, undefined, atCallback);
}
interface Ask {
  readonly path?: string;
  readonly registration?: typeof contoso | typeof organizations;
  readonly scope?: string;
}

const answer = ({ url }: Visit) => Object.fromEntries(url.searchParams);
const application = { grant_type: 'client_credentials', scope: DEFAULT };

describe('the admin consent of the sandbox', () => {
  it('the admin consent of the sandbox answers with the tenant and the state, on the newer page with the scopes, too', async () => {
    expect(answer(await consent({ user: ADMINISTRATOR }))).toEqual({
      admin_consent: 'True',
      tenant: CONTOSO,
      state: 'the state',
      scope: expect.stringContaining('User.Read'),
    });
    const older = await consent({ user: ADMINISTRATOR }, { path: 'common/adminconsent' });
    expect(answer(older)).toEqual({ admin_consent: 'True', tenant: CONTOSO, state: 'the state' });
  });

  it('the admin consent of the sandbox is given by administrators only', async () => {
    const refused = await consent({ user: 'adele@contoso.com' });
    expect([refused.status, codeOnPage(refused)]).toEqual([200, 90094]);
    const foreign = await consent({ user: 'ceo@fabrikam.com' });
    expect(codeOnPage(foreign)).toBe(90094);
  });

  it('the admin consent of the sandbox says so when it is cancelled', async () => {
    expect(answer(await consent({ action: 'cancel' }))).toEqual({
      error: 'access_denied',
      error_subcode: 'cancel',
      state: 'the state',
    });
  });

  it('the admin consent of the sandbox lets people of the tenant in without a consent of their own', async () => {
    const client = new SandboxClient(sandbox, organizations, 'organizations');
    const before = await client.signIn('frida@fabrikam.com');
    expect(before.page.text).toContain('Permissions requested');
    const given = await consent(
      { user: 'ceo@fabrikam.com' },
      { path: 'organizations/v2.0/adminconsent', registration: organizations },
    );
    expect(answer(given).tenant).toBe(FABRIKAM);
    expect((await client.signIn('frida@fabrikam.com')).url.searchParams.has('code')).toBe(true);
  });

  it('the admin consent of the sandbox makes an application known in a tenant, which gives it no token before', async () => {
    const client = new SandboxClient(sandbox, organizations, FABRIKAM);
    const ask = async () => (await client.token(application)).json();
    expect(await ask()).toMatchObject({ error: 'invalid_client', error_codes: [7000229] });
    const path = `${FABRIKAM}/v2.0/adminconsent`;
    await consent({ user: 'ceo@fabrikam.com' }, { path, registration: organizations });
    expect(await ask()).toHaveProperty('access_token');
  });

  it('the admin consent of the sandbox grants the application itself what its registration lists, where everything is asked for', async () => {
    sandbox.control.changeApplication(contoso.clientId, { applicationPermissions: [] });
    const users = async () => {
      const token = await (await new SandboxClient(sandbox).token(application)).json();
      const headers = { authorization: `Bearer ${token.access_token}` };
      return (await fetch(`${sandbox.url}/v1.0/users`, { headers })).status;
    };
    await consent({ user: ADMINISTRATOR }, { scope: 'User.Read' });
    expect(await users()).toBe(403);
    await consent({ user: ADMINISTRATOR });
    expect(await users()).toBe(200);
  });
});
