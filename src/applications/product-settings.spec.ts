import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../openid-provider/protocol/endpoints.js';
import { type ApplicationSettings, draftApplication } from './application-draft.js';
import { productNamed, productSettings, products } from './product-settings.js';
import { hubEndpoints, SECRET_PLACEHOLDER } from './products/product.js';

const ISSUER = 'https://hub.example';

/** The callback of each product, at an address that is nobody's example. */
const CALLBACKS: Readonly<Record<string, string>> = {
  coder: 'https://dev.contoso.com/api/v2/users/oidc/callback',
  grafana: 'https://graphs.contoso.com/grafana/login/generic_oauth',
  'oauth2-proxy': 'https://wiki.contoso.com/oauth2/callback',
  openmetadata: 'https://data.contoso.com/callback',
  'proxmox-ve': 'https://pve1.contoso.com:8006',
};
const NAMES = products.map((product) => product.name);

/** Settings for an application that fits, but for what is changed of it. */
function settingsFor(name: string, change: ApplicationSettings = {}, issuer = ISSUER) {
  const draft = draftApplication({ name: 'App', callbacks: [CALLBACKS[name] ?? ''], ...change }, new Date(0));
  return productSettings(productNamed(name), { ...draft, clientId: 'app_1', secretHash: 'hash-of-the-secret' }, issuer);
}

/** The fields that the warnings are about. */
const warned = (...input: Parameters<typeof settingsFor>) => settingsFor(...input).misfits.map(({ field }) => field);

