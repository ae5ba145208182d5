import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aConnection } from '../../test/support/connections.js';
import { type ConnectionsApi, sampleBody, startConnectionsApi } from '../../test/support/connections-api.js';
import { MemoryEvents } from '../../test/support/login-fakes.js';
import { type OpenStorage, storageEngines } from '../../test/support/storage-engines.js';
import { SilentLogger } from '../common/logging/index.js';
import { EventRecorder, type HubEvent } from '../events/index.js';
import { SqlConnectionStore } from '../storage/connections.store.js';
import type { Connection } from './model/connection.js';
import { SecretReminders } from './secret-reminders.js';

const END = Date.parse('2027-06-01T12:00:00Z');
const DAY = 86_400_000;

describe('reminders of expiring secrets', () => {
  let storage: OpenStorage;
  let store: SqlConnectionStore;
  let events: HubEvent[];
  let now: Date;
  let reminders: SecretReminders;

  const instance = () => {
    const clock = { now: () => now };
    return new SecretReminders(store, new EventRecorder(new MemoryEvents(events), clock), clock, new SilentLogger());
  };
  /** Looks when so many days are left. @returns the days that were told of. */
  const look = async (daysLeft: number) => {
    now = new Date(END - daysLeft * DAY);
    const before = events.length;
    await reminders.remind();
    return events.slice(before).map(({ details }) => details.days_left);
  };
  const insert = (name: string, changes: Partial<Connection> = {}) =>
    store.insert(aConnection({ name, secretExpiresAt: new Date(END), ...changes }), []);

  beforeEach(async () => {
    const [engine] = storageEngines;
    if (engine === undefined) throw new Error('There is no storage engine.');
    storage = await engine.open();
    store = new SqlConnectionStore(storage.database, storage.sealer);
    events = [];
    reminders = instance();
  });
  afterEach(() => storage.close());

  // covers AUTH0-35
  it('reminders of expiring secrets come 30, 14, 7, 3 and 1 days before the end and at the end, each once', async () => {
    await insert('contoso');
    const told: unknown[] = [];
    for (let hours = 35 * 24; hours >= -48; hours -= 1) told.push(...(await look(hours / 24)));
    expect(told).toEqual([30, 14, 7, 3, 1, 0]);
    expect(events.map(({ details }) => details.reason).at(-1)).toBe('client_secret_expired');
    expect(events[0]).toMatchObject({
      type: 'w',
      connection: 'contoso',
      details: { reason: 'client_secret_expiring' },
    });
  });

  it('reminders of expiring secrets come once from several instances', async () => {
    await insert('contoso');
    now = new Date(END - 7 * DAY);
    const told = await Promise.all([instance().remind(), instance().remind(), instance().remind()]);
    expect(told.reduce((sum, one) => sum + one, 0)).toBe(1);
  });

  it('reminders of expiring secrets come once for all the marks that passed while nobody looked', async () => {
    await insert('contoso');
    expect(await look(5)).toEqual([5]);
    expect(await look(4)).toEqual([]);
  });

  it('reminders of expiring secrets begin anew with a new date of expiry', async () => {
    await insert('contoso');
    expect(await look(3)).toEqual([3]);
    const stored = await store.findById('con_contoso');
    if (stored === undefined) throw new Error('It is there.');
    await store.update({ ...stored, secretExpiresAt: new Date(END + DAY / 2) }, stored);
    expect(await look(2.5)).toEqual([3]);
  });

  it('reminders of expiring secrets are for enabled connections, with a date, that has not long passed', async () => {
    await insert('disabled', { isEnabled: false });
    await insert('old', { secretExpiresAt: new Date(END - 60 * DAY) });
    await store.insert(aConnection({ name: 'silent' }), []);
    expect(await look(7)).toEqual([]);
    await insert('enabled');
    expect(await look(7)).toEqual([7]);
  });

  it('reminders of expiring secrets reach connections beyond the first page', async () => {
    for (let index = 0; index < 101; index += 1) await insert(`c${index}`);
    expect(await look(7)).toHaveLength(101);
  });
});

describe('GET /connections?expiring_before', () => {
  let api: ConnectionsApi;
  beforeEach(async () => {
    api = await startConnectionsApi();
    await api.as().post('/connections', sampleBody({ name: 'soon' }, { client_secret_expires_at: '2026-12-01' }));
    await api.as().post('/connections', sampleBody({ name: 'silent' }));
  });
  afterEach(() => api.close());

  // covers AUTH0-35
  it('the filter expiring_before gives the connections whose secret expires before the date', async () => {
    const names = async (date: string) =>
      (await api.as().get(`/connections?expiring_before=${date}`)).body.map(({ name }: { name: string }) => name);
    expect(await names('2026-12-02')).toEqual(['soon']);
    expect(await names('2026-12-01T00:00:01Z')).toEqual(['soon']);
    expect(await names('2026-12-01')).toEqual([]);
  });

  it('the filter expiring_before refuses what is no date, and a token that may not read options', async () => {
    expect((await api.as().get('/connections?expiring_before=soon')).status).toBe(400);
    const path = '/connections?expiring_before=2026-12-02';
    expect((await api.as(['read:connections_options']).get(path)).status).toBe(403);
    expect((await api.as().get(path)).status).toBe(200);
  });
});
