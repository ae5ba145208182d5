import { Injectable } from '@nestjs/common';
import { PorticoConfig } from '../config/portico-config.js';
import type { Connector } from '../connectors/index.js';
import { callbackUrlOf } from './callback-url.js';
import type { Connection } from './connection.js';
import { ConnectionStore } from './connection.store.js';
import { ConnectionDirectory } from './connection-directory.js';
import { isConnectionName } from './connection-name.js';
import { ConnectorCache } from './connector-cache.js';
import { canonicalDomain, domainOfAddress } from './email-domain.js';
import { withNextSecrets } from './next-secret/next-secrets.js';
import { SecretSwitch } from './next-secret/secret-switch.js';

/** Answers from the store at every call: what was disabled a moment ago is disabled on every instance. */
@Injectable()
export class StoredConnectionDirectory extends ConnectionDirectory {
  constructor(
    private readonly store: ConnectionStore,
    private readonly connectors: ConnectorCache,
    private readonly secrets: SecretSwitch,
    private readonly config: PorticoConfig,
  ) {
    super();
  }

  async findByNameFor(clientId: string, name: string): Promise<Connection | undefined> {
    if (!isConnectionName(name)) return undefined;
    const connection = await this.store.findByName(name);
    if (connection === undefined) return undefined;
    return (await this.store.isUsableBy(connection.id, clientId)) ? connection : undefined;
  }

  async homeRealmFor(clientId: string, emailAddress: string): Promise<Connection | undefined> {
    const domain = domainOfAddress(emailAddress);
    return domain === undefined ? undefined : this.store.findByDomainFor(clientId, domain);
  }

  buttonsFor(clientId: string): Promise<readonly Connection[]> {
    return this.store.buttonsFor(clientId);
  }

  hasHomeRealmFor(clientId: string): Promise<boolean> {
    return this.store.anyDomainUsableBy(clientId);
  }

  anyUsableBy(clientId: string): Promise<boolean> {
    return this.store.anyUsableBy(clientId);
  }

  isUsableBy(connectionId: string, clientId: string): Promise<boolean> {
    return this.store.isUsableBy(connectionId, clientId);
  }

  findById(id: string): Promise<Connection | undefined> {
    return this.store.findById(id);
  }

  async ownerOfDomain(domain: string): Promise<string | undefined> {
    const canonical = canonicalDomain(domain);
    return canonical === undefined ? undefined : this.store.ownerOfDomain(canonical);
  }

  connectorOf(connection: Connection): Connector {
    return this.connectors.connectorOf(connection);
  }

  call<Result>(connection: Connection, work: (connector: Connector) => Promise<Result>): Promise<Result> {
    return this.secrets.call(connection, work);
  }

  freshConnectorOf(connection: Connection, secrets: 'in-use' | 'next' = 'in-use'): Connector {
    return this.connectors.make(secrets === 'next' ? withNextSecrets(connection) : connection);
  }

  callbackUrlOf(connection: Connection): string {
    return callbackUrlOf(this.config.issuer, connection);
  }
}
