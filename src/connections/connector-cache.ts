import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../common/clock.js';
import { InvalidInputError } from '../common/errors.js';
import { Logger } from '../common/logging/index.js';
import { GuardedFetch } from '../common/outbound/index.js';
import {
  type Connector,
  type ConnectorDefinition,
  ConnectorError,
  ConnectorRegistry,
  validateOptions,
} from '../connectors/index.js';
import { type Connection, domainsOf } from './connection.js';
import { UpstreamMetrics } from './metrics/upstream-metrics.js';
import { upToDate, versionTrouble } from './options-version.js';

/** Connectors kept at once. One more only costs a fetch of an upstream's documents. */
const CAPACITY = 500;

interface Made {
  /** Of all that the connector was made from. A hash: it covers secrets. */
  readonly fingerprint: string;
  readonly connector: Connector;
  /** Of the connection. */
  readonly name: string;
}

/** Makes the connector of a connection, once for each state of the connection: connectors cache their upstream's documents. */
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

  /** @throws {ConnectorError} `misconfigured`, when this hub has no such connector or the stored options no longer suit it. */
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

  /** The connector at hand, if this instance made one already. */
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

/** Validated again, because another version of the connector may have stored them. */
function storedOptions(definition: ConnectorDefinition, connection: Connection): object {
  const current = upToDate(connection, definition);
  const trouble = versionTrouble(current, definition);
  if (trouble !== undefined) throw unusable(connection, trouble);
  try {
    return validateOptions(definition, { ...current.options, ...current.secrets });
  } catch (error) {
    if (error instanceof InvalidInputError) throw unusable(connection, error.message, error);
    throw error;
  }
}

function fingerprintOf(connection: Connection): string {
  const { name, strategy, options, optionsVersion, secrets } = connection;
  const madeFrom = [name, strategy, domainsOf(connection), options, optionsVersion, secrets];
  return hash('sha256', JSON.stringify(madeFrom), 'base64');
}

function unusable(connection: Connection, reason: string, cause?: unknown): ConnectorError {
  return new ConnectorError('misconfigured', `The connection "${connection.name}" cannot be used: ${reason}`, {
    step: 'authorize',
    actor: 'operator',
    messageKey: 'hub.connection_unfit',
    publicMessage: 'This way to sign in is not set up correctly.',
    ...(cause !== undefined && { cause }),
  });
}
