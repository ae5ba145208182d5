/** Counting and measuring, and `/metrics`. Owns no measure: each feature names its own. */
export { BoundedValues, MAX_CONNECTIONS } from './bounded-values.js';
export { type Measure, Metrics, type Reading } from './metrics.js';
export { MetricsMiddleware } from './metrics.middleware.js';
export { MetricsModule } from './metrics.module.js';
