/**
 * Connections: the stored instances of connectors, their REST API, home realm discovery, and which application may
 * use which. Owns what every provider shares; reads nothing of a connector's own options. Does not own sign-in (login).
 */

export { ConnectionDirectory } from './connection-directory.js';
export { ConnectionsModule } from './connections.module.js';
export type { AdminConsentRecord, ConsentEvidence } from './consent/admin-consent.js';
export { AdminConsentStore, type ConsentKey } from './consent/admin-consent.store.js';
export { AdminConsents } from './consent/admin-consents.js';
export {
  type Connection,
  daysToExpiry,
  domainsOf,
  hasButton,
  PROFILE_SYNC,
  type ProfileSync,
} from './model/connection.js';
export {
  type ConnectionChange,
  ConnectionDomainTaken,
  type ConnectionFilter,
  ConnectionNameTaken,
  ConnectionStore,
  UnknownClient,
} from './model/connection.store.js';
export { TRIAL_LIFETIME_MS, type Trial, type TrialNote } from './trial/trial.js';
export { type TrialOpening, TrialStore } from './trial/trial.store.js';
export type {
  EmailVerdict,
  TrialFailure,
  TrialOutcome,
  TrialReport,
  TrialStage,
  TrialWarning,
} from './trial/trial-report.js';
