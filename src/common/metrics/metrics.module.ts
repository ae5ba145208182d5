import { Global, Module } from '@nestjs/common';
import { Metrics } from './metrics.js';
import { MetricsMiddleware } from './metrics.middleware.js';

/** Makes the metrics injectable everywhere: each feature measures its own. The root mounts the middleware. */
@Global()
@Module({ providers: [Metrics, MetricsMiddleware], exports: [Metrics, MetricsMiddleware] })
export class MetricsModule {}
