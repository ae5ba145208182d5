import { describe, expect, it } from '@jest/globals';
import {
  ada,
  azureAdConnector,
  consumers,
  contoso,
  type EntraShape,
  entraUpstream,
  fabrikam,
  login,
} from '../../../test/support/entra-upstream.js';
import type { JsonObject } from '../connector.js';

/** What comes of one login: the identity's issuer, or the error's code. */
async function outcome(shape: EntraShape, options: JsonObject, claims: JsonObject = {}): Promise<string> {
  const upstream = entraUpstream(shape);
  const connector = azureAdConnector(upstream, options);
  return login(connector, upstream, { ...ada, ...claims }).then(
    (identity) => identity.issuer,
    (error: { code?: string }) => error.code ?? String(error),
  );
}

const global = 'https://login.microsoftonline.com';
const ofContoso = `${global}/${contoso}/v2.0`;
const single = { tenant_domain: contoso };
const v1 = { ...single, identity_api: 'azure-active-directory-v1.0' };
const multi = (...allowed_tenants: string[]) => ({ useCommonEndpoint: true, allowed_tenants });
const organizations: EntraShape = { segment: 'organizations' };

describe('a connection to one tenant', () => {
  // covers LOGTO-04
  it('a connection to one tenant admits its people, under the canonical v2.0 issuer whichever generation answered', async () => {
    expect(await outcome({}, single)).toBe(ofContoso);
    expect(await outcome({ version: 'v1.0' }, v1)).toBe(ofContoso);
    expect(await outcome({ segment: 'contoso.com' }, { tenant_domain: 'contoso.com' })).toBe(ofContoso);
  });

  it.each<[string, JsonObject]>([
    ['another tenant in tid', { tid: fabrikam }],
    ['another tenant in iss', { iss: `${global}/${fabrikam}/v2.0` }],
    ['another tenant in both', { tid: fabrikam, iss: `${global}/${fabrikam}/v2.0` }],
    ['an upper-case tid', { tid: contoso.toUpperCase() }],
    ['a tid with a space', { tid: `${contoso} ` }],
    ['an array of tids', { tid: [contoso] }],
    ['a second spelling of tid', { TID: fabrikam }],
    ['a domain in iss', { iss: `${global}/contoso.com/v2.0` }],
    ['the placeholder in iss', { iss: `${global}/{tenantid}/v2.0` }],
    ['a trailing slash in iss', { iss: `${ofContoso}/` }],
    ['a v1.0 issuer', { iss: `https://sts.windows.net/${contoso}/` }],
    ['an issuer of another cloud', { iss: `https://login.microsoftonline.us/${contoso}/v2.0` }],
    ['the v1.0 generation', { ver: '1.0' }],
    ['a number as generation', { ver: 2 }],
    ['a list of audiences', { aud: ['3b2c0c2e-6f2f-4f59-8f0e-0d7a1c9b5a10'] }],
    ['the audience of another application', { aud: 'spn:3b2c0c2e-6f2f-4f59-8f0e-0d7a1c9b5a10' }],
  ])('a connection to one tenant refuses a token with %s', async (_name, claims) => {
    expect(await outcome({}, single, claims)).toBe('invalid_response');
  });

  it('a connection to one tenant refuses another tenant in tid even when the key says nothing about its issuer', async () => {
    expect(await outcome({ keyMembers: {} }, single, { tid: fabrikam })).toBe('invalid_response');
    expect(await outcome({ version: 'v1.0' }, v1, { tid: fabrikam })).toBe('invalid_response');
    expect(await outcome({ keyMembers: {} }, single, { tid: contoso })).toBe(ofContoso);
  });

  // covers MISTAKE-02
  it('a connection to one tenant refuses a v1.0 issuer without its slash, and a v2.0 one at the v1.0 endpoint', async () => {
    expect(await outcome({ version: 'v1.0' }, v1, { iss: `https://sts.windows.net/${contoso}` })).toBe(
      'invalid_response',
    );
    expect(await outcome({ version: 'v1.0' }, v1, { ver: '2.0', iss: ofContoso })).toBe('invalid_response');
  });
});

describe('a connection to several tenants', () => {
  // covers AUTH0-07
  it('a connection to several tenants admits the people of the tenants on its list', async () => {
    expect(await outcome(organizations, multi(contoso))).toBe(ofContoso);
    expect(await outcome(organizations, multi(fabrikam))).toBe('identity_rejected');
    expect(await outcome({ ...organizations, tenant: fabrikam }, multi(contoso, fabrikam))).toContain(fabrikam);
  });

  it('a connection to several tenants admits every tenant by explicit choice', async () => {
    expect(await outcome(organizations, multi('*'))).toBe(ofContoso);
    expect(await outcome({ ...organizations, tenant: fabrikam }, multi('*'))).toContain(fabrikam);
  });

  it.each<[string, JsonObject]>([
    ['tid and iss that disagree', { tid: fabrikam }],
    ['no GUID', { tid: 'contoso.com', iss: `${global}/contoso.com/v2.0` }],
    ['the placeholder', { tid: '{tenantid}', iss: `${global}/{tenantid}/v2.0` }],
    ['the nil GUID', { tid: '00000000-0000-0000-0000-000000000000' }],
    ['a path', { tid: `${contoso}/..`, iss: `${global}/${contoso}/../v2.0` }],
  ])('a connection to several tenants refuses %s', async (_name, claims) => {
    expect(await outcome(organizations, multi('*'), claims)).toBe('invalid_response');
  });

  // covers LOGTO-06
  it('a connection to several tenants admits personal accounts only where its audience has them and its list does', async () => {
    const personal = (segment: string): EntraShape => ({ segment, tenant: consumers });
    const common = { ...multi(consumers), audience_type: 'common' };
    expect(await outcome(personal('common'), common)).toContain(consumers);
    expect(await outcome(personal('common'), { ...common, allowed_tenants: [contoso] })).toBe('identity_rejected');
    expect(await outcome(personal('organizations'), multi('*'))).toBe('identity_rejected');
    expect(await outcome(personal('organizations'), multi(consumers))).toBe('identity_rejected');
  });

  it('for personal accounts admits nobody else', async () => {
    const options = { useCommonEndpoint: true, audience_type: 'consumers' };
    expect(await outcome({ segment: 'consumers', tenant: consumers }, options)).toContain(consumers);
    const template = { issuer: `${global}/{tenantid}/v2.0` };
    expect(await outcome({ segment: 'consumers', metadata: template }, options)).toBe('identity_rejected');
  });
});

