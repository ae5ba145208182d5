import { describe, expect, it } from '@jest/globals';
import { epochSeconds, isPastAbsoluteEnd, LIFETIMES, refreshTokenLifetime, sessionLifetime } from './lifetimes.js';

const now = new Date('2026-11-21T10:00:00Z');
const ago = (seconds: number) => epochSeconds(now) - seconds;
const DAY = 86_400;

describe('lifetimes', () => {
  it('a session may be idle for three days, and ends thirty days after the login whatever its use', () => {
    expect(sessionLifetime({ beganAt: ago(0) }, now)).toBe(3 * DAY);
    expect(sessionLifetime({ beganAt: ago(29 * DAY) }, now)).toBe(DAY);
    expect(sessionLifetime({ beganAt: ago(31 * DAY) }, now)).toBe(1);
    expect(sessionLifetime({}, now)).toBe(LIFETIMES.session.anonymous);
  });

  it('a refresh token may be idle for thirty days, and its family ends after ninety', () => {
    expect(refreshTokenLifetime({}, now)).toBe(30 * DAY);
    expect(refreshTokenLifetime({ iiat: ago(80 * DAY) }, now)).toBe(10 * DAY);
    expect(refreshTokenLifetime({ iiat: ago(91 * DAY) }, now)).toBe(1);
  });

  it('a session is past its absolute end after thirty days, however often it is used', () => {
    expect(isPastAbsoluteEnd({ beganAt: ago(30 * DAY - 1) }, now)).toBe(false);
    expect(isPastAbsoluteEnd({ beganAt: ago(30 * DAY) }, now)).toBe(true);
    expect(isPastAbsoluteEnd({}, now)).toBe(false);
  });

  it('a grant outlives a session and the refresh that follows it', () => {
    expect(LIFETIMES.grant).toBeGreaterThan(LIFETIMES.session.absolute + LIFETIMES.refreshToken.absolute);
  });
});
