import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '../../common/errors.js';
import type { JsonObject } from '../connector.js';
import { optionsSchema } from '../options-schema.js';
import { validateOptions } from '../validate-options.js';
import { azureAd } from './azuread.definition.js';
import type { AzureAdOptions } from './azuread.options.js';

const tenant = '7a1c6f0e-9d53-4a6b-8a2e-0c1d2e3f4a5b';
const other = '11111111-2222-4333-8444-555555555555';
const minimal = { client_id: 'app', client_secret: 'kq8Q~secret-value', tenant_domain: tenant };
const shared = { client_id: 'app', client_secret: 'kq8Q~secret-value', useCommonEndpoint: true };

function read(input: JsonObject): AzureAdOptions {
  return validateOptions(azureAd, input) as AzureAdOptions;
}

function problems(input: JsonObject): string {
  try {
    read(input);
  } catch (error) {
    if (error instanceof InvalidInputError) return error.fields.map((field) => field.message).join('\n');
    throw error;
  }
  return '';
}

describe('the options of an Azure AD connection', () => {
  it('the options of an Azure AD connection complete what is left out', () => {
    expect(JSON.parse(JSON.stringify(read(minimal)))).toEqual({
      ...minimal,
      useCommonEndpoint: false,
      audience_type: 'organizations',
      driver: 'portico',
      identity_api: 'microsoft-identity-platform-v2.0',
      cloud_instance: 'global',
      response_mode: 'query',
      userid_attribute: 'oid',
      should_trust_email_verified_connection: 'never_set_emails_as_verified',
      require_auth_time: false,
      ext_profile: false,
      kept_attributes: 'extended',
      ext_groups: false,
      ext_nested_groups: false,
      groups_format: 'ids',
      app_roles_as_groups: false,
      api_enable_users: false,
    });
  });

  // covers LOGTO-02
  it.each<[string, JsonObject]>([
    ['the smallest', minimal],
    ['a pasted URL', { ...minimal, tenant_domain: `https://login.microsoftonline.com/${tenant}/v2.0` }],
    ['other names', { clientId: 'app', clientSecret: 's~', tenantId: tenant, cloudInstance: 'AzureUSGovernment' }],
    ['the common endpoint', { ...shared, allowed_tenants: tenant, scope: 'User.Read  offline_access' }],
    ['what other tools send', { ...minimal, ext_groups: true, max_groups_to_retrieve: '50', strategy_version: 2 }],
  ])('the options of an Azure AD connection change no more when what was stored is read again: %s', (_name, input) => {
    const stored = JSON.parse(JSON.stringify(read(input))) as JsonObject;
    expect(JSON.parse(JSON.stringify(read(stored)))).toEqual(stored);
  });

  it('the options of an Azure AD connection name every problem at once, and unknown options by name', () => {
    const message = problems({ client_secret: '', tenant_domain: tenant, foo: 1, identity_api: 'v3' });
    for (const name of ['client_id', 'client_secret', 'identity_api', 'foo'])
      expect(message).toContain(`options.${name}`);
  });

  it('the options of an Azure AD connection treat null like an option that was not sent', () => {
    expect(read({ ...minimal, scope: null, identity_api: null }).identity_api).toBe('microsoft-identity-platform-v2.0');
  });

  it('the options of an Azure AD connection publish a schema with a description of every option, and the secret as write-only', () => {
    const properties = optionsSchema(azureAd).properties as Record<string, JsonObject>;
    expect(Object.entries(properties).filter(([, one]) => typeof one.description !== 'string')).toEqual([]);
    expect(properties.client_secret).toMatchObject({ writeOnly: true });
    expect(properties.userid_attribute).toMatchObject({ enum: ['oid', 'sub'], default: 'oid' });
    expect(optionsSchema(azureAd).required).toEqual(['client_id', 'client_secret']);
  });
});

