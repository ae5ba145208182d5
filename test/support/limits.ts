import { type Clock, SystemClock } from '../../src/common/clock.js';
import { SilentLogger } from '../../src/common/logging/index.js';
import { Metrics } from '../../src/common/metrics/index.js';
import { RateLimiter } from '../../src/common/rate-limit/rate-limiter.js';
import type { Database } from '../../src/storage/database.js';
import { SqlRateCounter } from '../../src/storage/rate-counters.store.js';

/** The hub's limiter over a database. */
export function limiterOver(database: Database, clock: Clock = new SystemClock()): RateLimiter {
  return new RateLimiter(new SqlRateCounter(database), clock, new SilentLogger(), new Metrics());
}
