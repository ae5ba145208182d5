import { describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '../../../common/errors.js';
import type { JsonObject } from '../../connector.js';
import { validateOptions } from '../../validate-options.js';
import { addressOf } from '../address.js';
import { scopeOf, tokenScopeOf } from '../authorization-parameters.js';
import { azureAd } from '../azuread.definition.js';
import type { AzureAdOptions } from '../azuread.options.js';
import { groupLimitOf } from './graph-options.js';

const minimal = { client_id: 'app', client_secret: 's~', tenant_domain: 'contoso.com' };
const v1 = { identity_api: 'azure-active-directory-v1.0' };

function read(input: JsonObject): AzureAdOptions {
  return validateOptions(azureAd, { ...minimal, ...input }) as AzureAdOptions;
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

describe('the options about Graph', () => {
  it.each<[string, JsonObject, JsonObject]>([
    [
      'a list of attributes with an unknown one',
      { kept_attributes: ['city', 'shoeSize'] },
      { kept_attributes: ['city'] },
    ],
    ['a set of attributes that is none', { kept_attributes: 7 }, { kept_attributes: 'basic' }],
    ['a format that is none', { groups_format: 'dn', ext_groups: true }, { groups_format: 'names', ext_groups: true }],
    ['names without Graph', { groups_format: 'names' }, { groups_format: 'ids' }],
    ['a limit of zero', { max_groups_to_retrieve: 0 }, { max_groups_to_retrieve: 1 }],
    ['a limit that is no number', { max_groups_to_retrieve: '1e3' }, { max_groups_to_retrieve: '1000' }],
    ['a limit beyond ours', { max_groups_to_retrieve: '10001' }, { max_groups_to_retrieve: '10000' }],
    ['a text for a switch', { ext_groups: 'yes' }, { ext_groups: true }],
    ['groups at v1.0', { ext_groups: true, ...v1 }, { ext_groups: true }],
    ['attributes at v1.0', { ext_profile: true, ...v1 }, { ext_profile: false, ...v1 }],
    [
      'groups of personal accounts',
      { ext_groups: true, useCommonEndpoint: true, audience_type: 'consumers' },
      { ext_groups: false, useCommonEndpoint: true, audience_type: 'consumers' },
    ],
  ])('the options about Graph refuse %s, and take what differs only in that', (_name, bad, good) => {
    expect(problems(bad)).toContain(`options.${Object.keys(bad)[0]}`);
    expect(problems(good)).toBe('');
  });

  it('the options about Graph name the remedy', () => {
    expect(problems({ ext_groups: true, ...v1 })).toContain('set identity_api to microsoft-identity-platform-v2.0');
    expect(problems({ groups_format: 'names' })).toContain('set ext_groups to true');
  });

  // covers AUTH0-15
  it('the options about Graph keep the limit as it was sent, and read it as a number', () => {
    expect(read({ max_groups_to_retrieve: '50' }).max_groups_to_retrieve).toBe('50');
    expect(groupLimitOf(read({ max_groups_to_retrieve: '50' }))).toBe(50);
    expect(groupLimitOf(read({}))).toBeUndefined();
  });

  // covers AUTH0-30
  it('the options about Graph take a list of attributes also as a text', () => {
    expect(read({ kept_attributes: 'city department' }).kept_attributes).toEqual(['city', 'department']);
  });

  it('the options about Graph are reported where they have no effect, and only there', () => {
    const warned = (input: JsonObject): string => (azureAd.warnings?.(read(input)) ?? []).join('\n');
    expect(warned({ ext_nested_groups: true, max_groups_to_retrieve: 5, kept_attributes: 'basic' })).toMatch(
      /ext_nested_groups.*max_groups_to_retrieve.*kept_attributes/s,
    );
    const groups = { ext_groups: true, ext_nested_groups: true, max_groups_to_retrieve: 5 };
    expect(warned({ ...groups, ext_profile: true, kept_attributes: 'basic', api_enable_users: true })).toBe('');
    expect(warned({ api_enable_users: true, ...v1 })).toContain('api_enable_users');
  });
});

describe('the scopes that are asked for', () => {
  const asked = (input: JsonObject): string => scopeOf(read(input), addressOf(read(input)));
  const names = { ext_groups: true, groups_format: 'names' };

  // covers AUTH0-16
  it.each<[string, JsonObject, string]>([
    ['nothing', {}, ''],
    ['attributes', { ext_profile: true }, ' User.Read'],
    ['object ids', { ext_groups: true, ext_nested_groups: true }, ' User.Read'],
    ['names', names, ' User.Read GroupMember.Read.All'],
    ['names, with a wider scope anyway', { ...names, scope: 'Directory.Read.All' }, ' Directory.Read.All'],
    [
      'names, in a national cloud',
      { ...names, cloud_instance: 'us-government' },
      ' https://graph.microsoft.us/User.Read https://graph.microsoft.us/GroupMember.Read.All',
    ],
    ['look-ups of the application itself', { api_enable_users: true }, ''],
  ])('the scopes that are asked for are the least that works for %s', (_name, options, scopes) => {
    expect(asked(options)).toBe(`openid profile email${scopes}`);
  });

  it('the scopes that are asked for are Graph’s alone in the token request, so that the token is for Graph', () => {
    const options = read({ ext_profile: true, scope: ['api://other/access', 'offline_access'] });
    expect(tokenScopeOf(options, addressOf(options))).toBe('openid profile email User.Read');
  });
});