describe('the signing key', () => {
  const instance = 'microsoftonline.com';
  const template = `${global}/{tenantid}/v2.0`;

  it.each<[string, JsonObject]>([
    ['of personal accounts', { issuer: `${global}/${consumers}/v2.0`, cloud_instance_name: instance }],
    ['of another cloud', { issuer: template, cloud_instance_name: 'microsoftonline.us' }],
    ['of another tenant', { issuer: `${global}/${fabrikam}/v2.0` }],
    ['with an issuer that is no text', { issuer: [template] }],
  ])('%s signs for nobody of the tenant', async (_name, keyMembers) => {
    expect(await outcome({ keyMembers }, single)).toBe('invalid_response');
    expect(await outcome({ ...organizations, keyMembers }, multi('*'))).toBe('invalid_response');
    expect(await outcome({ ...organizations, keyMembers: { issuer: template } }, multi('*'))).toBe(ofContoso);
  });

  it('without an issuer serves one tenant, but not the common endpoint of v2.0', async () => {
    expect(await outcome({ keyMembers: {} }, single)).toBe(ofContoso);
    expect(await outcome({ ...organizations, keyMembers: {} }, multi('*'))).toBe('invalid_response');
  });

  it('the signing key may carry the v2.0 issuer of the tenant for a v1.0 token, and no other', async () => {
    expect(await outcome({ version: 'v1.0', keyMembers: { issuer: template } }, v1)).toBe(ofContoso);
    const foreign = { issuer: `${global}/${fabrikam}/v2.0` };
    expect(await outcome({ version: 'v1.0', keyMembers: foreign }, v1)).toBe('invalid_response');
  });

  const old = { ...multi('*'), identity_api: 'azure-active-directory-v1.0' };
  const oldShape: EntraShape = { ...organizations, version: 'v1.0' };

  it.each<[string, JsonObject | null]>([
    ['of personal accounts', { issuer: `${global}/${consumers}/v2.0`, cloud_instance_name: instance }],
    ['of another cloud', { issuer: template, cloud_instance_name: 'microsoftonline.us' }],
    ['of another tenant', { issuer: `${global}/${fabrikam}/v2.0` }],
    ['that is another one', { issuer: template, n: 'AQAB'.repeat(86) }],
    ['that is not there', null],
  ])('of the v1.0 endpoint and, in the document of v2.0, %s signs for nobody', async (_name, keyMembersInV2) => {
    expect(await outcome({ version: 'v1.0', keyMembersInV2 }, v1)).toBe('invalid_response');
    expect(await outcome({ ...oldShape, keyMembersInV2 }, old)).toBe('invalid_response');
    expect(await outcome({ version: 'v1.0', keyMembersInV2: { issuer: template } }, v1)).toBe(ofContoso);
    expect(await outcome({ ...oldShape, keyMembersInV2: { issuer: template } }, old)).toBe(ofContoso);
  });

  it('of the v1.0 endpoint that names no issuer at v2.0 either serves one tenant only', async () => {
    expect(await outcome({ version: 'v1.0', keyMembersInV2: {} }, v1)).toBe(ofContoso);
    expect(await outcome({ ...oldShape, keyMembersInV2: {} }, old)).toBe('invalid_response');
  });
});

describe('a discovery document', () => {
  const government = 'https://login.microsoftonline.us';

  it.each<[string, JsonObject]>([
    ['of another tenant', { issuer: `${global}/${fabrikam}/v2.0` }],
    ['with a template, for one tenant', { issuer: `${global}/{tenantid}/v2.0` }],
    ['of another host', { issuer: `https://evil.example/${contoso}/v2.0` }],
    ['with the token endpoint of another cloud', { token_endpoint: `${government}/${contoso}/oauth2/v2.0/token` }],
    ['with keys from elsewhere', { jwks_uri: 'https://evil.example/keys' }],
    ['that names another cloud', { cloud_instance_name: 'microsoftonline.us' }],
  ])('%s is not used', async (_name, metadata) => {
    expect(await outcome({ metadata }, single)).toBe('misconfigured');
  });

  it('for all tenants must have a template', async () => {
    expect(await outcome({ ...organizations, metadata: { issuer: ofContoso } }, multi('*'))).toBe('misconfigured');
  });

  it('a discovery document belongs to the cloud of the connection', async () => {
    const shape = { host: government, instance: 'microsoftonline.us' };
    expect(await outcome(shape, { ...single, cloud_instance: 'us-government' })).toBe(`${government}/${contoso}/v2.0`);
    const own = { host: 'https://entra.example', instance: 'entra.example' };
    expect(await outcome(own, { ...single, cloud_instance: 'https://entra.example' })).toContain(
      'https://entra.example',
    );
  });
});
