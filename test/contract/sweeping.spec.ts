import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '../../src/common/clock.js';
import { SilentLogger } from '../../src/common/logging/index.js';
import { Sweeper } from '../../src/storage/sweeper.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

const DAY = 24 * 60 * 60_000;
const NOW = 100 * DAY;

class FixedClock extends Clock {
  now(): Date {
    return new Date(NOW);
  }
}

describe.each(storageEngines)('the sweep of $name', (engine) => {
  let storage: OpenStorage;
  beforeEach(async () => {
    storage = await engine.open();
  });
  afterEach(() => storage.close());

  const sweeper = () => new Sweeper(storage.database, new FixedClock(), new SilentLogger());
  const artifacts = async (prefix: string, count: number, expires_at: number) => {
    const rows = Array.from({ length: count }, (_, index) => ({
      model: 'Session',
      id_hash: `${prefix}${index}`,
      payload_sealed: '',
      created_at: 0,
      expires_at,
    }));
    for (let from = 0; from < count; from += 500) {
      await storage.database
        .insertInto('oidc_artifacts')
        .values(rows.slice(from, from + 500))
        .execute();
    }
  };
  const left = async () => (await storage.database.selectFrom('oidc_artifacts').select('id_hash').execute()).length;

  it('the sweeper removes what has expired, however much it is, and nothing else', async () => {
    await artifacts('gone', 2_300, NOW);
    await artifacts('kept', 3, NOW + 1);
    const event = (log_id: string, date: number) => ({ log_id, date, type: 's', description: '', details: '{}' });
    await storage.database
      .insertInto('events')
      .values([
        { ...event('gone', NOW - 90 * DAY), sequence: 1 },
        { ...event('kept', NOW - 90 * DAY + 1), sequence: 2 },
      ])
      .execute();
    expect(await sweeper().sweep()).toBe(2_301);
    expect(await left()).toBe(3);
    expect(await storage.database.selectFrom('events').select('log_id').execute()).toEqual([{ log_id: 'kept' }]);
  });

  it('the sweeper lets several instances sweep at once', async () => {
    await artifacts('gone', 1_500, NOW);
    const removed = await Promise.all([sweeper(), sweeper(), sweeper()].map((one) => one.sweep()));
    expect(removed.reduce((sum, count) => sum + count)).toBe(1_500);
    expect(await left()).toBe(0);
  });
});
