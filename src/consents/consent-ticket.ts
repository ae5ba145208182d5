/**
 * Links that are sent to administrators of a directory. A link says which connection and until when, signed with a key
 * of the connection's own: nothing is stored for it, opening it uses nothing up (mail scanners open everything), and
 * another key makes all links void that were sent before. Pure.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Connection } from '../connections/index.js';

const DAY = 86_400_000;
/** Days that a link is good for, at the least. The same one is given all day long, so that what was read stays the same. */
const GOOD_FOR = 7;
const TICKET = /^([0-9a-z]{1,6})\.([A-Za-z0-9_-]{43})$/;

/** What a link shows beside the connection's id: its end, signed. Undefined where the connection has no key. */
export function consentTicket({ id, consentKey }: Connection, now: Date): string | undefined {
  if (consentKey === undefined) return undefined;
  const end = (Math.floor(now.getTime() / DAY) + GOOD_FOR + 1).toString(36);
  return `${end}.${signature(consentKey, id, end)}`;
}

/** Whether the ticket is one of the connection's, and not over. */
export function isConsentTicket(ticket: string, { id, consentKey }: Connection, now: Date): boolean {
  const [, end = '', mac = ''] = TICKET.exec(ticket) ?? [];
  if (consentKey === undefined) return false;
  const expected = Buffer.from(signature(consentKey, id, end));
  const given = Buffer.from(mac);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return false;
  return now.getTime() < Number.parseInt(end, 36) * DAY;
}

function signature(key: string, id: string, end: string): string {
  return createHmac('sha256', key).update(`consent-link:${id}:${end}`).digest('base64url');
}
