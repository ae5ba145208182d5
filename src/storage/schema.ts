import { adminConsents } from './tables/admin-consents.js';
import { applications, clientGrants } from './tables/applications.js';
import { connectionClients, connectionDomains, connections } from './tables/connections.js';
import { events } from './tables/events.js';
import { hubSettings } from './tables/hub-settings.js';
import { oidcArtifacts } from './tables/oidc-artifacts.js';
import { pendingLogins } from './tables/pending-logins.js';
import { rateCounters } from './tables/rate-counters.js';
import { signingKeys } from './tables/signing-keys.js';
import type { RowOf, Table } from './tables/table.js';
import { trials } from './tables/trials.js';
import { identities, users } from './tables/users.js';

/** Every table of the hub, by its name in the database. What a table is, its own file says. */
export const TABLES = {
  admin_consents: adminConsents,
  applications: applications,
  client_grants: clientGrants,
  connection_clients: connectionClients,
  connection_domains: connectionDomains,
  connections: connections,
  events: events,
  hub_settings: hubSettings,
  identities: identities,
  oidc_artifacts: oidcArtifacts,
  pending_logins: pendingLogins,
  rate_counters: rateCounters,
  signing_keys: signingKeys,
  trials: trials,
  users: users,
};

export const ALL_TABLES: readonly Table[] = Object.values(TABLES);

/** The tables as Kysely knows them. */
export type Schema = { [Name in keyof typeof TABLES]: RowOf<(typeof TABLES)[Name]> };
