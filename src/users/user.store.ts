import type { Page, PageRequest } from '../common/page.js';
import type { Identity, RootProfile, User } from './user.js';

/** Somebody with this (connection, issuer, subject) is there already. */
export class IdentityExists extends Error {}

export interface UserFilter {
  readonly id?: string;
  readonly connectionName?: string;
  /** Exact, lower case. */
  readonly email?: string;
}

export type UserOrder = 'newest-first' | 'oldest-first';

/** A sign-in to count. */
export interface RecordedSignIn {
  readonly at: Date;
  readonly ip?: string;
  /** With the claims to keep. */
  readonly identity: Identity;
  /** Groups of this sign-in; absent when they are unknown. Kept whatever profile sync says: they carry rights. */
  readonly groups?: readonly string[];
  /** Replaces the root attributes where given; its groups are not looked at. */
  readonly profile?: RootProfile;
  /** The application that it is for: nobody is signed in to one that may not use the connection any more. */
  readonly clientId?: string;
}

/** Storage port of users and their identities. */
export abstract class UserStore {
  abstract find(id: string): Promise<User | undefined>;
  abstract findByIdentity(key: Pick<Identity, 'connectionId' | 'issuer' | 'subject'>): Promise<User | undefined>;
  /**
   * @param clientId the application that the user signs in to.
   * @throws {IdentityExists} and then nothing is stored: parallel first sign-ins make one user.
   */
  abstract insert(user: User, clientId?: string): Promise<void>;
  /**
   * Counts a sign-in of a user who is not blocked, and keeps its claims and groups. One atomic statement per table, so
   * that no parallel sign-in is lost and nobody is let in who was blocked a moment ago.
   * @returns the user as stored now, or undefined when they are gone or blocked.
   */
  abstract recordSignIn(id: string, signIn: RecordedSignIn): Promise<User | undefined>;
  /** @returns the user as stored now, or undefined when they are gone. */
  abstract setBlocked(id: string, blocked: boolean, at: Date): Promise<User | undefined>;
  abstract delete(id: string): Promise<boolean>;
  abstract list(filter: UserFilter, page: PageRequest, order?: UserOrder): Promise<Page<User>>;
}
