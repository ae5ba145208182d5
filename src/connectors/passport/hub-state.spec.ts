import { describe, expect, it } from '@jest/globals';
import { hubState } from './hub-state.js';
import { keptSession, strategyRequest } from './run-strategy.js';

const state = 's'.repeat(43);
const callbackUrl = 'https://hub.example/login/callback/x';
const parameters = new URLSearchParams();
const requestWith = (session: ReturnType<typeof keptSession>) =>
  strategyRequest({ callbackUrl, parameters, answeredBy: 'query', session, state });

/** What the strategy hears at the callback, after storage. */
function verified(kept: unknown, returned = state): unknown {
  const first = requestWith({});
  hubState.store(first, kept, undefined, {}, () => undefined);
  let heard: unknown;
  hubState.verify(requestWith(keptSession(first)), returned, (_error: unknown, ok: unknown) => {
    heard = ok;
  });
  return heard;
}

describe('the state store for strategies', () => {
  it('the state store for strategies has the parameters by whose number strategies choose what to hand over', () => {
    expect([hubState.store.length, hubState.verify.length]).toEqual([5, 3]);
  });

  it('the state store for strategies gives back what was kept with the state, and nothing for another state', () => {
    expect(verified('a-code-verifier')).toBe('a-code-verifier');
    expect(verified('a-code-verifier', `${state}x`)).toBe(false);
    expect(verified(undefined)).toBe(true);
  });

  it('the state store for strategies gives a time back as a time, which an age can be compared with', () => {
    const issued = new Date('2026-11-21T10:00:00Z');
    expect(verified({ nonce: 'n', issued })).toEqual({ nonce: 'n', issued });
  });
});
