import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '../../common/errors.js';
import type { JsonObject, JsonValue } from '../connector.js';
import { optionsSchema } from '../options-schema.js';
import { validateOptions } from '../validate-options.js';
import { openIdConnect } from './oidc.definition.js';
import type { OidcOptions } from './oidc.options.js';
import { presets } from './options/presets.js';

const base = { issuer: 'https://login.acme.com', client_id: 'hub', client_secret: 'the client secret' };

function read(options: JsonObject): OidcOptions {
  return validateOptions(openIdConnect, options);
}

/** What is said about one option; empty when it is accepted. */
function problem(name: string, options: JsonObject): string {
  try {
    read(options);
    return '';
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return error.fields.find(({ field }) => field === `options.${name}`)?.message ?? `other: ${error.message}`;
  }
}

const withOption = (name: string, value: JsonValue, more: JsonObject = {}): string =>
  problem(name, { ...base, ...more, [name]: value });

describe('issuer', () => {
  it.each([
    ['https://login.acme.com', 'https://login.acme.com'],
    [' https://login.acme.com/.well-known/openid-configuration ', 'https://login.acme.com'],
    ['https://login.acme.com/tenant/.well-known/openid-configuration/', 'https://login.acme.com/tenant'],
    ['login.acme.com', 'https://login.acme.com'],
    ['HTTPS://Login.ACME.com:443/Tenant', 'https://login.acme.com/Tenant'],
    ['https://login.acme.com/', 'https://login.acme.com/'],
    ['http://127.0.0.1:8080/realm', 'http://127.0.0.1:8080/realm'],
  ])('issuer reads %s', (given, issuer) => {
    expect(read({ ...base, issuer: given }).issuer).toBe(issuer);
  });

  it.each([
    ['acme', /must be an https URL/],
    ['ftp://login.acme.com', /must be an https URL/],
    ['https://login.acme.com?tenant=1', /query or a fragment/],
    ['https://login.acme.com/#x', /query or a fragment/],
    ['https://user:secret@login.acme.com', /user name or password/],
    ['https://login.acme.com/{tenantid}/v2.0', /placeholder/],
    ['https://login.acme.com/a b', /blank/],
    ['', /must be a text/],
    [42, /must be a text/],
  ])('issuer refuses %j', (given, message) => {
    expect(withOption('issuer', given)).toMatch(message);
  });

  it('issuer is demanded, but where the preset has only one', () => {
    const { issuer: _issuer, ...rest } = base;
    expect(problem('issuer', rest)).toMatch(/is missing/);
    expect(read({ ...rest, preset: 'google-workspace', hd: ['acme.com'] }).issuer).toBe('https://accounts.google.com');
  });

  it('issuer is accepted as discovery_url too', () => {
    const { issuer, ...rest } = base;
    expect(read({ ...rest, discovery_url: `${issuer}/.well-known/openid-configuration` }).issuer).toBe(issuer);
  });
});

