import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqlConnectionStore } from '../../src/storage/connections.store.js';
import { SqlTrialStore } from '../../src/storage/trials.store.js';
import type { Trial, TrialReport } from '../../src/trials/index.js';
import { aConnection } from '../support/connections.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

const created = new Date('2026-11-21T10:00:00Z');
const hoursLater = (hours: number) => new Date(created.getTime() + hours * 3_600_000);

const draft = aConnection({
  name: 'contoso',
  secrets: { client_secret: 'canary-secret' },
  options: { createdAt: 'an option of this name stays a text' },
  secretExpiresAt: hoursLater(1000),
});
const trial: Trial = {
  id: 'try_1',
  ticketHash: 'ticket-1',
  connectionId: draft.id,
  connectionName: 'contoso',
  displayName: 'Contoso AG',
  strategy: 'sample',
  isDraft: true,
  draft,
  createdAt: created,
  expiresAt: hoursLater(24),
  notes: [],
};
const notes: Trial['notes'] = [{ kind: 'passed', stage: 'authorize', detail: { host: 'a.example' } }];
const report: TrialReport = {
  outcome: 'ok',
  stages: [{ stage: 'callback', outcome: 'ok', message: 'It came.' }],
  warnings: [],
  claims: { name: 'canary-person' },
};
const opening = {
  id: 'try_1',
  ticketHash: 'ticket-1',
  browserHash: 'browser-1',
  now: created,
  expiresAt: hoursLater(25),
};

describe.each(storageEngines)('trials on $name', ({ open }) => {
  let storage: OpenStorage;
  let store: SqlTrialStore;

  beforeEach(async () => {
    storage = await open();
    store = new SqlTrialStore(storage.database, storage.sealer);
    await store.insert(trial);
  });
  afterEach(() => storage.close());

  it('the store of trials gives back what was stored, of a draft and of a saved connection', async () => {
    const { draft: _, connectionId: __, ...others } = trial;
    const saved = { ...others, id: 'try_2', isDraft: false };
    await store.insert(saved);
    expect(await store.find('try_1', created)).toEqual(trial);
    expect(await store.find('try_2', created)).toEqual(saved);
    expect(await store.find('try_3', created)).toBeUndefined();
  });

  it('the store of trials is opened once, by the ticket, and belongs to that browser', async () => {
    expect(await store.open({ ...opening, ticketHash: 'ticket-2' })).toBe(false);
    expect(await store.open({ ...opening, id: 'try_2' })).toBe(false);
    expect(await store.open(opening)).toBe(true);
    expect(await store.open({ ...opening, browserHash: 'browser-2' })).toBe(false);
    expect(await store.find('try_1', created)).toEqual({
      ...trial,
      openedAt: created,
      browserHash: 'browser-1',
      expiresAt: hoursLater(25),
    });
  });

  it('the store of trials is opened by exactly one of twenty at once', async () => {
    const opened = await Promise.all(
      Array.from({ length: 20 }, (_, index) => store.open({ ...opening, browserHash: `browser-${index}` })),
    );
    expect(opened.filter(Boolean)).toHaveLength(1);
    expect((await store.find('try_1', created))?.browserHash).toBe(`browser-${opened.indexOf(true)}`);
  });

  it('the store of trials lives until the moment it expires, swept or not', async () => {
    const lastMoment = new Date(trial.expiresAt.getTime() - 1);
    expect(await store.find('try_1', lastMoment)).toEqual(trial);
    expect(await store.find('try_1', trial.expiresAt)).toBeUndefined();
    expect(await store.open({ ...opening, now: trial.expiresAt })).toBe(false);
    expect(await store.keepNotes('try_1', notes, trial.expiresAt)).toBe(false);
    expect(await store.finish('try_1', report, trial.expiresAt, hoursLater(48))).toBe(false);
    expect(await store.open({ ...opening, now: lastMoment })).toBe(true);
  });

  it('the store of trials keeps notes, and ends once with a report that replaces draft and notes', async () => {
    await store.open(opening);
    expect(await store.keepNotes('try_1', notes, created)).toBe(true);
    expect(await store.find('try_1', created)).toMatchObject({ notes, draft });
    const ended = hoursLater(1);
    expect(await store.finish('try_1', report, ended, hoursLater(48))).toBe(true);
    expect(await store.finish('try_1', { ...report, outcome: 'failed' }, ended, hoursLater(72))).toBe(false);
    expect(await store.keepNotes('try_1', notes, ended)).toBe(false);
    const found = await store.find('try_1', hoursLater(47));
    expect(found).toMatchObject({ report, notes: [], finishedAt: ended, isDraft: true });
    expect(found).not.toHaveProperty('draft');
  });

  it('the store of trials forgets the drafts of a connection with it, and neither its reports nor what is another’s', async () => {
    const { draft: _, ...saved } = trial;
    const { connectionId: __, ...nobodys } = trial;
    await store.insert({ ...saved, id: 'try_saved', isDraft: false });
    await store.insert({ ...trial, id: 'try_other', connectionId: 'con_other' });
    await store.insert({ ...nobodys, id: 'try_new' });
    await store.insert({ ...trial, id: 'try_over' });
    await store.finish('try_over', report, created, hoursLater(48));
    const connections = new SqlConnectionStore(storage.database, storage.sealer);
    await connections.insert(draft, []);
    expect(await connections.delete(draft.id)).toBe(true);
    const ids = (await storage.database.selectFrom('trials').select('id').orderBy('id').execute()).map(({ id }) => id);
    expect(ids).toEqual(['try_new', 'try_other', 'try_over', 'try_saved']);
  });

  it('the store of trials seals drafts and reports, and opens them only in their own row', async () => {
    await store.insert({ ...trial, id: 'try_2' });
    await store.finish('try_1', report, created, hoursLater(48));
    const rows = await storage.database.selectFrom('trials').selectAll().orderBy('id').execute();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain('canary');
    await storage.database
      .updateTable('trials')
      .set({ sealed: rows[0]?.sealed ?? '' })
      .where('id', '=', 'try_2')
      .execute();
    await expect(store.find('try_2', created)).rejects.toThrow(/does not open/);
  });
});
