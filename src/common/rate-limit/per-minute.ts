import type { RateRule } from './rate-limiter.js';

/** A rule of so many requests a minute; undefined where the operator switched the limit off. */
export function perMinute(name: string, limit: number): RateRule;
export function perMinute(name: string, limit: number | undefined): RateRule | undefined;
export function perMinute(name: string, limit: number | undefined): RateRule | undefined {
  return limit === undefined ? undefined : { name, limit, windowMs: 60_000 };
}
