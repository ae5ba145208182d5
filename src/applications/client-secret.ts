import { createHash, timingSafeEqual } from 'node:crypto';
import { newHandle } from '../common/ids.js';
import type { Application } from './application.js';

/** A new client secret: 256 bits, behind a prefix by which scanners recognise a leaked one. Shown once, never stored. */
export function newClientSecret(): string {
  return `pcs_${newHandle()}`;
}

/** Whether a secret has the shape of those that the hub makes. One that an operator chose for the first client may be weaker. */
export function looksGenerated(secret: string): boolean {
  return /^pcs_[A-Za-z0-9_-]{43}$/.test(secret);
}

/** SHA-256 in hex. A slow hash protects what people choose; nobody guesses 256 random bits. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** Whether this is the application's secret. Takes the same time for every wrong one, whatever its length. */
export function secretMatches(application: Pick<Application, 'secretHash'>, presented: string): boolean {
  if (application.secretHash === undefined) return false;
  const expected = Buffer.from(application.secretHash, 'hex');
  const actual = Buffer.from(hashSecret(presented), 'hex');
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
