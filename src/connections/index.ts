/**
 * Connections: the stored instances of connectors, their REST API, home realm discovery, and which application may
 * use which. Owns what every provider shares; reads nothing of a connector's own options. Does not own sign-in (login), trials or consents.
 */

export { AdminConsents, type WireAdminConsent } from './admin-consents.js';
export { daysToExpiry } from './check/secret-expiry.js';
export { CompleteRefusalInterceptor } from './complete-refusal.interceptor.js';
export { type Connection, domainsOf, hasButton, nameShown, PROFILE_SYNC, type ProfileSync } from './connection.js';
export {
  type ConnectionChange,
  ConnectionDomainTaken,
  type ConnectionFilter,
  ConnectionNameTaken,
  ConnectionStore,
  UnknownClient,
} from './connection.store.js';
export { ConnectionAdministration } from './connection-administration.js';
export { ConnectionDirectory } from './connection-directory.js';
export { changedConnection, newConnection } from './connection-draft.js';
export { ConnectionsModule } from './connections.module.js';
export { CreateConnectionDto } from './dto/create-connection.dto.js';
export { UpdateConnectionDto } from './dto/update-connection.dto.js';
export { upToDate } from './options-version.js';
export { requiredConnector } from './required-connector.js';
export { WireConnection } from './wire/connection-presenter.js';
export { SingleConnectionPresenter } from './wire/single-connection-presenter.js';
