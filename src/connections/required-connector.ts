import { InvalidInputError } from '../common/errors.js';
import type { ConnectorDefinition, ConnectorRegistry } from '../connectors/index.js';

/** The connector of a strategy or alias that somebody sent. @throws {InvalidInputError} that lists the known ones. */
export function requiredConnector(registry: ConnectorRegistry, strategy: string): ConnectorDefinition {
  const definition = registry.find(strategy);
  if (definition !== undefined) return definition;
  const known = registry.definitions.map((one) => one.strategy).join(', ');
  const message = `strategy must be one that this hub has a connector for: ${known}.`;
  throw new InvalidInputError([{ field: 'strategy', message }]);
}
