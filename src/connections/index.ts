/**
 * Connections: the stored instances of connectors, their REST API, home realm discovery, and which application may
 * use which. Owns what every provider shares; reads nothing of a connector's own options. Does not own
 * sign-in (login), trials or consents.
 */

export { AdminConsents, type WireAdminConsent } from './admin-consents.js';
export { CompleteRefusalInterceptor } from './complete-refusal.interceptor.js';
export { CreateConnectionDto, UpdateConnectionDto } from './connection.dto.js';
export { ConnectionAdministration } from './connection-administration.js';
export { ConnectionDirectory } from './connection-directory.js';
export { ConnectionPresenter, WireConnection } from './connection-presenter.js';
export { ConnectionsModule } from './connections.module.js';
export {
  type Connection,
  daysToExpiry,
  domainsOf,
  hasButton,
  nameShown,
  PROFILE_SYNC,
  type ProfileSync,
} from './model/connection.js';
export {
  type ConnectionChange,
  ConnectionDomainTaken,
  type ConnectionFilter,
  ConnectionNameTaken,
  ConnectionStore,
  type ConnectionUse,
  UnknownClient,
} from './model/connection.store.js';
