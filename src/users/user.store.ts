import type { Page, PageRequest } from '../common/page.js';
import type { Identity, RootProfile, User } from './user.js';

/** Somebody with this (connection, issuer, subject) is there already. */
export class IdentityExists extends Error {}

export interface UserFilter {
  readonly connectionName?: string;
  /** Exact, lower case. */
  readonly email?: string;
}

/** Storage port of users and their identities. */
export abstract class UserStore {
  abstract find(id: string): Promise<User | undefined>;
  abstract findByIdentity(key: Pick<Identity, 'connectionId' | 'issuer' | 'subject'>): Promise<User | undefined>;
  /** @throws {IdentityExists} and then nothing is stored: parallel first sign-ins make one user. */
  abstract insert(user: User): Promise<void>;
  /**
   * Counts a sign-in and keeps its claims; replaces the root attributes where `profile` is given. One atomic statement
   * per table, so that no parallel sign-in is lost.
   * @returns the user as stored now, or undefined when it is gone.
   */
  abstract recordSignIn(
    id: string,
    signIn: { readonly at: Date; readonly ip?: string; readonly identity: Identity; readonly profile?: RootProfile },
  ): Promise<User | undefined>;
  abstract setBlocked(id: string, blocked: boolean, at: Date): Promise<boolean>;
  abstract delete(id: string): Promise<boolean>;
  /** Newest first. */
  abstract list(filter: UserFilter, page: PageRequest): Promise<Page<User>>;
}
