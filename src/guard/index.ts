/**
 * A connection in front of a route of somebody's own Nest application, without a hub: a Passport strategy and a guard.
 * Owns the sign-in's and the session's cookies, and the store that uses up sign-ins. Knows no connector: the application gives one.
 * A file of its own, however short: from outside, this folder is reached through its index alone.
 */
export {
  ConnectionGuard,
  ConnectionStrategy,
  type ConnectionStrategyClass,
  type ConnectionStrategyOptions,
} from './connection.strategy.js';
export type { FrontDoorOptions, SignedInPerson } from './front-door.js';
export type { SignInStore } from './sign-in-store.js';
export { describeSignInStoreContract, type SignInStoreHarness } from './sign-in-store-contract.js';
