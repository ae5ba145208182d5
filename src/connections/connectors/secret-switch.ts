import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ConflictError } from '../../common/errors.js';
import { Logger } from '../../common/logging/index.js';
import { type Connector, ConnectorError } from '../../connectors/index.js';
import { EventRecorder } from '../../events/index.js';
import type { ManagementToken } from '../../management/index.js';
import { type Connection, changedAt } from '../model/connection.js';

import { ConnectionStore } from '../model/connection.store.js';
import { withNextSecrets } from '../options/next-secrets.js';
import { ConnectorCache } from './connector-cache.js';

/** Puts the secrets that come next in the place of those in use: when an operator says so, or an upstream does. */
@Injectable()
export class SecretSwitch {
  constructor(
    private readonly store: ConnectionStore,
    private readonly connectors: ConnectorCache,
    private readonly clock: Clock,
    private readonly events: EventRecorder,
    private readonly logger: Logger,
  ) {}

  /**
   * Runs `work` with the connection's connector. Where the upstream refuses the secrets in use, `work` runs once more
   * with those that come next; when it gets through, the switch is made and recorded. Whoever was told meanwhile that it
   * took too long has been refused: once `signal` is aborted there is neither a second run nor a switch.
   * @throws what `work` throws: of two refused secrets, what was said of the one in use.
   */
  async call<Result>(
    connection: Connection,
    work: (connector: Connector) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    try {
      return await work(this.connectors.connectorOf(connection));
    } catch (error) {
      const isRefused = error instanceof ConnectorError && error.secretsRefused;
      if (!isRefused || connection.nextSecrets === undefined || signal.aborted) throw error;
      const result = await this.callWithNext(connection, work, error);
      signal.throwIfAborted();
      await this.afterRefusal(connection, error);
      return result;
    }
  }

  /**
   * Stores the switch. The revision stays: the upstream is the same, so logins under way go on.
   * @returns the connection as it is now; undefined when somebody changed it meanwhile.
   */
  private async switch(connection: Connection): Promise<Connection | undefined> {
    const now = this.clock.now();
    const switched = {
      ...withNextSecrets(connection),
      secretRotatedAt: now,
      updatedAt: changedAt(connection, now),
    };
    return (await this.store.update(switched, connection)) ? switched : undefined;
  }

  /** Stores the switch that an operator asked for, and records it. @throws {ConflictError} */
  async switchFor(
    connection: Connection,
    { clientId }: ManagementToken,
    details: { readonly checked: boolean },
  ): Promise<Connection> {
    const switched = await this.switch(connection);
    if (switched === undefined) {
      throw new ConflictError(
        'connection_changed',
        'Somebody else changed this connection at the same time: try again.',
      );
    }
    await this.events.record({
      type: 'sapi',
      description: 'Switched to the next secret of a connection.',
      clientId,
      connectionId: connection.id,
      connection: connection.name,
      details: { strategy: connection.strategy, ...details },
    });
    return switched;
  }

  private async callWithNext<Result>(
    connection: Connection,
    work: (connector: Connector) => Promise<Result>,
    refused: ConnectorError,
  ): Promise<Result> {
    try {
      return await work(this.connectors.make(withNextSecrets(connection)));
    } catch (error) {
      if (!(error instanceof ConnectorError && error.secretsRefused)) throw error;
      this.logger.warn({ connection: connection.name, upstream: error.upstream }, 'the next secret is refused, too');
      throw refused;
    }
  }

  /** Many logins may get here at once: the first one switches, the others find it done. */
  private async afterRefusal(connection: Connection, refused: ConnectorError): Promise<void> {
    if ((await this.switch(connection)) === undefined) return;
    await this.events.record({
      type: 'w',
      description: 'The upstream refused the secret in use and accepted the next one: the hub switched to it.',
      connectionId: connection.id,
      connection: connection.name,
      details: {
        reason: 'client_secret_switched',
        strategy: connection.strategy,
        ...(refused.upstream?.code !== undefined && { upstream_code: refused.upstream.code.slice(0, 100) }),
      },
    });
  }
}
