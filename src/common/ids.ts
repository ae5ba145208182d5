import { randomBytes } from 'node:crypto';

/** An opaque identifier such as `con_x7…`: 128 bits of randomness, only `[A-Za-z0-9_]`, at most 40 characters. */
export function newId(prefix: string): string {
  return `${prefix}_${BigInt(`0x${randomBytes(16).toString('hex')}`).toString(36)}`;
}

const TIME_DIGITS = 9;
const COUNT_DIGITS = 4;
let lastTime = 0;
let count = 0;

/**
 * An opaque identifier that sorts after those made before it in this process, and by its time among those of others: what
 * is kept by it is added at one end. 64 bits of randomness tell two processes apart; it is no secret. At most 40 characters.
 */
export function newGrowingId(prefix: string, now: Date): string {
  const time = Math.max(now.getTime(), lastTime);
  count = time === lastTime ? count + 1 : 0;
  lastTime = time;
  const random = BigInt(`0x${randomBytes(8).toString('hex')}`).toString(36);
  return `${prefix}_${digits(time, TIME_DIGITS)}${digits(count, COUNT_DIGITS)}${random}`;
}

function digits(value: number, length: number): string {
  return value.toString(36).padStart(length, '0');
}

/** An unguessable handle: 256 bits from the system's generator, base64url. */
export function newHandle(): string {
  return randomBytes(32).toString('base64url');
}
