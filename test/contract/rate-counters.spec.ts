import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SilentLogger } from '../../src/common/logging/index.js';
import { SqlRateCounter } from '../../src/storage/rate-counters.store.js';
import { Sweeper } from '../../src/storage/sweeper.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

const MINUTE = 60_000;
const at = (seconds: number) => new Date(Date.parse('2026-11-21T10:00:00Z') + seconds * 1000);

describe.each(storageEngines)('counters, on $name', ({ open }) => {
  let storage: OpenStorage;
  let counter: SqlRateCounter;

  beforeEach(async () => {
    storage = await open();
    counter = new SqlRateCounter(storage.database);
  });
  afterEach(() => storage.close());

  it('counters count within a window, which the first hit begins', async () => {
    expect(await counter.hit('a', MINUTE, at(0), 1)).toEqual({ count: 1, endsAt: at(60) });
    expect(await counter.hit('a', MINUTE, at(59.999), 1)).toEqual({ count: 2, endsAt: at(60) });
  });

  it('counters begin anew when the window is over', async () => {
    await counter.hit('a', MINUTE, at(0), 1);
    expect(await counter.hit('a', MINUTE, at(60), 1)).toEqual({ count: 1, endsAt: at(120) });
  });

  it('counters take several hits in one statement, in a window that is over as well', async () => {
    expect((await counter.hit('a', MINUTE, at(0), 20)).count).toBe(20);
    expect((await counter.hit('a', MINUTE, at(1), 5)).count).toBe(25);
    expect(await counter.hit('a', MINUTE, at(60), 7)).toEqual({ count: 7, endsAt: at(120) });
  });

  it('counters begin anew where a clock that ran ahead has counted, and not where it was only a little ahead', async () => {
    await counter.hit('far', MINUTE, at(61), 30);
    expect(await counter.hit('far', MINUTE, at(0), 1)).toEqual({ count: 1, endsAt: at(60) });
    await counter.hit('near', MINUTE, at(60), 30);
    expect(await counter.hit('near', MINUTE, at(0), 1)).toEqual({ count: 31, endsAt: at(120) });
  });

  it('counters are independent of each other', async () => {
    await counter.hit('a', MINUTE, at(0), 1);
    expect((await counter.hit('b', MINUTE, at(0), 1)).count).toBe(1);
  });

  it('counters give each of many hits at once a count of its own', async () => {
    const hits = await Promise.all(Array.from({ length: 20 }, () => counter.hit('a', MINUTE, at(0), 1)));
    const counts = hits.map(({ count }) => count).sort((one, other) => one - other);
    expect(counts).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('counters are swept away when their window is over, and not before', async () => {
    await counter.hit('a', MINUTE, at(0), 1);
    const sweepAt = (seconds: number) =>
      new Sweeper(storage.database, { now: () => at(seconds) }, new SilentLogger()).sweep();
    expect(await sweepAt(59)).toBe(0);
    expect(await sweepAt(60)).toBe(1);
  });
});
