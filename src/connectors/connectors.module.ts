/** Makes the connectors that a hub was given known to every feature. */
import { type DynamicModule, Module } from '@nestjs/common';
import type { ConnectorDefinition } from './connector.js';
import { ConnectorRegistry } from './connector-registry.js';

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
