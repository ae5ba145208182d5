/**
 * A connection in front of a route of somebody's own Nest application, without a hub: a Passport strategy and a guard.
 * Owns the sign-in's and the session's cookies. Knows no connector: the application gives one.
 */
export {
  ConnectionGuard,
  ConnectionStrategy,
  type ConnectionStrategyClass,
  type ConnectionStrategyOptions,
} from './connection.strategy.js';
export type { FrontDoorOptions, SignedInPerson } from './front-door.js';
