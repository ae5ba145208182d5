import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from '../common/errors.js';
import { newHandle, newId } from '../common/ids.js';
import { ConnectorRegistry } from '../connectors/index.js';
import { AccessEnded, EventRecorder } from '../events/index.js';
import type { ManagementToken } from '../management/index.js';
import { ConnectionCheck } from './check/connection-check.js';
import type { CheckQuery, CreateConnectionDto, UpdateConnectionDto } from './connection.dto.js';
import {
  changedConnection,
  changedIdentityOptions,
  isOtherRegistration,
  newConnection,
  requiredConnector,
} from './connection-draft.js';
import { type Connection, changedAt } from './model/connection.js';
import {
  ConnectionDomainTaken,
  ConnectionNameTaken,
  ConnectionStore,
  UnknownClient,
} from './model/connection.store.js';
import { upToDate } from './options/read.js';

/** A change computed from what somebody else replaced meanwhile is computed once more, then given up. */
const ATTEMPTS = 2;

/** What operators do to connections: create, change, delete. Every change is recorded with who made it. */
@Injectable()
export class ConnectionAdministration {
  constructor(
    private readonly store: ConnectionStore,
    private readonly registry: ConnectorRegistry,
    private readonly clock: Clock,
    private readonly events: EventRecorder,
    private readonly accessEnded: AccessEnded,
    private readonly check: ConnectionCheck,
  ) {}

  /** The connection that a body asks for, not saved: nothing can refer to it, so it has no id. @throws {InvalidInputError} */
  draft(body: CreateConnectionDto): Connection {
    return newConnection(body, requiredConnector(this.registry, body.strategy), this.clock.now());
  }

  /** A stored connection in the form of this hub's connector, and as a body would change it. @throws {InvalidInputError} */
  foresee(read: Connection, body: UpdateConnectionDto): { readonly stored: Connection; readonly changed: Connection } {
    const definition = this.registry.find(read.strategy);
    const stored = upToDate(read, definition);
    return { stored, changed: changedConnection(stored, body, definition, this.clock.now()) };
  }

  /**
   * Creates a connection. With `check` the upstream is asked first, and nothing is saved that fails.
   * @throws {InvalidInputError | ConflictError | TooManyRequestsError}
   */
  async create(
    body: CreateConnectionDto,
    actor: ManagementToken,
    { check = false }: CheckQuery = {},
  ): Promise<Connection> {
    const connection = { ...this.draft(body), id: newId('con'), consentKey: newHandle() };
    if (check) await this.check.require(connection, actor);
    try {
      await this.store.insert(connection, body.enabled_clients ?? []);
    } catch (error) {
      throw asAnswer(error, connection);
    }
    await this.record('Connection created.', connection, actor);
    return connection;
  }

  /** @throws {NotFoundError} */
  async read(id: string): Promise<Connection> {
    const connection = await this.store.findById(id);
    if (connection === undefined) throw new NotFoundError('There is no connection with this id.');
    return connection;
  }

