/**
 * Links that are sent to administrators of a directory. A link says which connection and until when, signed with a key
 * of the connection's own: nothing is stored for it, opening it uses nothing up (mail scanners open everything), and
 * another key makes all links void that were sent before. Pure, but for the new key.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Connection } from '../connection.js';

const DAY = 86_400_000;
/** Days that a link is good for, at the least. The same one is given all day long, so that what was read stays the same. */
const GOOD_FOR = 7;
const LINK = /^(con_[a-z0-9]{1,36})\.([0-9a-z]{1,6})\.([A-Za-z0-9_-]{43})$/;

export function newConsentKey(): string {
  return randomBytes(32).toString('base64url');
}

/** The link's last part; undefined where the connection has no key. */
export function consentTicket({ id, consentKey }: Connection, now: Date): string | undefined {
  if (consentKey === undefined) return undefined;
  const end = (Math.floor(now.getTime() / DAY) + GOOD_FOR + 1).toString(36);
  return `${id}.${end}.${signature(consentKey, id, end)}`;
}

/** Id of the connection that a ticket says it is for: nothing is known of it yet. */
export function connectionOfTicket(ticket: string): string | undefined {
  return LINK.exec(ticket)?.[1];
}

/** Whether the ticket is one of the connection's, and not over. */
export function isConsentTicket(ticket: string, { id, consentKey }: Connection, now: Date): boolean {
  const [, connectionId, end = '', mac = ''] = LINK.exec(ticket) ?? [];
  if (consentKey === undefined || connectionId !== id) return false;
  const expected = Buffer.from(signature(consentKey, id, end));
  const given = Buffer.from(mac);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return false;
  return now.getTime() < Number.parseInt(end, 36) * DAY;
}

function signature(key: string, id: string, end: string): string {
  return createHmac('sha256', key).update(`consent-link:${id}:${end}`).digest('base64url');
}
