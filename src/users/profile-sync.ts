import type { RootProfile } from './user.js';

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
