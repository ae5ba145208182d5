import type { Connector } from '../connectors/index.js';
import type { Connection } from './connection.js';

/**
 * What the rest of the hub may ask about connections. Never answers with a connection that is disabled, or that the
 * application may not use; nothing of a connector's options is read here.
 */
export abstract class ConnectionDirectory {
  /** By name, if enabled and usable by this application. */
  abstract findByNameFor(clientId: string, name: string): Promise<Connection | undefined>;
  /** Home realm discovery: the connection that owns the domain of this address, if usable by this application. Exact match. */
  abstract homeRealmFor(clientId: string, emailAddress: string): Promise<Connection | undefined>;
  abstract buttonsFor(clientId: string): Promise<readonly Connection[]>;
  /** Whether the page shows the e-mail field for this application. */
  abstract hasHomeRealmFor(clientId: string): Promise<boolean>;
  abstract anyUsableBy(clientId: string): Promise<boolean>;
  abstract isUsableBy(connectionId: string, clientId: string): Promise<boolean>;
  /** By id whatever its state, for callbacks that check the state themselves. */
  abstract findById(id: string): Promise<Connection | undefined>;
  /**
   * Id of the connection that owns this e-mail domain. One that is disabled owns it until an enabled one does: nobody
   * else shall speak for its people meanwhile.
   */
  abstract ownerOfDomain(domain: string): Promise<string | undefined>;
  /** The connector of this connection as it is configured now; the same instance until options, secrets or domains change. */
  abstract connectorOf(connection: Connection): Connector;
  /**
   * Runs `work` with this connector, and once more with the secrets that come next, where there are some and the
   * upstream refuses those in use. @throws what `work` throws.
   */
  abstract call<Result>(connection: Connection, work: (connector: Connector) => Promise<Result>): Promise<Result>;
  /** A connector of its own with nothing cached, also of a connection that is not saved, and with the secrets that come next. @throws {ConnectorError} like `connectorOf`. */
  abstract freshConnectorOf(connection: Connection, secrets?: 'in-use' | 'next'): Connector;
  /** Where the upstream answers to for this connection. */
  abstract callbackUrlOf(connection: Connection): string;
}
