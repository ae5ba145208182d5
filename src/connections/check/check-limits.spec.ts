import { beforeEach, describe, expect, it } from '@jest/globals';
import { aConnection } from '../../../test/support/connections.js';
import { TooManyRequestsError } from '../../common/errors.js';
import { SilentLogger } from '../../common/logging/index.js';
import { Metrics } from '../../common/metrics/index.js';
import { RateCounter, RateLimiter } from '../../common/rate-limit/rate-limiter.js';
import { PorticoConfig } from '../../config/index.js';
import type { EventRecorder } from '../../events/index.js';
import type { ConnectorCache } from '../connectors/connector-cache.js';
import { ConnectionCheck } from './connection-check.js';

const now = new Date('2026-11-21T10:00:00Z');
const clock = { now: () => now };
const endsAt = new Date('2026-11-21T10:01:00Z');

class MemoryCounter extends RateCounter {
  private readonly counts = new Map<string, number>();

  override async hit(key: string, _windowMs: number, _now: Date, times: number) {
    const count = (this.counts.get(key) ?? 0) + times;
    this.counts.set(key, count);
    return { count, endsAt };
  }
}

describe('checks of connections', () => {
  let made = 0;
  let check: ConnectionCheck;
  beforeEach(() => {
    made = 0;
    const connectors = {
      make: () => {
        made += 1;
        return {};
      },
    } as unknown as ConnectorCache;
    const events = { record: async () => undefined } as unknown as EventRecorder;
    const logger = new SilentLogger();
    const limiter = new RateLimiter(new MemoryCounter(), clock, logger, new Metrics());
    check = new ConnectionCheck(connectors, limiter, clock, new PorticoConfig(), events, logger);
  });

  const times = async (count: number, clientOf: (index: number) => string) => {
    let refused = 0;
    for (let index = 0; index < count; index += 1) {
      await check
        .run(aConnection({ name: 'contoso' }), { clientId: clientOf(index), scopes: new Set() })
        .catch((error) => {
          expect(error).toBeInstanceOf(TooManyRequestsError);
          refused += 1;
        });
    }
    return refused;
  };

  it('checks of connections are thirty a minute for each client, and nothing is asked of an upstream beyond', async () => {
    expect(await times(40, () => 'terraform')).toBe(10);
    expect(made).toBe(30);
    expect(await times(1, () => 'another')).toBe(0);
  });

  it('checks of connections are three hundred a minute for all clients together', async () => {
    expect(await times(310, (index) => `client-${index}`)).toBe(10);
    expect(made).toBe(300);
  });

  it('checks of connections that one client is refused are not counted against the others', async () => {
    await times(400, () => 'terraform');
    expect(await times(270, (index) => `client-${index}`)).toBe(0);
  });
});
