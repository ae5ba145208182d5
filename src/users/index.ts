/** Users, their identities and profile sync. Recognises a person by (connection, issuer, subject) and nothing else. */

export type { Identity, RootProfile, User } from './user.js';
export { IdentityExists, type RecordedSignIn, type UserFilter, type UserOrder, UserStore } from './user.store.js';
export type { ProfileSyncRule } from './user-directory.js';
export { type ForeseenSignIn, type SignIn, type SignInResult, UserDirectory } from './user-directory.js';
export { UsersModule } from './users.module.js';