describe('settings of products', () => {
  it('the callbacks of these tests are those of every product', () => {
    expect(Object.keys(CALLBACKS)).toEqual(NAMES);
  });

  it('settings of products have the addresses where the OpenID Provider is', () => {
    expect(hubEndpoints(ISSUER)).toEqual({
      issuer: ISSUER,
      discovery: ISSUER + PATHS.discovery,
      jwks: ISSUER + PATHS.jwks,
      authorization: ISSUER + PATHS.authorize,
      token: ISSUER + PATHS.token,
      userInfo: ISSUER + PATHS.userInfo,
      logout: ISSUER + PATHS.logout,
    });
  });

  // covers CODER-04
  it.each(NAMES)('settings of %s fit an application that is set up right, and hold its values', (name) => {
    const settings = settingsFor(name);
    expect(settings.misfits).toEqual([]);
    expect(settings.callbacks).toEqual([CALLBACKS[name]]);
    expect(settings.text).toContain(ISSUER);
    expect(settings.text).not.toContain(`${ISSUER}/ `);
    expect(settings.text).toContain('app_1');
    expect(settings.text).toMatch(/groups/);
    expect(settings.text.endsWith('\n')).toBe(true);
  });

  it.each(NAMES)('settings of %s hold a placeholder for the secret, never anything of it', (name) => {
    const settings = settingsFor(name);
    expect(settings.text).toContain(SECRET_PLACEHOLDER);
    expect(JSON.stringify(settings)).not.toContain('hash-of-the-secret');
    expect(settings.notes.join(' ')).toContain('/clients/app_1/rotate-secret');
  });

  it.each(NAMES)('settings of %s warn of a disabled client and of a plain-http issuer', (name) => {
    expect(warned(name, { isEnabled: false })).toEqual(['is_enabled']);
    expect(warned(name, {}, 'http://hub.example')).toEqual(['issuer']);
  });

  // covers CODER-05
  it.each(NAMES)(
    'settings of %s name the callback to register where it is missing, at the origin of another',
    (name) => {
      const settings = settingsFor(name, { callbacks: ['https://elsewhere.contoso.com/some/path'] });
      const path = new URL(CALLBACKS[name] ?? '').pathname.replace(
        /^\/(grafana)?(?=\/|$)/,
        name === 'grafana' ? '' : '/',
      );
      expect(settings.misfits.map(({ field }) => field)).toEqual(['callbacks']);
      expect(settings.callbacks[0]).toBe(`https://elsewhere.contoso.com${name === 'proxmox-ve' ? '' : path}`);
      expect(settings.misfits[0]?.message).toContain(settings.callbacks[0]);
    },
  );

  // covers OPENMETADATA-01
  it.each(NAMES.filter((name) => name !== 'proxmox-ve'))(
    'settings of %s warn of a client that keeps no secret',
    (name) => {
      const settings = settingsFor(name, { appType: 'spa' });
      expect(settings.misfits.map(({ field }) => field)).toEqual(['app_type']);
      expect(settings.misfits[0]?.message).toContain('regular_web');
    },
  );

  // covers PROXMOX-02
  it('settings of Proxmox VE leave the key out for a client that keeps no secret: it does without', () => {
    const settings = settingsFor('proxmox-ve', { appType: 'native' });
    expect(settings.misfits).toEqual([]);
    expect(settings.text).not.toContain('--client-key');
    expect(settings.notes.join(' ')).not.toContain(SECRET_PLACEHOLDER);
  });

  it('settings of products warn of a client that cannot sign anybody in', () => {
    const machine = { appType: 'non_interactive', callbacks: [] } as const;
    expect(warned('coder', machine)).toEqual(['app_type', 'grant_types', 'callbacks']);
    const withoutCode = settingsFor('proxmox-ve', { grantTypes: ['client_credentials'], callbacks: [] });
    expect(withoutCode.misfits[0]).toEqual({
      field: 'grant_types',
      message: expect.stringContaining('Add authorization_code to grant_types'),
    });
  });

  // covers CODER-09
  it.each([
    ['coder', ['grant_types']],
    ['grafana', ['grant_types']],
    ['oauth2-proxy', ['grant_types']],
    ['openmetadata', ['grant_types']],
    ['proxmox-ve', []],
  ])('settings of %s ask for offline_access only where the client may refresh, and warn of %p', (name, fields) => {
    const settings = settingsFor(name, { grantTypes: ['authorization_code'] });
    expect(settings.misfits.map(({ field }) => field)).toEqual(fields);
    expect(settings.text).not.toContain('offline_access');
    expect(settingsFor(name).text.includes('offline_access')).toBe(fields.length > 0);
  });

  it('settings of products warn where PKCE is demanded of the product that sends none, and of no other', () => {
    const demanding = NAMES.filter((name) => warned(name, { requirePkce: true }).includes('require_pkce'));
    expect(demanding).toEqual(['coder']);
  });

  // covers PROXMOX-03
  it('settings of Proxmox VE list every node, and warn of a callback with a trailing slash', () => {
    const nodes = ['https://pve1.contoso.com:8006', 'https://pve2.contoso.com:8006'];
    expect(settingsFor('proxmox-ve', { callbacks: nodes }).callbacks).toEqual(nodes);
    const slashed = settingsFor('proxmox-ve', { callbacks: ['https://pve1.contoso.com:8006/'] });
    expect(slashed.callbacks).toEqual(['https://pve1.contoso.com:8006']);
    expect(slashed.misfits.map(({ message }) => message).join(' ')).toContain('without the trailing slash');
  });

  it('settings of Grafana sign people out of the hub where the client has a logout URL for it', () => {
    expect(settingsFor('grafana').text).not.toContain('signout_redirect_url');
    const allowedLogoutUrls = ['https://other.contoso.com/', 'https://graphs.contoso.com/grafana/login'];
    const { text } = settingsFor('grafana', { allowedLogoutUrls });
    const query = 'client_id=app_1&post_logout_redirect_uri=https%3A%2F%2Fgraphs.contoso.com%2Fgrafana%2Flogin';
    expect(text).toContain(`signout_redirect_url = ${ISSUER}/oidc/logout?${query}\n`);
    expect(text).toContain('root_url = https://graphs.contoso.com/grafana/\n');
  });

  it('settings of products take no callback for the address of a product that could smuggle something into its settings', () => {
    const callbacks = ['https://graphs.contoso.com/$__file{x}/login/generic_oauth'];
    const settings = settingsFor('grafana', { callbacks });
    expect(settings.text).not.toContain('__file');
    expect(settings.misfits.map(({ field }) => field)).toEqual(['callbacks']);
  });

  const nasty = `Bob's "App"\nissuer: evil $(touch /tmp/x) \`id\` \${HOME}`;

  it.each(NAMES)('settings of %s survive a name with quotes and line breaks', (name) => {
    const lines = settingsFor(name, { name: nasty }).text.split('\n');
    const plain = settingsFor(name).text.split('\n');
    const own = lines.filter((line) => !plain.includes(line));
    expect(own[0]).toMatch(/^# /);
    expect(own.slice(1).every((line) => name === 'proxmox-ve' || line.startsWith('#'))).toBe(true);
  });

  // covers PROXMOX-01
  it('settings of Proxmox VE are a command whose words a shell reads as they are meant', () => {
    const { text } = settingsFor('proxmox-ve', { name: nasty });
    const script = `pveum() { printf '%s\\0' "$@"; }\n${text}`;
    const words = execFileSync('/bin/sh', ['-c', script]).toString().split('\0');
    expect(words.slice(0, 5)).toEqual(['realm', 'add', 'portico', '--type', 'openid']);
    expect(words[words.indexOf('--comment') + 1]).toBe(nasty);
    expect(words[words.indexOf('--scopes') + 1]).toBe('profile email groups');
    expect(words[words.indexOf('--username-claim') + 1]).toBe('subject');
  });

  // covers OPENMETADATA-02, OPENMETADATA-03, OPENMETADATA-07
  it('settings of OpenMetadata are YAML with the key set of discovery, verbatim', () => {
    const { authenticationConfiguration: read } = parse(settingsFor('openmetadata', { name: nasty }).text);
    expect(read).toMatchObject({
      provider: 'custom-oidc',
      clientType: 'confidential',
      publicKeyUrls: [`${ISSUER}/.well-known/jwks.json`, 'https://data.contoso.com/api/v1/system/config/jwks'],
      authority: ISSUER,
      callbackUrl: CALLBACKS.openmetadata,
      oidcConfiguration: { id: 'app_1', disablePkce: false, scope: 'openid profile email groups offline_access' },
    });
  });
});
