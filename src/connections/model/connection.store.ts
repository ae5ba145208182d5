import type { Page, PageRequest } from '../../common/page.js';
import type { Connection } from './connection.js';

export interface ConnectionFilter {
  readonly strategies?: readonly string[];
  readonly name?: string;
  readonly isEnabled?: boolean;
  /** Only connections whose secret expires, or has expired, before then. Without a date of expiry none is meant. */
  readonly expiringBefore?: Date;
}

/** The name is in use. */
export class ConnectionNameTaken extends Error {}
/** The domain belongs to another enabled connection. */
export class ConnectionDomainTaken extends Error {
  constructor(readonly domain: string) {
    super(`The domain ${domain} belongs to another connection.`);
  }
}
/** There is no application with this client id. */
export class UnknownClient extends Error {
  constructor(readonly clientId: string) {
    super(`There is no application with the client id ${clientId}.`);
  }
}

/** A connection as an application meets it. */
export interface ConnectionUse {
  readonly connection: Connection;
  /** Whether it is enabled, and the application may use it. */
  readonly isUsable: boolean;
  /** Whether an administrator's consent is claimed that a sign-in would prove. */
  readonly awaitsProof: boolean;
}

/** What a change is, beside what it makes of the connection. */
export interface ConnectionChange {
  /** It is another registration at the upstream now: what administrators consented to is forgotten with the change. */
  readonly isOtherRegistration?: boolean;
}

/**
 * Storage port of connections and of which application may use which. Every write is atomic: the connection, its
 * domains and its secrets change together or not at all. Uniqueness is the database's, so it holds under races.
 */
export abstract class ConnectionStore {
  /** @throws {ConnectionNameTaken | ConnectionDomainTaken | UnknownClient} and then nothing is stored. */
  abstract insert(connection: Connection, enabledClients: readonly string[]): Promise<void>;
  /**
   * Replaces the stored connection if nobody changed it since `read` was read (its `updatedAt` and `revision` still hold).
   * @returns false when somebody did, or it is gone.
   * @throws {ConnectionDomainTaken}
   */
  abstract update(connection: Connection, read: Connection, change?: ConnectionChange): Promise<boolean>;
  /** @returns false when there was none. */
  abstract delete(id: string): Promise<boolean>;

  abstract findById(id: string): Promise<Connection | undefined>;
  abstract findByName(name: string): Promise<Connection | undefined>;
  /** By its name, with what this application may do with it. */
  abstract findByNameFor(name: string, clientId: string): Promise<ConnectionUse | undefined>;
  abstract findByIdFor(id: string, clientId: string): Promise<ConnectionUse | undefined>;
  /** Ordered by name; a checkpoint's `from` is a connection's name, exclusive. */
  abstract list(filter: ConnectionFilter, page: PageRequest): Promise<Page<Connection>>;
  /** Id of the connection that the domain belongs to: the enabled one, else one of the disabled ones that have it. */
  abstract ownerOfDomain(domain: string): Promise<string | undefined>;

  /** Ordered by client id; a checkpoint's `from` is a client id, exclusive. */
  abstract clientsOf(id: string, page: PageRequest): Promise<Page<string>>;
  /** @throws {UnknownClient} and then nothing is changed. */
  abstract setClients(
    id: string,
    changes: readonly { readonly clientId: string; readonly status: boolean }[],
  ): Promise<void>;
  /** Whether anybody has signed in through the connection. */
  abstract hasUsers(id: string): Promise<boolean>;
  /** Whether there is an application with this client id. */
  abstract hasClient(clientId: string): Promise<boolean>;
  /** Ordered by name. */
  abstract connectionsOf(clientId: string, page: PageRequest): Promise<Page<Connection>>;

  /** Whether the connection is enabled and this application may use it. */
  abstract isUsableBy(id: string, clientId: string): Promise<boolean>;
  /** Whether any enabled connection of this application has domains: then the e-mail field is shown. */
  abstract anyDomainUsableBy(clientId: string): Promise<boolean>;
  /** Enabled connections of this application that show a button, by display name. At most 100. */
  abstract buttonsFor(clientId: string): Promise<readonly Connection[]>;
  /** The enabled connection of this application that owns the domain. One indexed look-up, however many connections there are. */
  abstract findByDomainFor(clientId: string, domain: string): Promise<Connection | undefined>;
}
