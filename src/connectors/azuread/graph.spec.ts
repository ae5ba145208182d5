import { describe, expect, it } from '@jest/globals';
import {
  ada,
  azureAdConnector,
  consumers,
  contoso,
  entraUpstream,
  login,
  runtimeOf,
} from '../../../test/support/entra-upstream.js';
import type { JsonObject } from '../connector.js';
import type { FakeOpenIdProvider, FakePerson } from '../testing/upstream/fake-openid-provider.js';
import { validateOptions } from '../validate-options.js';
import { azureAd } from './azuread.definition.js';

const person = {
  id: ada.subject,
  displayName: 'Ada of Graph',
  mail: 'ada@graph.example',
  city: 'London',
  department: null,
};
const membership = { value: [{ '@odata.type': '#microsoft.graph.group', id: 'g-graph' }] };

/** One sign-in, with a Graph that answers `/me` and memberships so. */
async function signIn(
  options: JsonObject,
  claims: JsonObject = {},
  graph: { readonly me?: JsonObject; readonly upstream?: FakeOpenIdProvider } = {},
) {
  const upstream = graph.upstream ?? entraUpstream();
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(String(input));
    if (!url.pathname.startsWith('/v1.0/')) return upstream.fetch(input, init);
    asked.push(url.href);
    return Response.json(url.pathname === '/v1.0/me' ? (graph.me ?? person) : membership);
  };
  const base = { client_id: '3b2c0c2e-6f2f-4f59-8f0e-0d7a1c9b5a10', client_secret: 'kq8Q~very-secret-value' };
  const read = validateOptions(azureAd, { ...base, tenant_domain: contoso, ...options });
  const connector = azureAd.create(read, { ...runtimeOf(upstream), fetch });
  const identity = await login(connector, upstream, { ...ada, ...claims } as FakePerson);
  return { identity, profile: connector.mapProfile(identity), asked, upstream };
}

describe('what a sign-in learns from Graph', () => {
  // covers LOGTO-09
  it('what a sign-in learns from Graph is nothing, without a request, unless an option asks for it', async () => {
    const { identity, asked, upstream } = await signIn({}, { groups: ['g-token'], graph: { city: 'Forged' } });
    expect(asked).toEqual([]);
    expect(identity.claims).toMatchObject({ groups: ['g-token'] });
    expect(identity.claims).not.toHaveProperty('graph');
    expect(upstream.requests.find((one) => one.method === 'POST')?.body).not.toContain('scope=');
  });

  it('what a sign-in learns from Graph is the groups, in the place of those in the token or of an overage', async () => {
    const overage = {
      _claim_names: { groups: 'src1' },
      _claim_sources: { src1: { endpoint: 'https://evil.example/' } },
    };
    for (const claims of [{ groups: ['g-token'] }, overage, { hasgroups: true }, {}]) {
      const { identity, profile, asked } = await signIn({ ext_groups: true }, claims);
      expect(profile.groups).toEqual(['g-graph']);
      expect(Object.keys(identity.claims)).not.toEqual(expect.arrayContaining(['_claim_names']));
      expect(asked).toEqual(['https://graph.microsoft.com/v1.0/me/memberOf?$select=id&$top=999']);
    }
  });

  // covers AUTH0-31
  it('what a sign-in learns from Graph is asked with a token for Graph, which is kept nowhere', async () => {
    const { identity, upstream } = await signIn({ ext_groups: true, ext_profile: true });
    const body = new URLSearchParams(upstream.requests.find((one) => one.method === 'POST')?.body);
    expect(body.get('scope')).toBe('openid profile email User.Read');
    for (const token of upstream.issued) expect(JSON.stringify(identity)).not.toContain(token);
  });

  // covers AUTH0-14
  it('what a sign-in learns from Graph is the attributes that were chosen and have a value; they complete a profile and overrule nothing', async () => {
    const options = { ext_profile: true, kept_attributes: ['displayName', 'mail', 'city', 'department'] };
    const { profile, asked } = await signIn(options, { preferred_username: 'ada@contoso.com' });
    expect(asked).toEqual(['https://graph.microsoft.com/v1.0/me?$select=id,displayName,mail,city,department']);
    expect(profile).toMatchObject({ name: 'Ada Lovelace', email: 'ada@graph.example' });
    expect(profile.attributes).toEqual({ displayName: 'Ada of Graph', mail: 'ada@graph.example', city: 'London' });
  });

  it('what a sign-in learns from Graph is no evidence for an address, whatever the token or the operator says', async () => {
    const trust = { should_trust_email_verified_connection: 'always_set_emails_as_verified' };
    const { profile } = await signIn({ ext_profile: true, ...trust }, { xms_edov: true });
    expect(profile).toMatchObject({ email: 'ada@graph.example' });
    expect(profile).not.toHaveProperty('emailEvidence');
    const told = await signIn({ ext_profile: true, ...trust }, { xms_edov: true, email: 'ada@contoso.com' });
    expect(told.profile).toMatchObject({ email: 'ada@contoso.com', emailEvidence: 'upstream' });
  });

  it('what a sign-in learns from Graph is refused where it is about somebody else', async () => {
    const other = { ...person, id: '0a0b0c0d-1111-4222-8333-0e0f10111299' };
    await expect(signIn({ ext_profile: true }, {}, { me: other })).rejects.toMatchObject({
      code: 'invalid_response',
      step: 'graph',
    });
    const { profile } = await signIn({ ext_profile: true }, {}, { me: { ...person, id: person.id.toUpperCase() } });
    expect(profile.attributes).toMatchObject({ city: 'London' });
  });

  it('what a sign-in learns from Graph lets no personal account in where groups are asked for', async () => {
    const common = { useCommonEndpoint: true, audience_type: 'common', allowed_tenants: ['*'], tenant_domain: null };
    const from = (tenant: string) => ({ upstream: entraUpstream({ segment: 'common', tenant }) });
    await expect(signIn({ ext_groups: true, ...common }, {}, from(consumers))).rejects.toMatchObject({
      code: 'identity_rejected',
      messageKey: 'azuread.graph_personal_account',
    });
    expect((await signIn({ ext_groups: true, ...common }, {}, from(contoso))).profile.groups).toEqual(['g-graph']);
  });
});

