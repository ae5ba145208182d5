import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidInputError } from '../../src/common/errors.js';
import type { HubEvent } from '../../src/events/index.js';
import { SqlEventStore } from '../../src/storage/events.store.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

const event = (logId: string, change: Partial<HubEvent> = {}): HubEvent => ({
  logId,
  date: new Date('2026-11-21T10:00:00.123Z'),
  type: 's',
  description: 'Somebody signed in.',
  details: {},
  ...change,
});

describe.each(storageEngines)('events in $name', (engine) => {
  let storage: OpenStorage;
  let events: SqlEventStore;
  beforeEach(async () => {
    storage = await engine.open();
    events = new SqlEventStore(storage.database);
  });
  afterEach(() => storage.close());

  const ids = (page: { items: readonly HubEvent[] }) => page.items.map(({ logId }) => logId);

  it('the store of events gives back exactly what was recorded', async () => {
    const full = event('log_1', {
      clientId: 'app',
      connectionId: 'con_1',
      connection: 'contoso',
      userId: 'usr_1',
      ip: '2001:db8::1',
      userAgent: 'Mozilla/5.0 "quoted" ü',
      correlationId: 'corr',
      details: { reason: 'denied', count: 2, ok: false, groups: ['a', 'b'] },
    });
    await events.append(full);
    await events.append(event('log_2'));
    expect(await events.find('log_1')).toEqual(full);
    expect(await events.find('log_2')).toEqual(event('log_2'));
    expect(await events.find('log_3')).toBeUndefined();
  });

  it('the store of events finds the events of a connection since a moment, that moment included', async () => {
    const at = (second: number) => new Date(Date.parse('2026-11-21T10:00:00Z') + second * 1000);
    await events.append(event('log_1', { connectionId: 'con_1', date: at(0) }));
    await events.append(event('log_2', { connectionId: 'con_1', date: at(1) }));
    await events.append(event('log_3', { connectionId: 'con_2', date: at(1) }));
    const page = { kind: 'checkpoint', take: 10 } as const;
    expect(ids(await events.list({ connectionId: 'con_1', since: at(1) }, page))).toEqual(['log_2']);
    expect(ids(await events.list({ connectionId: 'con_1', since: at(0) }, page))).toEqual(['log_2', 'log_1']);
  });

  it('appends once what is to be told once, though several instances notice it', async () => {
    const told = await Promise.all(
      ['a', 'b', 'c'].map((description) => events.appendOnce(event('log_1', { description }))),
    );
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(ids(await events.list({}, { kind: 'offset', page: 0, perPage: 10 }))).toEqual(['log_1']);
    expect(await events.appendOnce(event('log_2'))).toBe(true);
  });

  it('the store of events lists the newest first, and within one millisecond the last recorded first', async () => {
    await events.append(event('log_z'));
    await events.append(event('log_a'));
    await events.append(event('log_old', { date: new Date('2026-11-20T10:00:00Z') }));
    await events.append(event('log_m'));
    const page = await events.list({}, { kind: 'offset', page: 0, perPage: 10 });
    expect(ids(page)).toEqual(['log_m', 'log_a', 'log_z', 'log_old']);
    expect(page.total).toBe(4);
  });

  it('the store of events pages by offset, with the total', async () => {
    for (const id of ['log_1', 'log_2', 'log_3']) await events.append(event(id));
    const page = await events.list({}, { kind: 'offset', page: 1, perPage: 2 });
    expect(ids(page)).toEqual(['log_1']);
    expect(page.total).toBe(3);
  });

  it('the store of events pages by checkpoint through events of one millisecond, none twice and none left out', async () => {
    for (const id of ['log_c', 'log_a', 'log_d', 'log_b', 'log_e']) await events.append(event(id));
    const seen: string[] = [];
    let from: string | undefined;
    do {
      const page = await events.list({}, { kind: 'checkpoint', take: 2, ...(from !== undefined && { from }) });
      seen.push(...ids(page));
      from = page.next;
    } while (from !== undefined);
    expect(seen).toEqual(['log_e', 'log_b', 'log_d', 'log_a', 'log_c']);
  });

  it('the store of events is not moved by events that arrive between two pages', async () => {
    await events.append(event('log_1'));
    await events.append(event('log_2'));
    const first = await events.list({}, { kind: 'checkpoint', take: 1 });
    await events.append(event('log_3'));
    const second = await events.list({}, { kind: 'checkpoint', take: 1, from: first.next ?? '' });
    expect([...ids(first), ...ids(second)]).toEqual(['log_2', 'log_1']);
    expect(second.next).toBeUndefined();
  });

  it('the store of events refuses a checkpoint that is no event, and names the field', async () => {
    await expect(events.list({}, { kind: 'checkpoint', take: 1, from: 'log_0' })).rejects.toThrow(InvalidInputError);
  });

  it('the store of events filters by user and type', async () => {
    await events.append(event('log_1', { userId: 'usr_1' }));
    await events.append(event('log_2', { userId: 'usr_2' }));
    await events.append(event('log_3', { userId: 'usr_1', type: 'f' }));
    const by = (filter: object) => events.list(filter, { kind: 'offset', page: 0, perPage: 10 });
    expect(ids(await by({ userId: 'usr_1' }))).toEqual(['log_3', 'log_1']);
    expect(await by({ userId: 'usr_1', type: 's' })).toMatchObject({ total: 1, items: [{ logId: 'log_1' }] });
    expect(await by({ type: 'slo' })).toEqual({ items: [], total: 0 });
  });

  it('the store of events keeps text as text, whatever it looks like', async () => {
    const nasty = event("log_'; drop table events; --", { description: "'); delete from events; --" });
    await events.append(nasty);
    expect(await events.find(nasty.logId)).toEqual(nasty);
  });
});
