import { Injectable } from '@nestjs/common';
import type { Account, AccountClaims } from 'oidc-provider';
import type { User } from '../../users/index.js';
import { AccountStore } from './account.store.js';

/** Scopes and the claims that each releases (OpenID Connect Core 1.0, section 5.4), in ID token and userinfo alike. */
export const SCOPE_CLAIMS: Readonly<Record<string, readonly string[]>> = {
  openid: ['sub'],
  profile: ['name', 'preferred_username', 'given_name', 'family_name', 'picture'],
  email: ['email', 'email_verified'],
  groups: ['groups'],
};

export const SCOPES: readonly string[] = ['openid', 'offline_access', 'profile', 'email', 'groups'];

/**
 * Everything that may be released about a user; the scopes decide what is. `email_verified` is a boolean and always
 * beside `email`. `preferred_username` falls back to the address, because Coder needs one. `groups` is absent while it is
 * unknown: absence does not mean "no groups".
 */
export function claimsOf(user: User): AccountClaims {
  const { profile } = user;
  const claims: Record<string, unknown> = {
    name: profile.name,
    preferred_username: profile.preferredUsername ?? profile.email,
    given_name: profile.givenName,
    family_name: profile.familyName,
    picture: profile.picture,
    ...(profile.email !== undefined && { email: profile.email, email_verified: profile.emailVerified }),
    ...(profile.groups !== undefined && { groups: [...profile.groups] }),
  };
  const present = Object.entries(claims).filter(([, value]) => value !== undefined);
  return { sub: user.id, ...Object.fromEntries(present) };
}

/** A user as the library knows it. */
export class HubAccount implements Account {
  readonly [key: string]: unknown;
  readonly accountId: string;

  constructor(readonly user: User) {
    this.accountId = user.id;
  }

  readonly claims = (): AccountClaims => claimsOf(this.user);
}

/** The users that an application may be told about: looked up afresh for every page, code, token and refresh. */
@Injectable()
export class Accounts {
  constructor(private readonly store: AccountStore) {}

  /** Begins to read the user whom a code or token is about. */
  foresee(model: string, id: string, clientId: string): Promise<void> {
    return this.store.foresee(model, id, clientId);
  }

  /**
   * Finds a user, unless they are blocked or gone, or signed in through a connection that is disabled, gone, or not
   * usable by this application.
   */
  async find(userId: string, clientId: string): Promise<HubAccount | undefined> {
    const account = await this.store.find(userId, clientId);
    if (account === undefined || account.user.blocked || !account.isUsable) return undefined;
    return new HubAccount(account.user);
  }
}
