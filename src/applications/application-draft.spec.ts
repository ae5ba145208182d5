import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '../common/errors.js';
import { type ApplicationSettings, changeApplication, draftApplication } from './application-draft.js';
import { APPLICATION_TYPES } from './index.js';

const now = new Date('2026-11-21T10:00:00Z');
const draft = (settings: ApplicationSettings = {}) => draftApplication({ name: 'Coder', ...settings }, now);

function badFields(work: () => unknown): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof InvalidInputError) return error.fields.map(({ field }) => field);
    throw error;
  }
}

describe('a new application', () => {
  it.each([
    ['spa', ['authorization_code', 'refresh_token'], 'none', true],
    ['native', ['authorization_code', 'refresh_token'], 'none', true],
    ['regular_web', ['authorization_code', 'refresh_token'], 'client_secret_post', false],
    ['non_interactive', ['client_credentials'], 'client_secret_post', false],
  ] as const)('of type %s has what suits it', (appType, grantTypes, tokenEndpointAuthMethod, requirePkce) => {
    expect(draft({ appType })).toMatchObject({ appType, grantTypes, tokenEndpointAuthMethod, requirePkce });
  });

  it('a new application is an enabled regular web one where nothing else is said', () => {
    expect(draft()).toMatchObject({ appType: 'regular_web', isEnabled: true, callbacks: [], createdAt: now });
    expect(draft()).not.toHaveProperty('secretHash');
    expect(draft().clientId).not.toBe(draft().clientId);
  });

  it.each([
    [{ appType: 'spa', tokenEndpointAuthMethod: 'client_secret_post' }, 'token_endpoint_auth_method'],
    [{ appType: 'native', tokenEndpointAuthMethod: 'client_secret_basic' }, 'token_endpoint_auth_method'],
    [{ appType: 'regular_web', tokenEndpointAuthMethod: 'none' }, 'token_endpoint_auth_method'],
    [{ appType: 'non_interactive', tokenEndpointAuthMethod: 'none' }, 'token_endpoint_auth_method'],
    [{ appType: 'spa', grantTypes: ['client_credentials'] }, 'grant_types'],
    [{ appType: 'spa', requirePkce: false }, 'require_pkce'],
    [{ appType: 'non_interactive', callbacks: ['https://a.example/cb'] }, 'callbacks'],
    [{ appType: 'non_interactive', allowedLogoutUrls: ['https://a.example/'] }, 'allowed_logout_urls'],
    [{ appType: 'regular_web', grantTypes: ['refresh_token'] }, 'grant_types'],
    [{ callbacks: ['https://a.example/cb', 'http://a.example/cb'] }, 'callbacks.1'],
    [{ allowedLogoutUrls: ['com.example.app:/x'] }, 'allowed_logout_urls.0'],
    [{ webOrigins: ['https://a.example/'] }, 'web_origins.0'],
  ] satisfies readonly [ApplicationSettings, string][])(
    'a new application refuses %p by name and with the remedy',
    (settings, field) => {
      expect(badFields(() => draft(settings))).toEqual([field]);
    },
  );

  it.each([
    { appType: 'spa', tokenEndpointAuthMethod: 'none' },
    { appType: 'regular_web', tokenEndpointAuthMethod: 'client_secret_basic', requirePkce: true },
    { appType: 'regular_web', grantTypes: ['authorization_code', 'client_credentials'] },
    { appType: 'non_interactive', grantTypes: ['authorization_code'], callbacks: ['https://a.example/cb'] },
    { callbacks: ['https://a.example/cb', 'http://localhost/cb'] },
    { appType: 'native', allowedLogoutUrls: ['com.example.app:/x'] },
    { webOrigins: ['https://a.example'] },
  ] satisfies readonly ApplicationSettings[])('a new application accepts %p', (settings) => {
    expect(badFields(() => draft(settings))).toEqual([]);
  });

  it('a new application that contradicts itself is refused with every contradiction named at once', () => {
    const fields = badFields(() =>
      draft({ appType: 'spa', tokenEndpointAuthMethod: 'client_secret_post', requirePkce: false, webOrigins: ['*'] }),
    );
    expect(fields).toEqual(['token_endpoint_auth_method', 'require_pkce', 'web_origins.0']);
  });
});

describe('a change of an application', () => {
  const later = new Date('2026-11-22T10:00:00Z');
  const stored = { ...draft({ callbacks: ['https://a.example/cb'] }), secretHash: 'hash' };

  it('a change of an application leaves what it does not name', () => {
    const changed = changeApplication(stored, { name: 'New' }, later);
    expect(changed).toEqual({ ...stored, name: 'New', updatedAt: later });
  });

  it.each(APPLICATION_TYPES.filter((type) => type !== 'non_interactive'))(
    'a change of an application to type %s takes along what suits that type',
    (appType) => {
      const { grantTypes, tokenEndpointAuthMethod, requirePkce } = draft({ appType });
      expect(changeApplication(stored, { appType }, later)).toMatchObject({
        appType,
        grantTypes,
        tokenEndpointAuthMethod,
        requirePkce,
      });
    },
  );

  it('a change of an application to a public type forgets the secret', () => {
    expect(changeApplication(stored, { appType: 'spa' }, later)).not.toHaveProperty('secretHash');
    expect(changeApplication(stored, { appType: 'regular_web' }, later)).toHaveProperty('secretHash', 'hash');
  });

  it('a change of an application is refused where it contradicts what stays', () => {
    expect(badFields(() => changeApplication(stored, { appType: 'non_interactive' }, later))).toEqual(['callbacks']);
    expect(badFields(() => changeApplication(stored, { appType: 'non_interactive', callbacks: [] }, later))).toEqual(
      [],
    );
  });

  it('a change of an application is dated later than what it changes, whatever the clock says', () => {
    const earlier = new Date(stored.updatedAt.getTime() - 5000);
    expect(changeApplication(stored, {}, earlier).updatedAt.getTime()).toBe(stored.updatedAt.getTime() + 1);
  });
});
