/** Counting and measuring, and `/metrics`. Owns no measure: each feature names its own. */
export { BoundedValues, MAX_CONNECTIONS, type Measure, Metrics, type Reading } from './metrics.js';
export { MetricsMiddleware } from './metrics.middleware.js';
