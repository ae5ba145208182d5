import { describe, expect, it } from '@jest/globals';
import { withClockStep } from './clock-check.js';
import { testRuntime } from './testing/test-runtime.js';

/** The step after one answer that is dated so many seconds before the hub's clock. */
async function stepAt(secondsAhead: number, headers: Readonly<Record<string, string>> = {}) {
  const now = new Date('2026-11-21T10:00:00Z');
  const date = new Date(now.getTime() - secondsAhead * 1000).toUTCString();
  const runtime = testRuntime({ at: now, fetch: async () => new Response('', { headers: { date, ...headers } }) });
  const steps = await withClockStep(runtime, 'the upstream', async (watched) => {
    await watched.fetch('https://upstream.example/');
    return [];
  });
  return steps[0];
}

describe('the clock of the hub against the upstream’s', () => {
  it.each([
    [0, 'ok'],
    [59, 'ok'],
    [-58, 'ok'],
    [62, 'warning'],
    [-62, 'warning'],
    [302, 'failed'],
    [-302, 'failed'],
  ])('%i seconds ahead is %s', async (seconds, outcome) => {
    expect((await stepAt(seconds))?.outcome).toBe(outcome);
  });

  // covers MISTAKE-18
  it('the clock of the hub against the upstream’s says in which direction it is off', async () => {
    expect((await stepAt(600))?.given).toMatch(/ahead of/);
    expect((await stepAt(-600))?.given).toMatch(/behind/);
  });

  it('the clock of the hub against the upstream’s cannot be told from an answer that a cache kept, nor without a date', async () => {
    expect((await stepAt(600, { age: '600' }))?.outcome).toBe('skipped');
    expect((await stepAt(600, { date: '' }))?.outcome).toBe('skipped');
  });
});
