import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../connector.js';
import { validateOptions } from '../validate-options.js';
import { azureAd } from './azuread.definition.js';
import type { AzureAdOptions } from './azuread.options.js';
import { toProfile } from './azuread.profile.js';
import { consumerTenantId } from './options/tenant.js';

const tid = '7a1c6f0e-9d53-4a6b-8a2e-0c1d2e3f4a5b';
const issuer = `https://login.microsoftonline.com/${tid}/v2.0`;
const trusting = { should_trust_email_verified_connection: 'always_set_emails_as_verified' };

function profile(claims: JsonObject, options: JsonObject = {}) {
  const all = { client_id: 'app', client_secret: 's~', tenant_domain: tid, ...options };
  const read = validateOptions(azureAd, all) as AzureAdOptions;
  return toProfile({ issuer, subject: 'oid', claims: { iss: issuer, tid, ...claims } }, read);
}

describe('the profile', () => {
  // covers AUTH0-13, AUTH0-18, LOGTO-09
  it('the profile is made of a v2.0 token', () => {
    const claims = {
      name: 'Ada Lovelace',
      given_name: 'Ada',
      family_name: 'Lovelace',
      preferred_username: 'ada@contoso.com',
      email: 'Ada.L@contoso.com',
      xms_pl: 'en-gb',
      ctry: 'GB',
      groups: ['g1', 'g2'],
      picture: 'https://graph.microsoft.com/v1.0/me/photo/$value',
    };
    expect(profile(claims)).toEqual({
      name: 'Ada Lovelace',
      givenName: 'Ada',
      familyName: 'Lovelace',
      preferredUsername: 'ada@contoso.com',
      email: 'Ada.L@contoso.com',
      locale: 'en-GB',
      groups: ['g1', 'g2'],
    });
  });

  it('the profile is made of a v1.0 token', () => {
    expect(profile({ upn: 'ada@contoso.com', unique_name: 'x', given_name: 'Ada', family_name: 'L' })).toEqual({
      name: 'Ada L',
      givenName: 'Ada',
      familyName: 'L',
      preferredUsername: 'ada@contoso.com',
      email: 'ada@contoso.com',
    });
    expect(profile({ unique_name: 'live.com#ada@outlook.com' })).toEqual({ preferredUsername: 'ada@outlook.com' });
  });

  it('the profile leaves out what is no text, empty, too long or holds control characters', () => {
    expect(
      profile({ name: 7, given_name: ' ', family_name: 'x'.repeat(2000), nickname: 'a\r\nb', xms_pl: '!' }),
    ).toEqual({});
  });

  // covers AUTH0-60
  it('the profile takes a user principal name for an address only where it can be one', () => {
    const guest = 'ada_home.example#EXT#@contoso.onmicrosoft.com';
    expect(profile({ preferred_username: guest }).email).toBeUndefined();
    expect(profile({ preferred_username: guest }).preferredUsername).toBe(guest);
    expect(profile({ preferred_username: '+49 170 1234567' }).email).toBeUndefined();
    expect(profile({ preferred_username: 'ada@contoso.com' }).email).toBe('ada@contoso.com');
  });

  it.each(['a@b.example@c.example', '"a@b.example"@c.example', 'a@b.example,c@d.example', 'a b@c.example', 'a@b'])(
    'the profile has no address like %s',
    (email) => {
      expect(profile({ email }).email).toBeUndefined();
    },
  );
});

describe('groups', () => {
  it('groups are unknown, never none, when there were too many for the token', () => {
    for (const overage of [{ _claim_names: { groups: 'src1' } }, { hasgroups: true }, { hasgroups: 'true' }]) {
      expect(profile(overage)).not.toHaveProperty('groups');
      expect(profile({ ...overage, groups: ['g1'] })).not.toHaveProperty('groups');
    }
    expect(profile({ _claim_names: { other: 'src1' }, groups: ['g1'] }).groups).toEqual(['g1']);
  });

  it('groups are unknown when the token has none of them, and none when it has an empty list', () => {
    expect(profile({})).not.toHaveProperty('groups');
    expect(profile({ groups: [] }).groups).toEqual([]);
  });
});

describe('an e-mail address', () => {
  const email = 'ada@contoso.com';

  it.each<[JsonObject]>([[{ xms_edov: true }], [{ xms_edov: 'true' }], [{ xms_edov: '1' }], [{ xms_edov: 1 }]])(
    'an e-mail address is believed on %j',
    (evidence) => {
      expect(profile({ email, ...evidence }).emailEvidence).toBe('upstream');
    },
  );

  // covers MISTAKE-16
  it.each<[JsonObject]>([
    [{}],
    [{ xms_edov: false }],
    [{ xms_edov: 'false' }],
    [{ xms_edov: '0' }],
    [{ xms_edov: 0 }],
    [{ xms_edov: 'yes' }],
    [{ xms_edov: [true] }],
    [{ email_verified: true }],
  ])('an e-mail address is not believed on %j', (evidence) => {
    expect(profile({ email, ...evidence })).toMatchObject({ email });
    expect(profile({ email, ...evidence }).emailEvidence).toBeUndefined();
  });

  // covers AUTH0-60
  it('an e-mail address is not believed when it only stands in for a missing one', () => {
    expect(profile({ preferred_username: email, xms_edov: true }, trusting)).toEqual({
      email,
      preferredUsername: email,
    });
  });

  // covers AUTH0-20
  it('an e-mail address is believed by the operator’s choice, for one tenant only', () => {
    expect(profile({ email }, trusting).emailEvidence).toBe('operator');
    expect(profile({ email }).emailEvidence).toBeUndefined();
    const shared = { ...trusting, useCommonEndpoint: true, allowed_tenants: [tid] };
    expect(profile({ email }, shared).emailEvidence).toBeUndefined();
    expect(profile({ email, xms_edov: true }, shared).emailEvidence).toBe('upstream');
  });

  it.each<[string, JsonObject]>([
    ['a guest by acct', { acct: 1 }],
    ['a guest by idp', { idp: 'https://sts.windows.net/11111111-2222-4333-8444-555555555555/' }],
    ['a guest by mail code', { idp: 'mail' }],
    ['a guest by name', { upn: 'ada_x.example#EXT#@contoso.onmicrosoft.com' }],
    ['a personal account', { tid: consumerTenantId }],
  ])('of %s is outside the operator’s choice', (_name, claims) => {
    expect(profile({ email, ...claims }, trusting).emailEvidence).toBeUndefined();
    expect(profile({ email, acct: 0, idp: `https://sts.windows.net/${tid}/` }, trusting).emailEvidence).toBe(
      'operator',
    );
  });
});
