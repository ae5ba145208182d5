import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { currentRequestContext } from '../common/request-context.js';
import { createsUser, writtenBy } from './profile-sync.js';
import type { User } from './user.js';
import { IdentityExists, UserStore } from './user.store.js';
import { type ForeseenSignIn, type SignIn, type SignInResult, UserDirectory } from './user-directory.js';

/** A user may be made, removed or blocked by somebody else between two looks. */
const ATTEMPTS = 4;

/** Recognises users by their identity in the store, and by nothing else. */
@Injectable()
export class StoredUserDirectory extends UserDirectory {
  constructor(
    private readonly store: UserStore,
    private readonly clock: Clock,
  ) {
    super();
  }

  override find(id: string): Promise<User | undefined> {
    return this.store.find(id);
  }

  override async signIn(signIn: SignIn): Promise<SignInResult> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const known = await this.store.findByIdentity(signIn.identity);
      const result = known === undefined ? await this.firstSignIn(signIn) : await this.nextSignIn(known, signIn);
      if (result !== undefined) return result;
    }
    throw new Error('A user changed at every look. The sign-in was not recorded.');
  }

  override async foresee({ identity, profileSync }: SignIn): Promise<ForeseenSignIn> {
    const known = await this.store.findByIdentity(identity);
    if (known !== undefined) return known.blocked ? 'blocked' : 'recognise';
    return createsUser(profileSync) ? 'create' : 'unknown';
  }

  /** @returns undefined when somebody else made the user meanwhile. */
  private async firstSignIn({ identity, profile, profileSync }: SignIn): Promise<SignInResult | undefined> {
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
      await this.store.insert(user);
      return { kind: 'signed-in', user, isNew: true };
    } catch (error) {
      if (error instanceof IdentityExists) return undefined;
      throw error;
    }
  }

  /** @returns undefined when the user was removed or blocked meanwhile. */
  private async nextSignIn(known: User, { identity, profile, profileSync }: SignIn): Promise<SignInResult | undefined> {
    if (known.blocked) return { kind: 'blocked', user: known };
    const ip = currentRequestContext()?.ip;
    const user = await this.store.recordSignIn(known.id, {
      at: this.clock.now(),
      identity,
      ...writtenBy(profileSync, profile),
      ...(ip !== undefined && { ip }),
    });
    return user && { kind: 'signed-in', user, isNew: false };
  }
}
