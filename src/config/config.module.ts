import { type DynamicModule, Global, Module } from '@nestjs/common';
import { PorticoConfig } from './portico-config.js';

/** Makes the configuration injectable everywhere: `constructor(private readonly config: PorticoConfig)`. */
@Global()
@Module({})
export class ConfigModule {
  static forRoot(config: PorticoConfig): DynamicModule {
    return {
      module: ConfigModule,
      providers: [{ provide: PorticoConfig, useValue: config }],
      exports: [PorticoConfig],
    };
  }
}
