import { describe, expect, it } from '@jest/globals';
import { azureAdConnector, contoso, entraUpstream, fabrikam } from '../../../test/support/entra-upstream.js';
import { type AdminConsent, canAskAdministrators } from '../abilities.js';
import type { JsonObject } from '../connector.js';

const state = 'consent.of-128-bits-or-more';
const callbackUrl = 'https://hub.example/login/callback/contoso';
const { signal } = new AbortController();
const common = (audience_type: string, allowed_tenants = [contoso]): JsonObject => ({
  useCommonEndpoint: true,
  audience_type,
  allowed_tenants,
});
const v1 = { identity_api: 'azure-active-directory-v1.0' };

function consentOf(options: JsonObject = { tenant_domain: contoso }, shape = {}): AdminConsent {
  const connector = azureAdConnector(entraUpstream(shape), options);
  if (!canAskAdministrators(connector)) throw new Error('It can ask administrators.');
  return connector.adminConsent();
}

const url = async (options: JsonObject, shape = {}) =>
  new URL(await consentOf(options, shape).begin({ state, callbackUrl, signal }));

describe('the address of Microsoft’s consent page', () => {
  it('the address of Microsoft’s consent page asks for all that the registration lists, and comes back to where sign-ins do', async () => {
    const asked = await url({ tenant_domain: contoso });
    expect(asked.origin + asked.pathname).toBe(`https://login.microsoftonline.com/${contoso}/v2.0/adminconsent`);
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      client_id: '3b2c0c2e-6f2f-4f59-8f0e-0d7a1c9b5a10',
      redirect_uri: callbackUrl,
      state,
      scope: 'https://graph.microsoft.com/.default',
    });
  });

  it.each<[string, JsonObject, object, string]>([
    ['organizations', common('organizations'), { segment: 'organizations' }, '/organizations/v2.0/adminconsent'],
    [
      'common, which the newer page does not know',
      common('common'),
      { segment: 'common' },
      '/organizations/v2.0/adminconsent',
    ],
    ['common at v1.0', { ...common('common'), ...v1 }, { segment: 'common', version: 'v1.0' }, '/common/adminconsent'],
  ])('the address of Microsoft’s consent page is that of %s', async (_what, options, shape, path) => {
    const asked = await url(options, shape);
    expect(asked.pathname).toBe(path);
    expect(asked.searchParams.has('scope')).toBe(!path.startsWith('/common'));
  });

  it('the address of Microsoft’s consent page is of the connection’s own cloud', async () => {
    const host = 'https://login.microsoftonline.us';
    const cloud = { host, instance: 'microsoftonline.us' };
    const asked = await url({ tenant_domain: contoso, cloud_instance: 'us-government' }, cloud);
    expect([asked.origin, asked.searchParams.get('scope')]).toEqual([host, 'https://graph.microsoft.us/.default']);
  });

  it('the address of Microsoft’s consent page is none for personal accounts, which nobody administers', async () => {
    await expect(url(common('consumers'), { segment: 'consumers' })).rejects.toMatchObject({ code: 'misconfigured' });
  });
});

describe('what comes back from it', () => {
  const given = { admin_consent: 'True', tenant: contoso };
  const read = (parameters: Record<string, string>, options?: JsonObject, shape?: object) =>
    consentOf(options, shape).read({ parameters: new URLSearchParams(parameters), signal });

  it.each<[string, JsonObject, object]>([
    ['by id', { tenant_domain: contoso }, {}],
    ['by domain', { tenant_domain: 'contoso.com' }, { segment: 'contoso.com' }],
  ])(
    'the answer to a request for consent is about the tenant of the connection, named %s',
    async (_what, options, shape) => {
      expect(await read(given, options, shape)).toEqual({ tenantId: contoso, isAdmitted: true });
      expect(await read({ ...given, tenant: contoso.toUpperCase() }, options, shape)).toMatchObject({
        tenantId: contoso,
      });
      await expect(read({ ...given, tenant: fabrikam }, options, shape)).rejects.toMatchObject({
        code: 'invalid_response',
      });
    },
  );

  it('the answer to a request for consent is about any tenant at a common endpoint, and says whether it is admitted', async () => {
    const shape = { segment: 'organizations' };
    expect(await read(given, common('organizations'), shape)).toEqual({ tenantId: contoso, isAdmitted: true });
    const foreign = { ...given, tenant: fabrikam };
    expect(await read(foreign, common('organizations'), shape)).toEqual({ tenantId: fabrikam, isAdmitted: false });
    expect(await read(foreign, common('organizations', ['*']), shape)).toMatchObject({ isAdmitted: true });
  });

  it.each<[string, Record<string, string>]>([
    ['no consent', { tenant: contoso }],
    ['a consent that says False', { ...given, admin_consent: 'False' }],
    ['no tenant', { admin_consent: 'True' }],
    ['a tenant that is no GUID', { ...given, tenant: 'contoso.com' }],
  ])('the answer to a request for consent is refused with %s', async (_what, parameters) => {
    await expect(read(parameters)).rejects.toMatchObject({ code: 'invalid_response', step: 'callback' });
  });

  it.each<[string, Record<string, string>, string]>([
    ['Cancel', { error: 'access_denied', error_subcode: 'cancel' }, 'access_denied'],
    ['the older Cancel', { error: 'permission_denied' }, 'access_denied'],
    [
      'a refusal that carries the flag',
      { ...given, error: 'consent_required', error_description: 'AADSTS65004: no' },
      'access_denied',
    ],
    [
      'a registration without permissions',
      { ...given, error: 'access_denied', error_description: 'AADSTS1003031: no' },
      'misconfigured',
    ],
  ])(
    'the answer to a request for consent is an error for %s, whatever else it says',
    async (_what, parameters, code) => {
      await expect(read(parameters)).rejects.toMatchObject({ code });
    },
  );
});

describe('what proves a consent', () => {
  const identity = { issuer: '', subject: '', claims: { tid: fabrikam } };
  const withUsers = { tenant_domain: contoso, api_enable_users: true };

  it('what proves a consent is a sign-in, where the connection needs nothing but sign-ins', async () => {
    expect(consentOf().shownBy(identity)).toBe(fabrikam);
    expect(consentOf().shownBy({ ...identity, claims: {} })).toBeUndefined();
  });

  it('what proves a consent is no sign-in where the application has permissions of its own', () => {
    expect(consentOf(withUsers).shownBy(identity)).toBeUndefined();
  });

  it('what proves a consent is never a token alone, and a failure is no error', async () => {
    expect(await consentOf().confirm(contoso, signal)).toBe(false);
    expect(await consentOf(withUsers).confirm(contoso, signal)).toBe(false);
  });
});