describe('the address of Graph', () => {
  const host = 'https://login.private.example';
  const asked = async (metadata: JsonObject, cloud = host) => {
    const upstream = entraUpstream({ host: cloud, instance: 'private.example', metadata });
    return (await signIn({ ext_groups: true, cloud_instance: cloud }, {}, { upstream })).asked.map(
      (url) => new URL(url).origin,
    );
  };

  it('the address of Graph is that of the sign-in endpoints in a cloud of its own, unless discovery names another', async () => {
    expect(await asked({})).toEqual([host]);
    expect(await asked({ msgraph_host: 'graph.private.example' })).toEqual(['https://graph.private.example']);
    expect(await asked({ msgraph_host: 'graph.private.example:8443' })).toEqual(['https://graph.private.example:8443']);
  });

  it.each(['evil.example/path', 'user@evil.example', 'evil.example?x', ' ', '', 'evil.example:99999', 7, {}])(
    'the address of Graph is refused as %j',
    async (name) => {
      await expect(asked({ msgraph_host: name as string })).rejects.toMatchObject({
        code: 'misconfigured',
        step: 'graph',
      });
    },
  );

  it('the address of Graph is Microsoft’s own in its clouds, whatever discovery says', async () => {
    const upstream = entraUpstream({ metadata: { msgraph_host: 'evil.example' } });
    const { asked: urls } = await signIn({ ext_groups: true }, {}, { upstream });
    expect(urls[0]).toMatch(/^https:\/\/graph\.microsoft\.com\//);
  });
});

describe('app roles', () => {
  const groups = async (claims: JsonObject, options: JsonObject = { app_roles_as_groups: true }) => {
    const upstream = entraUpstream();
    const connector = azureAdConnector(upstream, { tenant_domain: contoso, ...options });
    return connector.mapProfile(await login(connector, upstream, { ...ada, ...claims })).groups;
  };

  it('app roles stand beside the groups where the operator wants them there, and cannot be imitated by a group', async () => {
    const claims = { roles: ['Writer', 'Admin'], groups: ['g2', 'g1', 'g1', 'role:Owner'] };
    expect(await groups(claims)).toEqual(['g1', 'g2', 'role:Admin', 'role:Writer']);
    expect(await groups(claims, {})).toEqual(['g1', 'g2', 'role:Owner']);
  });

  it('app roles do not make unknown groups look like none', async () => {
    expect(await groups({ roles: ['Admin'] })).toEqual(['role:Admin']);
    expect(await groups({})).toBeUndefined();
    expect(await groups({ roles: ['Admin'], hasgroups: true })).toBeUndefined();
  });
});