describe('the credentials', () => {
  // covers AUTH0-06, CODER-01, MISTAKE-04
  it('the credentials refuse a GUID as secret, for it is the id of one', () => {
    expect(problems({ ...minimal, client_secret: other })).toMatch(/looks like the secret's ID: paste its Value/);
    expect(problems({ ...minimal, client_secret: `${other}~` })).toBe('');
  });

  it('the credentials refuse line breaks', () => {
    for (const [name, value] of Object.entries({
      client_id: 'app\r\n',
      client_secret: 's\n',
      tenant_domain: 'a.b\r\nX',
    })) {
      expect(problems({ ...minimal, [name]: value })).toMatch(new RegExp(`options.${name}.*line break`));
    }
  });

  it('the credentials write an application id like the tokens do', () => {
    expect(read({ ...minimal, client_id: other.toUpperCase() }).client_id).toBe(other);
  });
});

describe('the common endpoint', () => {
  // covers AUTH0-07
  it('the common endpoint demands a list of tenants, and names both ways out', () => {
    expect(problems(shared)).toMatch(/allowed_tenants.*ids of the tenants.*\["\*"\]/);
    expect(problems({ ...shared, allowed_tenants: [] })).toMatch(/admit nobody/);
    expect(problems({ ...shared, allowed_tenants: [tenant] })).toBe('');
    expect(problems({ ...shared, allowed_tenants: ['*'] })).toBe('');
  });

  it('the common endpoint wants ids on the list, in one form', () => {
    expect(problems({ ...shared, allowed_tenants: ['contoso.com'] })).toMatch(/not a domain/);
    expect(problems({ ...shared, allowed_tenants: ['*', tenant] })).toMatch(/"\*" alone/);
    expect(read({ ...shared, allowed_tenants: [tenant.toUpperCase(), tenant] }).allowed_tenants).toEqual([tenant]);
  });

  // covers LOGTO-06
  it('the common endpoint is chosen by its other names', () => {
    const named = { client_id: 'app', client_secret: 's~', allowed_tenants: ['*'] };
    expect(read({ ...named, waad_common_endpoint: true }).useCommonEndpoint).toBe(true);
    expect(read({ ...named, tenantId: 'common' })).toMatchObject({ useCommonEndpoint: true, audience_type: 'common' });
    expect(problems({ client_id: 'app', client_secret: 's~', tenantId: 'common' })).toContain('allowed_tenants');
  });

  // covers LOGTO-05
  it.each(['common', 'organizations', 'consumers'])(
    'the common endpoint is no tenant: "%s" names the option to use instead',
    (word) => {
      expect(problems({ ...minimal, tenant_domain: word })).toMatch(
        new RegExp(`useCommonEndpoint to true and audience_type to "${word}"`),
      );
    },
  );

  // covers LOGTO-07
  it('the common endpoint needs no list where only personal accounts exist', () => {
    expect(problems({ ...shared, audience_type: 'consumers' })).toBe('');
  });
});

describe('what other hubs’ tools send', () => {
  const sent = {
    strategy_version: 2,
    use_wsfed: false,
    app_id: 'https://x',
    ext_city: true,
    max_groups_to_retrieve: '9',
  };

  // covers AUTH0-29, AUTH0-30
  it('what other hubs’ tools send is kept as sent and reported', () => {
    const options = read({ ...minimal, ...sent });
    expect(options).toMatchObject(sent);
    const warnings = azureAd.warnings?.(options).join('\n') ?? '';
    for (const name of Object.keys(sent)) expect(warnings).toContain(name);
    expect(azureAd.warnings?.(read(minimal))).toEqual([]);
  });

  it('what other hubs’ tools send is bounded', () => {
    expect(problems({ ...minimal, app_id: 'x'.repeat(30_000) })).toContain('app_id');
    expect(problems({ ...minimal, ext_city: { a: ['\n'] } })).toContain('ext_city');
  });
});

describe('further parameters', () => {
  const withParams = (upstream_params: JsonObject) => problems({ ...minimal, upstream_params });

  it.each(['domain_hint', 'tenant', 'resource', 'redirect_uri', 'state', 'client_id', 'scope', '__proto__'])(
    'further parameters never include %s',
    (name) => {
      expect(withParams(JSON.parse(`{"${name}": {"value": "x"}}`) as JsonObject)).toContain('upstream_params');
      expect(withParams({ ui_locales: { value: 'x' } })).toBe('');
    },
  );

  it('further parameters point to the domains of the connection where somebody wants a domain hint', () => {
    expect(withParams({ domain_hint: { value: 'contoso.com' } })).toContain("connection's own domains");
  });

  // covers AUTH0-25
  it('further parameters are fixed or taken from the request, and nothing else', () => {
    expect(withParams({ ui_locales: { alias: 'ui_locales' } })).toBe('');
    expect(withParams({ ui_locales: { alias: 'password' } })).toContain('none of');
    expect(withParams({ ui_locales: 'de' })).toContain('neither');
    expect(withParams({ prompt: { value: 'none' } })).toContain('none of');
    expect(withParams({ mkt: { value: 'de\r\nX: y' } })).toContain('line break');
  });
});
