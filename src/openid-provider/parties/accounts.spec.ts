import { describe, expect, it } from '@jest/globals';
import type { RootProfile, User } from '../../users/index.js';
import { claimsOf } from './accounts.js';

const user = (profile: RootProfile): User => ({
  id: 'usr_1',
  blocked: false,
  profile,
  identity: { connectionId: 'c', connectionName: 'c', strategy: 's', issuer: 'i', subject: 'upstream', claims: {} },
  loginsCount: 1,
  createdAt: new Date(0),
  updatedAt: new Date(0),
});

describe('the claims of a user', () => {
  // covers AUTH0-50
  it('the claims of a user are everything known about them, under the names of OpenID Connect', () => {
    const profile = {
      email: 'ada@contoso.example',
      emailVerified: true,
      name: 'Ada L',
      givenName: 'Ada',
      familyName: 'L',
      preferredUsername: 'ada',
      picture: 'https://img.example/a.png',
      groups: ['g'],
    };
    expect(claimsOf(user(profile))).toEqual({
      sub: 'usr_1',
      email: 'ada@contoso.example',
      email_verified: true,
      name: 'Ada L',
      given_name: 'Ada',
      family_name: 'L',
      preferred_username: 'ada',
      picture: 'https://img.example/a.png',
      groups: ['g'],
    });
  });

  // covers CODER-10, PROXMOX-08
  it('a user with an address has a boolean email_verified, and one without has none', () => {
    expect(claimsOf(user({ email: 'a@b.example', emailVerified: false }))).toMatchObject({ email_verified: false });
    expect(claimsOf(user({ emailVerified: false }))).toEqual({ sub: 'usr_1' });
  });

  // covers CODER-02
  it('preferred_username falls back to the address', () => {
    expect(claimsOf(user({ email: 'a@b.example', emailVerified: true })).preferred_username).toBe('a@b.example');
  });

  // covers CODER-03, OPENMETADATA-10, PROXMOX-05
  it('groups are left out while they are unknown, which is not the same as none', () => {
    expect(claimsOf(user({ emailVerified: false }))).not.toHaveProperty('groups');
    expect(claimsOf(user({ emailVerified: false, groups: [] })).groups).toEqual([]);
  });
});
