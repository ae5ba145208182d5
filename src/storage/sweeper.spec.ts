import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Clock } from '../common/clock.js';
import { SilentLogger } from '../common/logging/index.js';
import { type EmbeddedEngine, openEmbedded } from './embedded.js';
import { migrate } from './migrate.js';
import { SWEEP_INTERVAL, Sweeper } from './sweeper.js';

const DAY = 24 * 60 * 60_000;

class TestClock extends Clock {
  time = 100 * DAY;
  now(): Date {
    return new Date(this.time);
  }
}

describe('Sweeper', () => {
  let engine: EmbeddedEngine;
  let clock: TestClock;
  let logger: SilentLogger;
  let sweeper: Sweeper;
  beforeEach(async () => {
    engine = openEmbedded(':memory:');
    await migrate(engine.database);
    clock = new TestClock();
    logger = new SilentLogger();
    sweeper = new Sweeper(engine.database, clock, logger);
  });
  afterEach(async () => {
    jest.useRealTimers();
    await sweeper.stop();
    engine.close();
  });

  const login = (state_hash: string, expires_at: number) =>
    engine.database
      .insertInto('pending_logins')
      .values({
        state_hash,
        expires_at,
        browser_hash: 'b',
        connection_id: 'con_1',
        connection_revision: 1,
        client_id: 'app',
        request_uid: 'uid',
        locale: 'en',
        sealed: '',
        created_at: 0,
      })
      .execute();
  const trial = (id: string, expires_at: number) =>
    engine.database
      .insertInto('trials')
      .values({
        id,
        expires_at,
        ticket_hash: 't',
        connection_name: 'c',
        strategy: 's',
        is_draft: 0,
        sealed: '',
        created_at: 0,
      })
      .execute();
  const artifact = (id_hash: string, expires_at: number | null) =>
    engine.database
      .insertInto('oidc_artifacts')
      .values({ model: 'Session', id_hash, expires_at, payload_sealed: '', created_at: 0 })
      .execute();
  const signingKey = (kid: string, retired_at: number | null) =>
    engine.database
      .insertInto('signing_keys')
      .values({ kid, retired_at, algorithm: 'RS256', jwk_sealed: '', created_at: 0, active_from: 0 })
      .execute();
  const event = (log_id: string, date: number) =>
    engine.database
      .insertInto('events')
      .values({ log_id, date, sequence: 1, type: 's', description: '', details: '{}' })
      .execute();

  it('Sweeper removes what has expired and keeps what has not, to the millisecond: events after 90 days, retired keys after 7', async () => {
    const now = clock.time;
    for (const [name, at] of [
      ['gone', now],
      ['kept', now + 1],
    ] as const) {
      await login(name, at);
      await trial(name, at);
      await artifact(name, at);
      await signingKey(name, at - 7 * DAY);
    }
    await artifact('endless', null);
    await signingKey('signing', null);
    await event('gone', now - 90 * DAY);
    await event('kept', now - 90 * DAY + 1);
    expect(await sweeper.sweep()).toBe(5);
    const { database } = engine;
    expect(await database.selectFrom('pending_logins').select('state_hash').execute()).toEqual([
      { state_hash: 'kept' },
    ]);
    expect(await database.selectFrom('trials').select('id').execute()).toEqual([{ id: 'kept' }]);
    expect(await database.selectFrom('oidc_artifacts').select('id_hash').orderBy('id_hash').execute()).toEqual([
      { id_hash: 'endless' },
      { id_hash: 'kept' },
    ]);
    expect(await database.selectFrom('signing_keys').select('kid').orderBy('kid').execute()).toEqual([
      { kid: 'kept' },
      { kid: 'signing' },
    ]);
    expect(await database.selectFrom('events').select('log_id').execute()).toEqual([{ log_id: 'kept' }]);
  });

  it('Sweeper sweeps at every interval, and no more after it was stopped', async () => {
    jest.useFakeTimers();
    sweeper.start();
    sweeper.start();
    const sweeps = jest.spyOn(sweeper, 'sweep');
    await jest.advanceTimersByTimeAsync(SWEEP_INTERVAL * 2);
    expect(sweeps).toHaveBeenCalledTimes(2);
    await sweeper.stop();
    await jest.advanceTimersByTimeAsync(SWEEP_INTERVAL * 5);
    expect(sweeps).toHaveBeenCalledTimes(2);
  });

  it('Sweeper logs a sweep that fails and goes on with the next', async () => {
    jest.useFakeTimers();
    const warned = jest.spyOn(logger, 'warn');
    const sweeps = jest.spyOn(sweeper, 'sweep').mockRejectedValueOnce(new Error('locked'));
    sweeper.start();
    await jest.advanceTimersByTimeAsync(SWEEP_INTERVAL);
    expect(warned).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(SWEEP_INTERVAL);
    expect(sweeps).toHaveBeenCalledTimes(2);
    expect(warned).toHaveBeenCalledTimes(1);
  });
});
