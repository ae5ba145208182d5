import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CallbackDeadline } from './callback-deadline.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('the time of a callback', () => {
  it('the time of a callback ends the work, also where that does not listen', async () => {
    let heard: AbortSignal | undefined;
    const answer = new CallbackDeadline().within((signal) => {
      heard = signal;
      return new Promise<never>(() => undefined);
    });
    const refused = expect(answer).rejects.toMatchObject({ code: 'upstream_unavailable', step: 'callback' });
    jest.advanceTimersByTime(9_499);
    expect(heard?.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    await refused;
    expect(heard?.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it.each([
    ['done', async () => 'done'],
    ['failed', () => Promise.reject(new Error('failed'))],
  ])('the time of a callback leaves nothing behind when the work is %s', async (outcome, work) => {
    const answer = new CallbackDeadline().within<string>(work).catch((error: Error) => error.message);
    expect(await answer).toBe(outcome);
    expect(jest.getTimerCount()).toBe(0);
  });
});