  /**
   * Changes a connection. With `check` the upstream is asked first, and nothing is saved that fails.
   * @throws {InvalidInputError | ForbiddenError | NotFoundError | ConflictError | TooManyRequestsError}
   */
  async update(
    id: string,
    body: UpdateConnectionDto,
    actor: ManagementToken,
    { check = false }: CheckQuery = {},
  ): Promise<Connection> {
    const touchesOptions = body.options !== undefined || body.restrict_email_domains !== undefined;
    if (touchesOptions && !actor.scopes.has('update:connections_options')) {
      throw new ForbiddenError('Changing the options of a connection needs the scope update:connections_options.');
    }
    if (check && !actor.scopes.has('read:connections_options')) {
      throw new ForbiddenError(
        'A check quotes the options of the connection: it needs the scope read:connections_options.',
      );
    }
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const { stored, changed } = this.foresee(await this.read(id), body);
      await this.refuseChangedIdentities(stored, changed);
      if (check) await this.check.require(changed, actor);
      const isSame = isDeepStrictEqual({ ...changed, updatedAt: stored.updatedAt }, stored);
      if (!isSame && !(await this.replace(changed, stored))) continue;
      // Also when it already was disabled: a try whose ending failed half-way can be repeated.
      if (!changed.isEnabled) await this.accessEnded.connectionEnded(id);
      // Tools send back what they read: that is no change, and leaves no trace of one.
      if (isSame) return stored;
      await this.record('Connection changed.', changed, actor, { fields: sentFields(body) });
      return changed;
    }
    throw changedMeanwhile();
  }

  /** Makes all links void that were sent to administrators of the connection's directory. @throws {NotFoundError | ConflictError} */
  async renewConsentKey(id: string, actor: ManagementToken): Promise<Connection> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const stored = await this.read(id);
      const changed = { ...stored, consentKey: newHandle(), updatedAt: changedAt(stored, this.clock.now()) };
      if (!(await this.store.update(changed, stored))) continue;
      await this.record('New link for administrators of the directory of a connection.', changed, actor);
      return changed;
    }
    throw changedMeanwhile();
  }

  /** Deletes a connection. Succeeds also when there is none: whoever repeats a deletion has what was asked for. */
  async delete(id: string, actor: ManagementToken): Promise<void> {
    const connection = await this.store.findById(id);
    const deleted = await this.store.delete(id);
    await this.accessEnded.connectionEnded(id);
    if (deleted && connection !== undefined) await this.record('Connection deleted.', connection, actor);
  }

  /** Says which applications may use the connection. @throws {NotFoundError | InvalidInputError} */
  async setClients(
    id: string,
    changes: readonly { readonly clientId: string; readonly status: boolean }[],
    actor: ManagementToken,
  ): Promise<void> {
    const connection = await this.read(id);
    try {
      await this.store.setClients(id, changes);
    } catch (error) {
      throw asAnswer(error, connection, '');
    }
    const ids = (status: boolean) => changes.filter((one) => one.status === status).map((one) => one.clientId);
    // Refused while it is off anyway; without this, unexpired refresh tokens would live again when it is given back.
    for (const clientId of ids(false)) await this.accessEnded.connectionEndedFor(id, clientId);
    await this.record('Clients of a connection changed.', connection, actor, {
      enabled_clients: ids(true),
      disabled_clients: ids(false),
    });
  }

  /** @throws {ConflictError} when people have signed in, and would become other users. */
  private async refuseChangedIdentities(stored: Connection, changed: Connection): Promise<void> {
    const options = changedIdentityOptions(this.registry.find(stored.strategy), stored, changed);
    if (options.length === 0 || !(await this.store.hasUsers(stored.id))) return;
    const fields = options.map((name) => ({
      field: `options.${name}`,
      message: `options.${name} cannot change once somebody has signed in through the connection: everybody would become a second user. Create another connection instead.`,
    }));
    throw new ConflictError('identities_fixed', fields.map((one) => one.message).join(' '), fields);
  }

  private async replace(changed: Connection, stored: Connection): Promise<boolean> {
    try {
      return await this.store.update(changed, stored, {
        isOtherRegistration: isOtherRegistration(this.registry.find(stored.strategy), stored, changed),
      });
    } catch (error) {
      throw asAnswer(error, changed);
    }
  }

  private record(
    description: string,
    connection: Connection,
    actor: ManagementToken,
    details: Readonly<Record<string, readonly string[]>> = {},
  ): Promise<void> {
    return this.events.record({
      type: 'sapi',
      description,
      clientId: actor.clientId,
      connectionId: connection.id,
      connection: connection.name,
      details: { strategy: connection.strategy, ...details },
    });
  }
}

function changedMeanwhile(): ConflictError {
  return new ConflictError(
    'connection_changed',
    'Somebody else changed this connection at the same time: read it again and repeat the change.',
  );
}

/** The names of the fields that a body brought, never their values. */
function sentFields(body: UpdateConnectionDto): readonly string[] {
  const { options, ...rest } = body;
  const fields = Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  return [...fields, ...Object.keys(options ?? {}).map((name) => `options.${name}`)].slice(0, 100);
}

/** Puts what the store refuses into the words of the API. @param clientsField field that the client ids came in. */
function asAnswer(error: unknown, connection: Connection, clientsField = 'enabled_clients'): unknown {
  if (error instanceof UnknownClient) {
    return new InvalidInputError([{ field: clientsField, message: error.message }]);
  }
  if (error instanceof ConnectionNameTaken) {
    const message = `The name "${connection.name}" is in use by another connection: choose another name.`;
    return new ConflictError('connection_conflict', message, [{ field: 'name', message }]);
  }
  if (error instanceof ConnectionDomainTaken) {
    const field = error.domain === connection.domain ? 'options.domain' : 'options.domain_aliases';
    const message = `The domain ${error.domain} belongs to another enabled connection: give ${field} a domain of its own, or disable the other connection first.`;
    return new ConflictError('domain_conflict', message, [{ field, message }]);
  }
  return error;
}
