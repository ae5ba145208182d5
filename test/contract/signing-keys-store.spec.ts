import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SigningKey } from '../../src/openid-provider/index.js';
import { SqlHubSettingStore } from '../../src/storage/hub-settings.store.js';
import { SqlSigningKeyStore } from '../../src/storage/signing-keys.store.js';
import { type OpenStorage, storageEngines } from '../support/storage-engines.js';

const now = new Date('2026-11-21T10:00:00Z');
const later = new Date('2026-11-22T10:00:00Z');
const key = (kid: string): SigningKey => ({
  kid,
  algorithm: 'RS256',
  jwk: { kty: 'RSA', n: 'n', e: 'AQAB', d: 'canary' },
  createdAt: now,
  activeFrom: now,
});

describe.each(storageEngines)('secrets of the hub itself, on $name', ({ open }) => {
  let storage: OpenStorage;
  let keys: SqlSigningKeyStore;
  let settings: SqlHubSettingStore;

  beforeEach(async () => {
    storage = await open();
    keys = new SqlSigningKeyStore(storage.database, storage.sealer);
    settings = new SqlHubSettingStore(storage.database, storage.sealer);
  });
  afterEach(() => storage.close());

  it('secrets of the hub itself store one first key, however many starts there are at once', async () => {
    await Promise.all(['a', 'b', 'c'].map((kid) => keys.insertFirst(key(kid))));
    const stored = await keys.list(now);
    expect(stored).toHaveLength(1);
    expect(stored[0]).toEqual(key(stored[0]?.kid ?? ''));
  });

  it('secrets of the hub itself list a replaced key until it retires', async () => {
    await keys.insertFirst(key('old'));
    await keys.insertReplacing(key('new'), later);
    expect((await keys.list(now)).map(({ kid, retiredAt }) => [kid, retiredAt])).toEqual([
      ['new', undefined],
      ['old', later],
    ]);
    expect((await keys.list(later)).map(({ kid }) => kid)).toEqual(['new']);
  });

  it('secrets of the hub itself do not prolong a key that was replaced before', async () => {
    await keys.insertFirst(key('old'));
    await keys.insertReplacing(key('new'), now);
    await keys.insertReplacing(key('newer'), later);
    expect((await keys.list(now)).map(({ kid }) => kid)).toEqual(['new', 'newer']);
  });

  it('secrets of the hub itself give every asker the setting that was stored first', async () => {
    expect(await settings.get('cookie_key')).toBeUndefined();
    const answers = await Promise.all(
      ['canary-1', 'canary-2'].map((value) => settings.getOrStore('cookie_key', value)),
    );
    expect(new Set(answers).size).toBe(1);
    expect(await settings.get('cookie_key')).toBe(answers[0]);
  });

  it('secrets of the hub itself hold nothing in the clear', async () => {
    await keys.insertFirst(key('old'));
    await settings.getOrStore('cookie_key', 'canary');
    const rows = [
      await storage.database.selectFrom('signing_keys').selectAll().execute(),
      await storage.database.selectFrom('hub_settings').selectAll().execute(),
    ];
    expect(JSON.stringify(rows)).not.toContain('canary');
  });
});