describe('the issuer of a preset', () => {
  it.each([
    ['okta', 'https://acme.okta.com/', 'https://acme.okta.com'],
    ['okta', 'https://acme.okta.com/oauth2/v1/authorize', 'https://acme.okta.com'],
    [
      'okta',
      'https://acme.okta.com/oauth2/default/.well-known/openid-configuration',
      'https://acme.okta.com/oauth2/default',
    ],
    ['okta', 'https://acme.okta.com/oauth2/aus1b2c3/v1/token', 'https://acme.okta.com/oauth2/aus1b2c3'],
    ['okta', 'https://acme.okta.com/app/UserHome', 'https://acme.okta.com'],
    ['okta', 'id.acme.com', 'https://id.acme.com'],
    ['auth0', 'acme.eu.auth0.com', 'https://acme.eu.auth0.com/'],
    ['auth0', 'https://acme.eu.auth0.com/.well-known/openid-configuration', 'https://acme.eu.auth0.com/'],
    ['auth0', 'https://login.acme.com/authorize', 'https://login.acme.com/'],
    ['keycloak', 'https://sso.acme.com/realms/acme/', 'https://sso.acme.com/realms/acme'],
    [
      'keycloak',
      'https://sso.acme.com/auth/realms/acme/protocol/openid-connect/auth',
      'https://sso.acme.com/auth/realms/acme',
    ],
    ['keycloak', 'https://sso.acme.com/realms/acme/account/#/personal-info', 'https://sso.acme.com/realms/acme'],
    ['keycloak', 'https://sso.acme.com/admin/master/console/#/acme/clients', 'https://sso.acme.com/realms/acme'],
    ['ping-federate', 'https://sso.acme.com:9031/', 'https://sso.acme.com:9031'],
    ['ping-federate', 'https://sso.acme.com:9031/as/authorization.oauth2', 'https://sso.acme.com:9031'],
    ['ping-federate', 'https://sso.acme.com/virtual', 'https://sso.acme.com/virtual'],
    ['adfs', 'https://sts.acme.com', 'https://sts.acme.com/adfs'],
    ['adfs', 'https://sts.acme.com/adfs/oauth2/authorize/', 'https://sts.acme.com/adfs'],
    ['adfs', 'https://sts.acme.com/adfs/.well-known/openid-configuration', 'https://sts.acme.com/adfs'],
  ])('%s: reads %s, and what it made of that as it is', (preset, given, issuer) => {
    expect(read({ ...base, preset, issuer: given }).issuer).toBe(issuer);
    expect(read({ ...base, preset, issuer }).issuer).toBe(issuer);
  });

  it.each([
    ['okta', 'https://acme-admin.okta.com/admin/apps', /leave out "-admin"/],
    ['okta', 'https://sso.acme.com/realms/acme', /is no issuer of Okta: give one such as/],
    ['auth0', 'https://manage.auth0.com/dashboard/eu/acme', /is the dashboard/],
    ['keycloak', 'https://sso.acme.com/admin/', /is the admin console/],
    ['keycloak', 'https://sso.acme.com', /is no issuer of Keycloak/],
    ['ping-federate', 'https://sso.acme.com:9999/pingfederate/app', /administrative console/],
    ['adfs', 'http://sts.acme.com/adfs/services/trust', /ends in \/adfs/],
    ['google-workspace', 'https://google.com', /is no issuer of Google Workspace/],
  ])('%s: refuses %s', (preset, issuer, message) => {
    expect(withOption('issuer', issuer, { preset, hd: ['acme.com'] })).toMatch(message);
  });

  it.each(presets.map((preset) => [preset.name, preset] as const))(
    '%s: accepts its own example, unchanged',
    (name, preset) => {
      for (const issuer of preset.issuer.example.split(' or ')) {
        const hd = preset.hostedDomain === undefined ? {} : { hd: ['acme.com'] };
        expect(read({ ...base, preset: name, ...hd, issuer }).issuer).toBe(issuer);
      }
    },
  );
});

describe('the client', () => {
  const { client_secret: _secret, ...publicBase } = base;

  it('the client has a secret, a key, or neither by choice', () => {
    expect(problem('client_secret', publicBase)).toMatch(
      /is missing: give it or a private_key, or set token_endpoint_auth_method to none/,
    );
    expect(problem('client_secret', { ...publicBase, token_endpoint_auth_method: 'client_secret_post' })).toMatch(
      /is missing/,
    );
    expect(problem('private_key', { ...publicBase, token_endpoint_auth_method: 'private_key_jwt' })).toMatch(
      /is missing/,
    );
    expect(problem('client_secret', { ...publicBase, token_endpoint_auth_method: 'none' })).toBe('');
  });

  it('the client keeps PKCE where nothing else binds a code to the hub', () => {
    const client = { ...publicBase, token_endpoint_auth_method: 'none' };
    expect(problem('pkce', { ...client, pkce: 'off' })).toMatch(/cannot be off with token_endpoint_auth_method none/);
    expect(problem('pkce', { ...client, pkce: 'S256' })).toBe('');
    expect(withOption('pkce', 'plain')).toMatch(/must be S256 or off/);
  });

  it('authenticates in one of four ways', () => {
    expect(withOption('token_endpoint_auth_method', 'client_secret_jwt')).toMatch(
      /one of client_secret_post, client_secret_basic, private_key_jwt, none/,
    );
  });

  it('hears which of two credentials is not used', () => {
    const warnings = (options: JsonObject) => openIdConnect.warnings?.(read({ ...base, ...options })).join(' ');
    expect(warnings({})).toBe('');
    expect(warnings({ token_endpoint_auth_method: 'none' })).toMatch(/client_secret/);
    expect(warnings({ private_key_id: 'k' })).toMatch(/private_key_id/);
    expect(warnings({ pkce: 'off' })).toMatch(/pkce is off/);
  });
});

