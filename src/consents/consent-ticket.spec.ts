import { describe, expect, it } from '@jest/globals';
import { aConnection } from '../../test/support/connections.js';
import { newHandle } from '../common/ids.js';
import { consentTicket, isConsentTicket } from './consent-ticket.js';

const DAY = 86_400_000;
const noon = new Date('2026-11-21T12:00:00Z');
const later = (milliseconds: number) => new Date(noon.getTime() + milliseconds);
const connection = aConnection({ name: 'contoso', consentKey: newHandle() });
const ticket = consentTicket(connection, noon) ?? '';

describe('a link for administrators', () => {
  it('a link for administrators is good for a week at the least', () => {
    expect(isConsentTicket(ticket, connection, noon)).toBe(true);
    expect(isConsentTicket(ticket, connection, later(7 * DAY))).toBe(true);
    expect(isConsentTicket(ticket, connection, later(8 * DAY))).toBe(false);
  });

  it('a link for administrators is the same all day, and another one the next', () => {
    expect(consentTicket(connection, later(DAY / 2 - 1))).toBe(ticket);
    expect(consentTicket(connection, later(DAY / 2))).not.toBe(ticket);
  });

  it.each([
    ['another key', { ...connection, consentKey: newHandle() }],
    ['another connection', { ...connection, id: 'con_other' }],
    ['a connection without a key', aConnection({ name: 'contoso' })],
  ])('a link for administrators is void for %s', (_what, other) => {
    expect(isConsentTicket(ticket, other, noon)).toBe(false);
  });

  it.each([
    ['a later end', ([, mac]: string[]) => `zzzz.${mac}`],
    ['a character less', ([end, mac]: string[]) => `${end}.${mac?.slice(1)}`],
    ['nothing signed', ([end]: string[]) => `${end}.`],
    ['no end', ([, mac]: string[]) => `.${mac}`],
    ['more behind it', ([end, mac]: string[]) => `${end}.${mac}.x`],
  ])('a link for administrators is void with %s', (_what, change) => {
    expect(isConsentTicket(change(ticket.split('.')), connection, noon)).toBe(false);
  });

  it('a link for administrators is not made without a key', () => {
    expect(consentTicket(aConnection({ name: 'contoso' }), noon)).toBeUndefined();
  });
});
