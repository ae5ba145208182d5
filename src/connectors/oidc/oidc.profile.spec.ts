import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../connector.js';
import { validateOptions } from '../validate-options.js';
import { openIdConnect } from './oidc.definition.js';
import { toProfile } from './oidc.profile.js';

const base = { issuer: 'https://login.acme.com', client_id: 'hub', client_secret: 'the client secret' };

function profile(claims: JsonObject, options: JsonObject = {}, domains: readonly string[] = ['acme.com']) {
  const identity = { issuer: base.issuer, subject: 'ada', claims };
  return toProfile(identity, validateOptions(openIdConnect, { ...base, ...options }), { name: 'acme', domains });
}

describe('a profile', () => {
  it('a profile is what the standard claims say', () => {
    const claims = {
      name: ' Ada Lovelace ',
      given_name: 'Ada',
      family_name: 'Lovelace',
      nickname: 'ada',
      preferred_username: 'ada.l',
      email: 'ada@acme.com',
      picture: 'https://acme.com/ada.png',
      locale: 'de_at',
    };
    expect(profile(claims)).toEqual({
      name: 'Ada Lovelace',
      givenName: 'Ada',
      familyName: 'Lovelace',
      nickname: 'ada',
      preferredUsername: 'ada.l',
      email: 'ada@acme.com',
      picture: 'https://acme.com/ada.png',
      locale: 'de-AT',
    });
  });

  it('a profile is empty without claims, and leaves out what is no name, address, picture or language', () => {
    expect(profile({})).toEqual({});
    const odd = {
      name: 42,
      given_name: 'A\u0000da',
      email: 'ada',
      picture: 'http://acme.com/ada.png',
      locale: 'not a language',
      nickname: 'a'.repeat(2000),
    };
    expect(profile(odd)).toEqual({});
  });

  it('a profile puts a name together where there is none', () => {
    expect(profile({ given_name: 'Ada', family_name: 'Lovelace' }).name).toBe('Ada Lovelace');
    expect(profile({ family_name: 'Lovelace' }).name).toBe('Lovelace');
  });

  it('a profile is filled from other claims as the operator says, with the standard one as what remains', () => {
    const options = { attribute_map: { upn: 'preferred_username', 'https://acme.com/mail': 'email' } };
    expect(profile({ upn: 'ada', 'https://acme.com/mail': 'a@acme.com', email: 'b@acme.com' }, options)).toEqual({
      preferredUsername: 'ada',
      email: 'a@acme.com',
    });
    expect(profile({ preferred_username: 'l', email: 'b@acme.com' }, options)).toEqual({
      preferredUsername: 'l',
      email: 'b@acme.com',
    });
  });

  it('a profile is filled from the claims of a preset where the standard ones are missing', () => {
    const options = { preset: 'adfs', issuer: 'https://sts.acme.com/adfs' };
    const claims = { upn: 'ada@acme.com', unique_name: 'ACME\\ada' };
    expect(profile(claims, options)).toEqual({ preferredUsername: 'ada@acme.com', name: 'ACME\\ada' });
    expect(profile({ ...claims, name: 'Ada' }, options).name).toBe('Ada');
  });
});

describe('an e-mail address', () => {
  const verified = { email: 'ada@acme.com', email_verified: true };
  const trust = { trust_email_verified: true };

  it('an e-mail address has evidence where the operator trusts the claim and it is true', () => {
    expect(profile(verified, trust).emailEvidence).toBe('operator');
  });

  it('an e-mail address has that of the upstream where the connection has no domains to limit the trust to', () => {
    expect(profile(verified, trust, []).emailEvidence).toBe('upstream');
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['without trust', verified, {}],
    ['where the claim is missing', { email: 'ada@acme.com' }, trust],
    ['where the claim is false', { ...verified, email_verified: false }, trust],
    ['where the claim is a text', { ...verified, email_verified: 'true' }, trust],
    ['where the claim is a number', { ...verified, email_verified: 1 }, trust],
    [
      'where it comes from another claim',
      { ...verified, mail: 'eve@acme.com' },
      { ...trust, attribute_map: { mail: 'email' } },
    ],
  ])('an e-mail address has none %s', (_name, claims, options) => {
    const { email, emailEvidence } = profile(claims, options);
    expect(email).toBeDefined();
    expect(emailEvidence).toBeUndefined();
  });

  it('an e-mail address has none where there is no address', () => {
    expect(profile({ email_verified: true }, trust)).toEqual({});
  });
});

describe('groups', () => {
  const roles = { groups_claim: 'realm_access.roles' };

  it('groups are unknown without the option, and without the claim', () => {
    expect(profile({ groups: ['a'] }).groups).toBeUndefined();
    expect(profile({}, { groups_claim: 'groups' }).groups).toBeUndefined();
    expect(profile({ realm_access: {} }, roles).groups).toBeUndefined();
    expect(profile({ realm_access: 'x' }, roles).groups).toBeUndefined();
  });

  it('groups are sorted and without repetitions, also where one is a text or there are none', () => {
    expect(profile({ groups: ['b', 'a', 'b'] }, { groups_claim: 'groups' }).groups).toEqual(['a', 'b']);
    expect(profile({ groups: 'a' }, { groups_claim: 'groups' }).groups).toEqual(['a']);
    expect(profile({ groups: [] }, { groups_claim: 'groups' }).groups).toEqual([]);
  });

  it('groups are found inside an object, unless a claim is called just so', () => {
    expect(profile({ realm_access: { roles: ['a'] } }, roles).groups).toEqual(['a']);
    const claims = { realm_access: { roles: ['a'] }, 'realm_access.roles': ['b'] };
    expect(profile(claims, roles).groups).toEqual(['b']);
    expect(profile({ 'https://acme.com/groups': ['c'] }, { groups_claim: 'https://acme.com/groups' }).groups).toEqual([
      'c',
    ]);
  });

  it('groups come from no prototype', () => {
    expect(profile({}, { groups_claim: 'constructor.name' }).groups).toBeUndefined();
  });
});