describe('other options', () => {
  it('other options fill in what no preset decides, and leave open what one could', () => {
    expect(JSON.parse(JSON.stringify(read(base)))).toEqual({
      ...base,
      pkce: 'S256',
      id_token_signed_response_alg: 'RS256',
      trust_email_verified: false,
    });
  });

  it('other options have openid among the scopes, once and first', () => {
    expect(read({ ...base, scopes: 'email groups' }).scopes).toEqual(['openid', 'email', 'groups']);
    expect(read({ ...base, scope: ['email', 'openid'] }).scopes).toEqual(['openid', 'email']);
    expect(withOption('scopes', ['a b'])).toMatch(/is no scope/);
  });

  it.each([
    ['none', /cannot be none: anybody could write/],
    ['HS256', /cannot be signed with the client secret/],
    ['RS1', /must be one of RS256/],
    [['RS256', 'ES256'], /must be one algorithm/],
  ])('other options refuse the signature %j', (algorithm, message) => {
    expect(withOption('id_token_signed_response_alg', algorithm)).toMatch(message);
  });

  it('other options take a list of one signature, as other hubs keep it', () => {
    expect(read({ ...base, id_token_signed_response_algs: ['ES256'] }).id_token_signed_response_alg).toBe('ES256');
  });

  it.each([
    [{ upn: 'preferred_username', mail: 'email' }, /^$/],
    [{ sub: 'email' }, /cannot map sub/],
    [{ email_verified: 'email' }, /cannot map email_verified/],
    [{ upn: 'sub' }, /no claim may be mapped to/],
    [{ upn: 'email_verified' }, /no claim may be mapped to/],
    [{ email: 'upn' }, /is none of name, .*claims come first/],
    [{ a: 'email', b: 'email' }, /fills email from several claims/],
    [['upn'], /must be an object/],
    [{ upn: 1 }, /no text/],
  ])('other options map claims: %j', (map, message) => {
    expect(withOption('attribute_map', map)).toMatch(message);
  });

  it.each([
    [{ kc_idp_hint: { value: 'acme' }, ui_locales: { alias: 'ui_locales' } }, /^$/],
    [{ state: { value: 'x' } }, /the protocol needs it/],
    [{ REQUEST: { value: 'x' } }, /the protocol needs it/],
    [{ scope: { value: 'x' } }, /use the option scopes/],
    [{ 'a b': { value: 'x' } }, /has a name that is none/],
    [{ prompt: { value: 'none' } }, /none of login, consent, select_account/],
    [{ x: 'y' }, /neither/],
  ])('other options add parameters: %j', (parameters, message) => {
    expect(withOption('upstream_params', parameters)).toMatch(message);
  });

  it('other options demand a decision about organizations from a connection to Google', () => {
    const google = { ...base, issuer: 'https://accounts.google.com', preset: 'google-workspace' };
    expect(problem('preset', google)).toMatch(/needs hd.*\["\*"\]/);
    expect(problem('hd', { ...google, hd: [] })).toMatch(/would admit nobody/);
    expect(problem('hd', { ...google, hd: ['*', 'acme.com'] })).toMatch(/"\*" alone/);
    expect(problem('hd', { ...google, hd: ['acme'] })).toMatch(/no domain/);
    expect(read({ ...google, hd: 'ACME.com, bücher.example' }).hd).toEqual(['acme.com', 'xn--bcher-kva.example']);
    expect(withOption('hd', ['acme.com'])).toMatch(/without the preset google-workspace/);
  });

  it('other options make the first organization the primary domain', () => {
    const google = { ...base, issuer: 'https://accounts.google.com', preset: 'google-workspace' };
    expect(openIdConnect.primaryDomain?.(read({ ...google, hd: ['acme.com', 'acme.org'] }))).toBe('acme.com');
    expect(openIdConnect.primaryDomain?.(read({ ...google, hd: ['*'] }))).toBeUndefined();
    expect(openIdConnect.primaryDomain?.(read(base))).toBeUndefined();
  });

  it('other options demand nothing in the JSON Schema that can be left out', () => {
    expect(optionsSchema(openIdConnect).required).toEqual(['client_id']);
  });
});
