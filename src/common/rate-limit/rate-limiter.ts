import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { TooManyRequestsError } from '../errors.js';
import { RateCounter } from './rate-counter.js';

/** How often something may happen for one subject: a client, an address … */
export interface RateRule {
  /** Tells counters of different rules apart. Never changes once released. */
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** Holds what callers do to a rule, across all instances of the hub. */
@Injectable()
export class RateLimiter {
  constructor(
    private readonly counter: RateCounter,
    private readonly clock: Clock,
  ) {}

  /** Counts once more. @throws {TooManyRequestsError} beyond the limit, with the seconds until the window ends. */
  async spend(rule: RateRule, subject: string): Promise<void> {
    const now = this.clock.now();
    // Hashed: a subject may be somebody's address, of any length.
    const key = createHash('sha256')
      .update(JSON.stringify([rule.name, subject]))
      .digest('base64url');
    const { count, endsAt } = await this.counter.hit(key, rule.windowMs, now);
    if (count <= rule.limit) return;
    const seconds = Math.max(1, Math.ceil((endsAt.getTime() - now.getTime()) / 1000));
    throw new TooManyRequestsError(`Too many requests of this kind. Try again in ${seconds} seconds.`, seconds);
  }
}
