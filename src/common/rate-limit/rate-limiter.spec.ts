import { beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '../clock.js';
import { TooManyRequestsError } from '../errors.js';
import { Logger } from '../logging/index.js';
import { Metrics } from '../metrics/index.js';
import { perMinute, type RateCount, RateCounter, RateLimiter, type RateRule } from './rate-limiter.js';

class MovableClock extends Clock {
  time = Date.parse('2026-11-21T10:00:00Z');
  now = () => new Date(this.time);
  advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}

class MemoryLogger extends Logger {
  readonly lines: { readonly detail: object; readonly message: string }[] = [];
  private readonly keep = (detail: object, message: string) => void this.lines.push({ detail, message });
  override readonly debug = this.keep;
  override readonly info = this.keep;
  override readonly warn = this.keep;
  override readonly error = this.keep;
  override child = () => this;
}

/** Storage in memory that can be asked how often it was asked, and can fail. */
class MemoryCounter extends RateCounter {
  readonly windows = new Map<string, { count: number; endsAt: Date }>();
  statements = 0;
  isDown = false;

  override async hit(key: string, windowMs: number, now: Date, times: number): Promise<RateCount> {
    this.statements += 1;
    if (this.isDown) throw new Error('the storage does not answer');
    const kept = this.windows.get(key);
    const isOver = kept === undefined || kept.endsAt <= now;
    const next = isOver
      ? { count: times, endsAt: new Date(now.getTime() + windowMs) }
      : { ...kept, count: kept.count + times };
    this.windows.set(key, next);
    return next;
  }
}

const few = perMinute('few', 30);
const many = perMinute('many', 1000);

describe('a rate limiter', () => {
  let clock: MovableClock;
  let counter: MemoryCounter;
  let logger: MemoryLogger;
  let metrics: Metrics;
  const instance = () => new RateLimiter(counter, clock, logger, metrics);
  let limiter: RateLimiter;

  beforeEach(() => {
    clock = new MovableClock();
    counter = new MemoryCounter();
    logger = new MemoryLogger();
    metrics = new Metrics();
    limiter = instance();
  });

  /** How many of `times` are let through. */
  const passed = async (who: RateLimiter, rule: RateRule, times: number, subject = 'a') => {
    let count = 0;
    for (let one = 0; one < times; one += 1) {
      await who.spend(rule, subject).then(
        () => {
          count += 1;
        },
        (error: unknown) => expect(error).toBeInstanceOf(TooManyRequestsError),
      );
    }
    return count;
  };

  it.each([few, many])('a rate limiter lets exactly $limit a minute through on one instance', async (rule) => {
    expect(await passed(limiter, rule, rule.limit + 50)).toBe(rule.limit);
  });

  it('a rate limiter lets exactly as many through where they come at once', async () => {
    const all = await Promise.allSettled(Array.from({ length: 100 }, () => limiter.spend(few, 'a')));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(30);
  });

  it('a rate limiter says how long to wait, and lets through again then', async () => {
    await passed(limiter, few, 30);
    clock.advance(20);
    const refusal = await limiter.spend(few, 'a').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ status: 429, retryAfter: 40, window: { limit: 30 } });
    clock.advance(39);
    await expect(limiter.spend(few, 'a')).rejects.toThrow('Try again in 1 seconds.');
    clock.advance(1);
    expect(await passed(limiter, few, 50)).toBe(30);
  });

  it('a rate limiter does not refuse for longer where the clock is set back', async () => {
    clock.advance(3_600);
    await passed(limiter, few, 31);
    clock.advance(-59);
    expect(await passed(limiter, few, 1)).toBe(0);
    clock.advance(-3_541);
    counter.windows.clear();
    expect(() => limiter.refuseIfOver(few, 'a')).not.toThrow();
    expect(await passed(limiter, few, 31)).toBe(30);
  });

  it('a rate limiter counts each subject and each rule by itself', async () => {
    await passed(limiter, few, 40);
    expect(await passed(limiter, few, 1, 'b')).toBe(1);
    expect(await passed(limiter, perMinute('other', 30), 1)).toBe(1);
    expect(await passed(limiter, few, 1)).toBe(0);
  });

  it('a rate limiter shares a small limit exactly between instances', async () => {
    const other = instance();
    expect(await passed(limiter, few, 20)).toBe(20);
    expect(await passed(other, few, 20)).toBe(10);
    expect(await passed(limiter, few, 1)).toBe(0);
  });

  it('a rate limiter shares a large limit between instances to within 2 % for each further one', async () => {
    const others = [limiter, instance(), instance()];
    let count = 0;
    for (let round = 0; round < 500; round += 1) for (const one of others) count += await passed(one, many, 1);
    expect(count).toBeGreaterThanOrEqual(1000);
    expect(count).toBeLessThanOrEqual(1000 + 2 * 20);
  });

  it('a rate limiter asks the storage for few of many requests, and for none of those that it refuses', async () => {
    expect(await passed(limiter, many, 19)).toBe(19);
    expect(counter.statements).toBe(0);
    await passed(limiter, many, 981);
    expect(counter.statements).toBe(50);
    await passed(limiter, many, 1);
    const statements = counter.statements;
    expect(await passed(limiter, many, 500)).toBe(0);
    expect(counter.statements).toBe(statements);
  });

  it('a rate limiter refuses without counting what it knows to be over, and nothing else', async () => {
    await passed(limiter, few, 30);
    expect(() => limiter.refuseIfOver(few, 'a')).not.toThrow();
    await passed(limiter, few, 1);
    expect(() => limiter.refuseIfOver(few, 'a')).toThrow(TooManyRequestsError);
    expect(() => limiter.refuseIfOver(few, 'b')).not.toThrow();
    clock.advance(60);
    expect(() => limiter.refuseIfOver(few, 'a')).not.toThrow();
  });

  it.each([few, many])(
    'a rate limiter counts by itself where the storage fails: $limit, said once, and when it is over',
    async (rule) => {
      counter.isDown = true;
      expect(await passed(limiter, rule, rule.limit + 10)).toBe(rule.limit);
      counter.isDown = false;
      await limiter.spend(few, 'b');
      const said = logger.lines.map(({ message }) => message);
      expect(said.filter((message) => message.includes('each instance counts for itself'))).toHaveLength(1);
      expect(said.at(-1)).toBe('Rate limits are shared again.');
    },
  );

  it('a rate limiter counts refusals, and logs the first one of a window', async () => {
    await passed(limiter, few, 35);
    expect((await metrics.text()).text).toContain('portico_rate_limit_refusals_total{rule="few"} 5');
    expect(logger.lines).toEqual([
      { detail: { rule: 'few', subject: 'a', limit: 30 }, message: 'A rate limit is exceeded.' },
    ]);
  });
});
