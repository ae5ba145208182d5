/**
 * The sandbox Entra and the sample application, for demo, development and tests.
 * Owns: a local server that behaves like Microsoft Entra ID (seeded tenants, users, app registrations; faults on
 * command) and a small web application that signs in through the hub.
 * Does not own: anything of the hub. It reaches the hub over HTTP only and is never part of `portico start`.
 */

export { type ApplicationChange, SandboxControl, UnknownInSandbox } from './control/sandbox-control.js';
export {
  type SampleApplication,
  type SampleApplicationOptions,
  startSampleApplication,
} from './sample-application/start-sample-application.js';
export { DEFAULT_SEED_FILE, loadSeed, parseSeed, SeedError } from './seed/load-seed.js';
export {
  CONSUMERS_TENANT_ID,
  type Platform,
  Seed,
  type SeedApplication,
  type SeedSecret,
  type SeedTenant,
  type SeedUser,
} from './seed/seed.js';
export { type Sandbox, type SandboxOptions, startSandbox } from './server/start-sandbox.js';
export { KNOWN_CODES } from './world/aadsts.js';
export type {
  Failure,
  Lie,
  Stage,
  Switches,
  TokenLie,
  Trouble,
  TroubledEndpoint,
  TroubleKind,
} from './world/faults.js';
export type { LoggedRequest } from './world/request-log.js';
export type { SandboxLogger } from './world/state.js';
