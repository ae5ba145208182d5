/** Limits on how often something may happen, shared by all instances. Owns no rule: each feature names its own. */
import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import type { Counter } from 'prom-client';
import { Clock } from '../clock.js';
import { TooManyRequestsError } from '../errors.js';
import { Logger } from '../logging/index.js';
import { Metrics } from '../metrics/index.js';
import { currentRequestContext } from '../request-context.js';

/** How often something has happened in its current window. */
export interface RateCount {
  /** This time included. */
  readonly count: number;
  /** When counting begins anew. */
  readonly endsAt: Date;
}

/**
 * Storage port: counts in fixed windows, shared by all instances of the hub. A window that ends more than two windows
 * from now, by a clock that ran ahead, is begun anew. What is over is swept away.
 */
export abstract class RateCounter {
  /** Counts `times` more, atomically: of calls at the same time each gets a count of its own. */
  abstract hit(key: string, windowMs: number, now: Date, times: number): Promise<RateCount>;
}

/** How often something may happen for one subject: a client, an address … */
export interface RateRule {
  /** Tells counters of different rules apart. Never changes once released. */
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** A rule of so many requests a minute; undefined where the operator switched the limit off. */
export function perMinute(name: string, limit: number): RateRule;
export function perMinute(name: string, limit: number | undefined): RateRule | undefined;
export function perMinute(name: string, limit: number | undefined): RateRule | undefined {
  return limit === undefined ? undefined : { name, limit, windowMs: 60_000 };
}

/** What this instance knows of one subject of one rule in the current window. */
interface Tally {
  /** What storage said, this instance's reports included. */
  shared: number;
  /** On its way to storage. */
  reporting: number;
  /** Counted here only. */
  unreported: number;
  endsAt: number;
  isOver: boolean;
}

/** Subjects remembered at once; one that is forgotten is looked up again. */
const CAPACITY = 20_000;
/** An instance reports each time it has counted this part of a limit: few subjects ever cost a statement. */
const REPORTED_PART = 0.02;

/**
 * Holds what callers do to a rule, across all instances of the hub. Below 100 in a window every hit is counted in
 * storage; above that, each further instance may let through at most 2 % of the limit more. Once a subject is over, the
 * instance refuses from memory. Where storage does not answer, each instance counts for itself.
 */
@Injectable()
export class RateLimiter {
  private readonly tallies = new LRUCache<string, Tally>({ max: CAPACITY });
  private readonly refusals: Counter<'rule'>;
  private isBlind = false;

  constructor(
    private readonly counter: RateCounter,
    private readonly clock: Clock,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.refusals = metrics.counter({
      name: 'portico_rate_limit_refusals_total',
      help: 'Requests refused because of a rate limit.',
      labels: ['rule'],
    });
  }

  /** Counts once more. @throws {TooManyRequestsError} beyond the limit, with the seconds until the window ends. */
  async spend(rule: RateRule, subject: string): Promise<void> {
    const now = this.clock.now();
    const key = keyOf(rule, subject);
    const tally = this.tallyOf(key, rule, now);
    if (!tally.isOver) {
      tally.unreported += 1;
      const isDue =
        tally.unreported >= Math.max(1, Math.floor(rule.limit * REPORTED_PART)) || known(tally) > rule.limit;
      const count = isDue ? await this.report(key, rule, tally, now) : known(tally);
      if (count > rule.limit && !tally.isOver) {
        tally.isOver = true;
        this.logger.warn({ rule: rule.name, subject, limit: rule.limit }, 'A rate limit is exceeded.');
      }
    }
    if (tally.isOver) this.refuse(rule, tally, now);
  }

  /** Counts nothing and asks nobody. @throws {TooManyRequestsError} where this instance knows that the limit is exceeded. */
  refuseIfOver(rule: RateRule, subject: string): void {
    const now = this.clock.now();
    const tally = this.tallies.get(keyOf(rule, subject));
    if (tally?.isOver && isCurrent(tally, rule, now)) this.refuse(rule, tally, now);
  }

  private tallyOf(key: string, rule: RateRule, now: Date): Tally {
    const kept = this.tallies.get(key);
    if (kept !== undefined && isCurrent(kept, rule, now)) return kept;
    const endsAt = now.getTime() + rule.windowMs;
    const tally: Tally = { shared: 0, reporting: 0, unreported: 0, endsAt, isOver: false };
    this.tallies.set(key, tally);
    return tally;
  }

  /** @returns the count, this hit included: of hits at the same time each has one of its own. */
  private async report(key: string, rule: RateRule, tally: Tally, now: Date): Promise<number> {
    const hits = tally.unreported;
    tally.unreported = 0;
    tally.reporting += hits;
    try {
      const { count, endsAt } = await this.counter.hit(key, rule.windowMs, now, hits);
      const isSameWindow = tally.endsAt === endsAt.getTime();
      tally.shared = isSameWindow ? Math.max(tally.shared, count) : count;
      tally.endsAt = endsAt.getTime();
      this.sees(true);
      return count;
    } catch (error) {
      tally.shared += hits;
      this.sees(false, error);
      return tally.shared;
    } finally {
      tally.reporting -= hits;
    }
  }

  /** Logged when it begins and when it is over, not at every request. */
  private sees(isSeeing: boolean, error?: unknown): void {
    if (isSeeing === !this.isBlind) return;
    this.isBlind = !isSeeing;
    if (isSeeing) this.logger.info({}, 'Rate limits are shared again.');
    else this.logger.warn({ err: error }, 'Rate limits cannot be shared: each instance counts for itself.');
  }

  private refuse(rule: RateRule, tally: Tally, now: Date): never {
    this.refusals.inc({ rule: rule.name });
    const seconds = Math.max(1, Math.ceil((tally.endsAt - now.getTime()) / 1000));
    throw new TooManyRequestsError(`Too many requests of this kind. Try again in ${seconds} seconds.`, seconds, {
      limit: rule.limit,
      endsAt: new Date(tally.endsAt),
    });
  }
}

/** A clock that was set back must not stretch a window: everybody over a limit would stay so until it has caught up. */
function isCurrent({ endsAt }: Tally, { windowMs }: RateRule, now: Date): boolean {
  const left = endsAt - now.getTime();
  return left > 0 && left <= 2 * windowMs;
}

function known({ shared, reporting, unreported }: Tally): number {
  return shared + reporting + unreported;
}

/** Hashed: a subject may be somebody's address, of any length. */
function keyOf(rule: RateRule, subject: string): string {
  return hash('sha256', JSON.stringify([rule.name, subject]), 'base64url');
}

/**
 * What an address counts as: an IPv4 address as itself, an IPv6 address as its /64, which is the least that a network
 * gives to one household or machine.
 * @param address as the request context has it; anything that is no address counts as one and the same.
 */
export function addressSubject(address: string): string {
  const bare = address.replace(/%.*$/, '');
  if (isIP(bare) === 0) return 'unknown';
  const parsed = ipaddr.process(bare);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}

/** Whom the request being served counts as: its address from the socket or a trusted proxy, never from a header alone. */
export function currentAddress(): string {
  return addressSubject(currentRequestContext()?.ip ?? '');
}
