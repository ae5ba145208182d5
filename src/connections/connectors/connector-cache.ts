import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../common/clock.js';
import { Logger } from '../../common/logging/index.js';
import { GuardedFetch } from '../../common/outbound/index.js';
import { type Connector, ConnectorRegistry } from '../../connectors/index.js';
import { type Connection, domainsOf } from '../model/connection.js';
import { storedOptions, unusable } from '../options/read.js';
import { UpstreamMetrics } from './upstream-metrics.js';

/** Connectors kept at once. One more only costs a fetch of an upstream's documents. */
const CAPACITY = 500;

interface Made {
  /** Of all that the connector was made from. A hash: it covers secrets. */
  readonly fingerprint: string;
  readonly connector: Connector;
  /** Of the connection. */
  readonly name: string;
}

/** Makes the connector of a connection once for each state of it, since connectors cache their upstream's documents. */
@Injectable()
export class ConnectorCache {
  private readonly made = new LRUCache<string, Made>({ max: CAPACITY });

  constructor(
    private readonly registry: ConnectorRegistry,
    private readonly guardedFetch: GuardedFetch,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly metrics: UpstreamMetrics,
  ) {
    metrics.watch(() => [...this.made.values()]);
  }

  /** @throws {ConnectorError} `misconfigured`, when this hub has no such connector, or it cannot read the stored options. */
  connectorOf(connection: Connection): Connector {
    const fingerprint = fingerprintOf(connection);
    const kept = this.made.get(connection.id);
    const isAtHand = kept?.fingerprint === fingerprint;
    this.metrics.lookedUp(isAtHand ? 'hit' : 'miss');
    if (isAtHand) return kept.connector;
    const connector = this.make(connection);
    this.made.set(connection.id, { fingerprint, connector, name: connection.name });
    return connector;
  }

  /** The connector that this instance has made already, if it has. */
  peek(connection: Connection): Connector | undefined {
    const kept = this.made.peek(connection.id);
    return kept?.fingerprint === fingerprintOf(connection) ? kept.connector : undefined;
  }

  /** A connector of its own, with nothing cached. @throws {ConnectorError} like `connectorOf`. */
  make(connection: Connection): Connector {
    const definition = this.registry.find(connection.strategy);
    if (definition === undefined) {
      throw unusable(connection, `this hub has no connector for the strategy "${connection.strategy}"`);
    }
    return definition.create(storedOptions(definition, connection), {
      fetch: this.metrics.measured(this.guardedFetch.fetch, connection),
      now: () => this.clock.now(),
      logger: this.logger.child({ connection: connection.name, strategy: connection.strategy }),
      connection: { name: connection.name, domains: domainsOf(connection) },
    });
  }
}

function fingerprintOf(connection: Connection): string {
  const { name, strategy, options, optionsVersion, secrets } = connection;
  const madeFrom = [name, strategy, domainsOf(connection), options, optionsVersion, secrets];
  return hash('sha256', JSON.stringify(madeFrom), 'base64');
}
