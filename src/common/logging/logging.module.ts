import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Logger } from './logger.js';

/** Makes the hub's logger injectable everywhere: `constructor(private readonly logger: Logger)`. */
@Global()
@Module({})
export class LoggingModule {
  static forRoot(logger: Logger): DynamicModule {
    return { module: LoggingModule, providers: [{ provide: Logger, useValue: logger }], exports: [Logger] };
  }
}
