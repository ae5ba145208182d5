import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { currentRequestContext } from '../common/request-context.js';
import type { Identity, RootProfile, User } from './user.js';
import { IdentityExists, UserStore } from './user.store.js';

export interface SignIn {
  readonly identity: Identity;
  readonly profile: RootProfile;
  readonly profileSync: ProfileSyncRule;
  /** The application that it is for. */
  readonly clientId?: string;
}

export type SignInResult =
  | { readonly kind: 'signed-in'; readonly user: User; readonly isNew: boolean }
  | { readonly kind: 'blocked'; readonly user: User }
  /** The connection creates no users at sign-in, and this person is unknown. */
  | { readonly kind: 'unknown' };

/** What a sign-in would do: make a user, recognise one, or refuse the person. */
export type ForeseenSignIn = 'create' | 'recognise' | 'blocked' | 'unknown';

/** Somebody else may make, remove or block the user between two looks. */
const ATTEMPTS = 4;

/** What the rest of the hub may ask about users. Recognises them by their identity in the store, and by nothing else. */
@Injectable()
export class UserDirectory {
  constructor(
    private readonly store: UserStore,
    private readonly clock: Clock,
  ) {}

  /** Finds a user whatever their state: callers look at `blocked`. */
  find(id: string): Promise<User | undefined> {
    return this.store.find(id);
  }

  /** Recognises or creates the user of a verified identity and applies profile sync. Parallel first sign-ins make one user. */
  async signIn(signIn: SignIn): Promise<SignInResult> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const known = await this.store.findByIdentity(signIn.identity);
      const result = known === undefined ? await this.firstSignIn(signIn) : await this.nextSignIn(known, signIn);
      if (result !== undefined) return result;
    }
    throw new Error('A user changed at every look. The sign-in was not recorded.');
  }

  /** Says what `signIn` would do at this moment. Writes nothing. */
  async foresee({ identity, profileSync }: SignIn): Promise<ForeseenSignIn> {
    const known = await this.store.findByIdentity(identity);
    if (known !== undefined) return known.blocked ? 'blocked' : 'recognise';
    return createsUser(profileSync) ? 'create' : 'unknown';
  }

  /** @returns undefined when somebody else made the user meanwhile. */
  private async firstSignIn({ identity, profile, profileSync, clientId }: SignIn): Promise<SignInResult | undefined> {
    if (!createsUser(profileSync)) return { kind: 'unknown' };
    const now = this.clock.now();
    const ip = currentRequestContext()?.ip;
    const user: User = {
      id: newId('usr'),
      blocked: false,
      profile,
      identity,
      loginsCount: 1,
      lastLogin: now,
      ...(ip !== undefined && { lastIp: ip }),
      createdAt: now,
      updatedAt: now,
    };
    try {
      await this.store.insert(user, clientId);
      return { kind: 'signed-in', user, isNew: true };
    } catch (error) {
      if (error instanceof IdentityExists) return undefined;
      throw error;
    }
  }

  /** @returns undefined when the user was removed or blocked meanwhile. */
  private async nextSignIn(
    known: User,
    { identity, profile, profileSync, clientId }: SignIn,
  ): Promise<SignInResult | undefined> {
    if (known.blocked) return { kind: 'blocked', user: known };
    const ip = currentRequestContext()?.ip;
    const user = await this.store.recordSignIn(known.id, {
      at: this.clock.now(),
      identity,
      ...writtenBy(profileSync, profile),
      ...(clientId !== undefined && { clientId }),
      ...(ip !== undefined && { ip }),
    });
    return user && { kind: 'signed-in', user, isNew: false };
  }
}

/** When a sign-in writes root attributes. The values are the connections' `set_user_root_attributes`. */
export type ProfileSyncRule = 'on_each_login' | 'on_first_login' | 'never_on_login';

/** Whether a sign-in of somebody unknown makes a user. */
export function createsUser(rule: ProfileSyncRule): boolean {
  return rule !== 'never_on_login';
}

/**
 * What a sign-in of a known user writes. Groups always: applications give rights by them, and rights that were taken
 * away upstream must not live on because a name is not to be overwritten.
 */
export function writtenBy(
  rule: ProfileSyncRule,
  profile: RootProfile,
): { readonly profile?: RootProfile; readonly groups?: readonly string[] } {
  return {
    ...(rule === 'on_each_login' && { profile }),
    ...(profile.groups !== undefined && { groups: profile.groups }),
  };
}
