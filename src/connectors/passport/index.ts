/**
 * The Passport bridge: makes a connector of any Passport strategy. Owns how a strategy is run (no Express, no session of
 * its own, every request through the guarded client) and what its outcome means. Knows no upstream: a connector made
 * with it lives in a folder of its own, as `github/` does.
 */

export { type HubStateStore, hubState } from './hub-state.js';
export { definePassportConnector, type PassportConnectorDefinition } from './passport.definition.js';
export { passportTranslations } from './passport.messages.js';
export type { IdentityInput, PassportSettings, StrategyFailure, StrategyInput } from './passport-settings.js';
export { type AnyStrategy, keptSession, runStrategy, type StrategyOutcome, strategyRequest } from './run-strategy.js';
