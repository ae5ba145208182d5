import { Injectable } from '@nestjs/common';
import { PorticoConfig } from '../config/portico-config.js';
import type { Connector } from '../connectors/index.js';
import { ConnectorCache } from './connectors/connector-cache.js';
import { SecretSwitch } from './connectors/secret-switch.js';
import { type Connection, callbackUrlOf, domainsOf, isConnectionName } from './model/connection.js';
import { ConnectionStore, type ConnectionUse } from './model/connection.store.js';
import { canonicalDomain, domainOfAddress } from './model/email-domain.js';
import { withNextSecrets } from './options/next-secrets.js';

/**
 * What the rest of the hub may ask about connections. Never answers with a connection that is disabled, or that the
 * application may not use; nothing of a connector's options is read here. Answers from the store at every call: what was
 * disabled a moment ago is disabled on every instance.
 */
@Injectable()
export class ConnectionDirectory {
  constructor(
    private readonly store: ConnectionStore,
    private readonly connectors: ConnectorCache,
    private readonly secrets: SecretSwitch,
    private readonly config: PorticoConfig,
  ) {}

  /** Finds a connection by its name, if it is enabled and this application may use it. */
  async findByNameFor(clientId: string, name: string): Promise<Connection | undefined> {
    if (!isConnectionName(name)) return undefined;
    const use = await this.store.findByNameFor(name, clientId);
    return use?.isUsable === true ? use.connection : undefined;
  }

  /** Home realm discovery: finds the connection that owns exactly the domain of this address, if this application may use it. */
  async homeRealmFor(clientId: string, emailAddress: string): Promise<Connection | undefined> {
    const domain = domainOfAddress(emailAddress);
    return domain === undefined ? undefined : this.store.findByDomainFor(clientId, domain);
  }

  buttonsFor(clientId: string): Promise<readonly Connection[]> {
    return this.store.buttonsFor(clientId);
  }

  /** Whether the page shows the e-mail field for this application. */
  hasHomeRealmFor(clientId: string): Promise<boolean> {
    return this.store.anyDomainUsableBy(clientId);
  }

  isUsableBy(connectionId: string, clientId: string): Promise<boolean> {
    return this.store.isUsableBy(connectionId, clientId);
  }

  /** Finds a connection by its id whatever its state, with whether this application may use it as it is now. */
  findByIdFor(id: string, clientId: string): Promise<ConnectionUse | undefined> {
    return this.store.findByIdFor(id, clientId);
  }

  /** Finds a connection by its id whatever its state, for callers that check the state themselves. */
  findById(id: string): Promise<Connection | undefined> {
    return this.store.findById(id);
  }

  /**
   * Id of the connection that owns this e-mail domain. One that is disabled owns it until an enabled one does: nobody
   * else shall speak for its people meanwhile.
   * @param probably a connection as it is stored: an enabled one that has the domain is its one owner.
   */
  async ownerOfDomain(domain: string, probably?: Connection): Promise<string | undefined> {
    const canonical = canonicalDomain(domain);
    if (canonical !== undefined && probably?.isEnabled && domainsOf(probably).includes(canonical)) return probably.id;
    return canonical === undefined ? undefined : this.store.ownerOfDomain(canonical);
  }

  /** The connector of this connection as it is configured now; the same instance until options, secrets or domains change. */
  connectorOf(connection: Connection): Connector {
    return this.connectors.connectorOf(connection);
  }

  /**
   * Runs `work` with this connector, and once more with the secrets that come next, where there are some and the
   * upstream refuses those in use. Once `signal` is aborted nothing is begun any more, and no secret switched.
   * @throws what `work` throws.
   */
  call<Result>(
    connection: Connection,
    work: (connector: Connector) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    return this.secrets.call(connection, work, signal);
  }

  /** A connector of its own with nothing cached, also of a connection that is not saved, and with the secrets that come next. @throws {ConnectorError} like `connectorOf`. */
  freshConnectorOf(connection: Connection, secrets: 'in-use' | 'next' = 'in-use'): Connector {
    return this.connectors.make(secrets === 'next' ? withNextSecrets(connection) : connection);
  }

  /** Where the upstream answers to for this connection. */
  callbackUrlOf(connection: Connection): string {
    return callbackUrlOf(this.config.issuer, connection);
  }
}
