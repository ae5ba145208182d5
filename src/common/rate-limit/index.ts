/** Limits on how often something may happen, shared by all instances. Owns no rule: each feature names its own. */
export { type RateCount, RateCounter } from './rate-counter.js';
export { RateLimiter, type RateRule } from './rate-limiter.js';
