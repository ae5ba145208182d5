import type { ProfileSyncRule } from './profile-sync.js';
import type { Identity, RootProfile, User } from './user.js';

export interface SignIn {
  readonly identity: Identity;
  readonly profile: RootProfile;
  readonly profileSync: ProfileSyncRule;
}

export type SignInResult =
  | { readonly kind: 'signed-in'; readonly user: User; readonly isNew: boolean }
  | { readonly kind: 'blocked'; readonly user: User }
  /** The connection creates no users at sign-in, and this person is unknown. */
  | { readonly kind: 'unknown' };

/** What a sign-in would do: make a user, recognise one, or refuse the person. */
export type ForeseenSignIn = 'create' | 'recognise' | 'blocked' | 'unknown';

/** What the rest of the hub may ask about users. */
export abstract class UserDirectory {
  /** Whatever their state: callers look at `blocked`. */
  abstract find(id: string): Promise<User | undefined>;
  /** Recognises or creates the user of a verified identity and applies profile sync. One user under parallel first sign-ins. */
  abstract signIn(signIn: SignIn): Promise<SignInResult>;
  /** What `signIn` would do at this moment. Writes nothing. */
  abstract foresee(signIn: SignIn): Promise<ForeseenSignIn>;
}
