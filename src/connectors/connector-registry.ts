import { type DynamicModule, Module } from '@nestjs/common';
import { checkDefinition } from './check-definition.js';
import type { ConnectorDefinition } from './connector.js';

/** The connectors this hub knows, by strategy. Frozen at start. */
export class ConnectorRegistry {
  private readonly byName = new Map<string, ConnectorDefinition>();

  /** @throws {TypeError} when two connectors claim the same strategy or alias, or one cannot be used at all. */
  constructor(readonly definitions: readonly ConnectorDefinition[]) {
    for (const definition of definitions) {
      checkDefinition(definition);
      for (const name of [definition.strategy, ...(definition.aliases ?? [])]) {
        if (this.byName.has(name)) throw new TypeError(`Two connectors claim the strategy or alias "${name}".`);
        this.byName.set(name, definition);
      }
    }
  }

  /** By strategy or alias; undefined for an unknown one. */
  find(name: string): ConnectorDefinition | undefined {
    return this.byName.get(name);
  }
}

/** Makes the connectors that a hub was given known to every feature. */

@Module({})
export class ConnectorsModule {
  /** @throws {TypeError} when a connector cannot be used, or two claim the same name. */
  static forRoot(definitions: readonly ConnectorDefinition[]): DynamicModule {
    return {
      module: ConnectorsModule,
      global: true,
      providers: [{ provide: ConnectorRegistry, useValue: new ConnectorRegistry(definitions) }],
      exports: [ConnectorRegistry],
    };
  }
}
