import { randomBytes } from 'node:crypto';

/** An opaque identifier such as `con_x7…`: 128 bits of randomness, only `[A-Za-z0-9_]`, at most 40 characters. */
export function newId(prefix: string): string {
  return `${prefix}_${BigInt(`0x${randomBytes(16).toString('hex')}`).toString(36)}`;
}

/** An unguessable handle: 256 bits from the system's generator, base64url. */
export function newHandle(): string {
  return randomBytes(32).toString('base64url');
}
