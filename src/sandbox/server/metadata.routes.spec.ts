import { createHash, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTOSO } from '../../../test/support/sandbox-sign-in.js';
import { CONSUMERS_TENANT_ID, type Sandbox, startSandbox } from '../index.js';

type Json = Readonly<Record<string, unknown>>;

describe('discovery and keys of the sandbox', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  const get = async (path: string): Promise<Json> => JSON.parse(await (await fetch(sandbox.url + path)).text());
  const discovery = (segment: string): Promise<Json> => get(`/${segment}/v2.0/.well-known/openid-configuration`);
  const keys = async (path: string): Promise<Json[]> => {
    const document = await get(path);
    return Array.isArray(document.keys) ? document.keys : [];
  };

  it('discovery and keys of the sandbox has the members of the v2.0 document and none that Microsoft leaves out', async () => {
    const document = await discovery(CONTOSO);
    expect(Object.keys(document).sort()).toEqual(
      [
        ...['authorization_endpoint', 'claims_supported', 'cloud_graph_host_name', 'cloud_instance_name'],
        ...['device_authorization_endpoint', 'end_session_endpoint', 'frontchannel_logout_supported'],
        ...['http_logout_supported', 'id_token_signing_alg_values_supported', 'issuer', 'jwks_uri'],
        ...['kerberos_endpoint', 'msgraph_host', 'rbac_url', 'request_uri_parameter_supported'],
        ...['response_modes_supported', 'response_types_supported', 'scopes_supported', 'subject_types_supported'],
        ...['tenant_region_scope', 'token_endpoint', 'token_endpoint_auth_methods_supported', 'userinfo_endpoint'],
      ].sort(),
    );
    expect(document).toMatchObject({
      issuer: `${sandbox.url}/${CONTOSO}/v2.0`,
      token_endpoint: `${sandbox.url}/${CONTOSO}/oauth2/v2.0/token`,
      jwks_uri: `${sandbox.url}/${CONTOSO}/discovery/v2.0/keys`,
      tenant_region_scope: 'EU',
    });
  });

  it('discovery and keys of the sandbox answers a domain, in any case, with the tenant’s id everywhere', async () => {
    expect(await discovery('Contoso.COM')).toEqual(await discovery(CONTOSO));
  });

  it.each(['common', 'organizations'])(
    'discovery and keys of the sandbox has a template as the issuer of %s',
    async (segment) => {
      const document = await discovery(segment);
      expect(document).toMatchObject({
        issuer: `${sandbox.url}/{tenantid}/v2.0`,
        authorization_endpoint: `${sandbox.url}/${segment}/oauth2/v2.0/authorize`,
        tenant_region_scope: null,
      });
    },
  );

  it.each(['consumers', CONSUMERS_TENANT_ID])(
    'discovery and keys of the sandbox has a concrete issuer for personal accounts at %s',
    async (segment) => {
      expect(await discovery(segment)).toMatchObject({
        issuer: `${sandbox.url}/${CONSUMERS_TENANT_ID}/v2.0`,
        token_endpoint: `${sandbox.url}/consumers/oauth2/v2.0/token`,
      });
    },
  );

  it('discovery and keys of the sandbox ends the v1.0 issuer with a slash and keeps it apart from the v2.0 one', async () => {
    const document = await get(`/${CONTOSO}/.well-known/openid-configuration`);
    expect(document).toMatchObject({
      issuer: `${sandbox.url}/sts/${CONTOSO}/`,
      jwks_uri: `${sandbox.url}/${CONTOSO}/discovery/keys`,
      userinfo_endpoint: `${sandbox.url}/${CONTOSO}/openid/userinfo`,
      scopes_supported: ['openid'],
    });
    expect(await get('/common/.well-known/openid-configuration')).toMatchObject({
      issuer: `${sandbox.url}/sts/{tenantid}/`,
    });
    expect(await get(`/sts/${CONTOSO}/.well-known/openid-configuration`)).toEqual(document);
  });

  it('discovery and keys of the sandbox may be cached for a day and read from anywhere', async () => {
    const response = await fetch(`${sandbox.url}/${CONTOSO}/v2.0/.well-known/openid-configuration`);
    expect(response.headers.get('cache-control')).toBe('max-age=86400, private');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  });

  it('discovery and keys of the sandbox answers an unknown tenant with 400 and AADSTS90002', async () => {
    const response = await fetch(`${sandbox.url}/nobody.example/v2.0/.well-known/openid-configuration`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_tenant', error_codes: [90002] });
  });

  it('discovery and keys of the sandbox carries ?appid= over to the address of the keys', async () => {
    expect(await get(`/${CONTOSO}/v2.0/.well-known/openid-configuration?appid=abc`)).toMatchObject({
      jwks_uri: `${sandbox.url}/${CONTOSO}/discovery/v2.0/keys?appid=abc`,
    });
  });

  it('discovery and keys of the sandbox names its own host in instance discovery and refuses others', async () => {
    const own = encodeURIComponent(`${sandbox.url}/common/oauth2/v2.0/authorize`);
    expect(await get(`/common/discovery/instance?api-version=1.1&authorization_endpoint=${own}`)).toMatchObject({
      tenant_discovery_endpoint: `${sandbox.url}/common/v2.0/.well-known/openid-configuration`,
    });
    expect(await get('/common/discovery/instance?authorization_endpoint=https://evil.example/common')).toMatchObject({
      error: 'invalid_instance',
      error_codes: [50049],
    });
  });

  it('discovery and keys of the sandbox names each key by the SHA-1 of its certificate, which holds the same public key', async () => {
    for (const key of await keys('/common/discovery/v2.0/keys')) {
      const der = Buffer.from(String(Array.isArray(key.x5c) ? key.x5c[0] : ''), 'base64');
      expect(key.kid).toBe(createHash('sha1').update(der).digest('base64url'));
      expect(key.x5t).toBe(key.kid);
      expect(new X509Certificate(der).publicKey.export({ format: 'jwk' })).toMatchObject({ n: key.n, e: key.e });
      expect(key).not.toHaveProperty('alg');
    }
  });

  it('discovery and keys of the sandbox binds v2.0 keys to an issuer and a cloud: two for work accounts, one personal, one of another cloud', async () => {
    const template = `${sandbox.url}/{tenantid}/v2.0`;
    const owners = (await keys(`/${CONTOSO}/discovery/v2.0/keys`)).map((key) => [key.cloud_instance_name, key.issuer]);
    expect(owners).toEqual([
      ['microsoftonline.com', template],
      ['microsoftonline.com', template],
      ['microsoftonline.com', `${sandbox.url}/${CONSUMERS_TENANT_ID}/v2.0`],
      ['microsoftonline.us', template],
    ]);
  });

  it('discovery and keys of the sandbox says nothing of issuers in the v1.0 keys', async () => {
    const found = await keys(`/${CONTOSO}/discovery/keys`);
    expect(found).toHaveLength(4);
    for (const key of found) expect(Object.keys(key).sort()).toEqual(['e', 'kid', 'kty', 'n', 'use', 'x5c', 'x5t']);
  });

  it('discovery and keys of the sandbox publishes a new key on command and retires the old ones only when told', async () => {
    const before = (await keys('/common/discovery/v2.0/keys')).map((key) => key.kid);
    const { kid } = await sandbox.control.rollKeys();
    expect((await keys('/common/discovery/v2.0/keys')).map((key) => key.kid)).toEqual([...before, kid]);
    const { kid: only } = await sandbox.control.rollKeys({ retire: true });
    const after = (await keys('/common/discovery/v2.0/keys')).map((key) => key.kid);
    expect(after).toEqual([before[2], before[3], only]);
  });
});
