/** Limits on how often something may happen, shared by all instances. Owns no rule: each feature names its own. */
export { addressSubject } from './address-subject.js';
export { currentAddress } from './current-address.js';
export { perMinute } from './per-minute.js';
export { type RateCount, RateCounter } from './rate-counter.js';
export { RateLimitModule } from './rate-limit.module.js';
export { RateLimiter, type RateRule } from './rate-limiter.js';
