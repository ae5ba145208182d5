import { describe, expect, it } from '@jest/globals';
import { cloudOfHost, readCloud } from './clouds.js';
import { isTenantId, readTenant } from './tenant.js';

const tenant = '7a1c6f0e-9d53-4a6b-8a2e-0c1d2e3f4a5b';

function cloud(name: string) {
  const found = readCloud(name);
  if (found === undefined) throw new Error(`no cloud ${name}`);
  return found;
}

const inGlobal = (input: string) => readTenant(input, cloud('global'));

describe('a tenant as somebody types it', () => {
  // covers AUTH0-05, OPENMETADATA-18, PROXMOX-14, MISTAKE-02
  it.each([
    tenant,
    tenant.toUpperCase(),
    ` ${tenant} `,
    `https://login.microsoftonline.com/${tenant}`,
    `https://login.microsoftonline.com/${tenant}/`,
    `https://login.microsoftonline.com/${tenant}/v2.0`,
    `https://login.microsoftonline.com/${tenant}/v2.0/`,
    `https://sts.windows.net/${tenant}/`,
    `https://login.microsoftonline.com/${tenant}/.well-known/openid-configuration`,
    `https://login.microsoftonline.com/${tenant.toUpperCase()}/v2.0/.well-known/openid-configuration?appid=x`,
    `https://login.microsoftonline.com/${tenant}/oauth2/authorize`,
    `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
    `login.microsoftonline.com/${tenant}`,
  ])('a tenant as somebody types it is reduced to its id: %s', (input) => {
    expect(inGlobal(input)).toEqual({ kind: 'tenant', tenant });
  });

  it.each([
    ['Contoso.COM', 'contoso.com'],
    ['contoso.onmicrosoft.com.', 'contoso.onmicrosoft.com'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['https://login.microsoftonline.com/Contoso.com/v2.0', 'contoso.com'],
  ])('a tenant as somebody types it may be a domain: %s', (input, domain) => {
    expect(inGlobal(input)).toEqual({ kind: 'tenant', tenant: domain });
  });

  // covers AUTH0-05, AUTH0-55, OPENMETADATA-17
  it.each([
    ['00000000-0000-0000-0000-000000000000', /empty GUID/],
    ['7a1c6f0e-9d53-4a6b-8a2e-0c1d2e3f4a5', /not a well-formed GUID/],
    ['7a1c6f0g-9d53-4a6b-8a2e-0c1d2e3f4a5b', /not a well-formed GUID/],
    ['{tenantid}', /placeholder/],
    ['https://login.microsoftonline.com/{tenantid}/v2.0', /placeholder/],
    ['https://login.microsoftonline.com/', /without a tenant/],
    ['contoso', /neither a tenant id/],
    ['192.168.0.1', /neither a tenant id/],
    ['ada@contoso.com', /e-mail address/],
    ['contoso.com/../other', /neither a tenant id/],
    [`https://evil.example/${tenant}/v2.0`, /not a sign-in host/],
  ])('a tenant as somebody types it is refused with the reason: %s', (input, reason) => {
    expect(inGlobal(input)).toEqual({ kind: 'unusable', problem: expect.stringMatching(reason) });
  });

  it('a tenant as somebody types it is refused when the URL is of another cloud than the connection, and names the remedy', () => {
    const input = `https://login.microsoftonline.us/${tenant}/v2.0`;
    expect(readTenant(input, cloud('us-government'))).toEqual({ kind: 'tenant', tenant });
    expect(inGlobal(input)).toEqual({ kind: 'unusable', problem: expect.stringContaining('us-government') });
  });

  it.each([
    ['common', 'common'],
    ['Organizations', 'organizations'],
    ['https://login.microsoftonline.com/consumers/v2.0', 'consumers'],
    ['9188040d-6c67-4c5b-b112-36a304b66dad', 'consumers'],
  ])('a tenant as somebody types it may turn out to be an audience: %s', (input, audience) => {
    expect(inGlobal(input)).toEqual({ kind: 'audience', audience });
  });
});

describe('a tenant id in a token', () => {
  it('a tenant id in a token is a lower-case GUID and nothing else', () => {
    expect(isTenantId(tenant)).toBe(true);
    for (const wrong of [tenant.toUpperCase(), ` ${tenant}`, `${tenant}\n`, [tenant], '', null, undefined, 7]) {
      expect(isTenantId(wrong)).toBe(false);
    }
  });
});

describe('a cloud', () => {
  // covers LOGTO-03
  it.each([
    ['AzurePublic', 'global'],
    ['https://login.microsoftonline.com/', 'global'],
    ['AzureUSGovernment', 'us-government'],
    ['us-government-dod', 'us-government-dod'],
    ['https://login.microsoftonline.us', 'us-government'],
    ['AzureChina', 'china'],
    ['http://127.0.0.1:4100/', 'http://127.0.0.1:4100'],
    ['https://login.example', 'https://login.example'],
  ])('a cloud has the spelling %s', (input, name) => {
    expect(readCloud(input)?.name).toBe(name);
    expect(readCloud(name)?.name).toBe(name);
  });

  // covers LOGTO-03
  it('a cloud switches sign-in and Graph hosts together', () => {
    expect(cloud('china')).toMatchObject({
      authority: 'https://login.partner.microsoftonline.cn',
      graph: 'https://microsoftgraph.chinacloudapi.cn',
    });
    expect(cloud('us-government-dod').graph).not.toBe(cloud('us-government').graph);
    expect(cloudOfHost('login.chinacloudapi.cn')?.name).toBe('china');
  });

  it.each(['mars', 'https://login.example/path', 'https://user:pw@login.example', 'ftp://x.example', 'https://'])(
    'a cloud is not %s',
    (input) => {
      expect(readCloud(input)).toBeUndefined();
    },
  );
});
