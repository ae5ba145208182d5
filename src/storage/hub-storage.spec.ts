import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '../../test/support/temporary-directory.js';
import { StartupError } from '../config/index.js';
import { HubStorage } from './hub-storage.js';

describe('HubStorage', () => {
  let temporary: ReturnType<typeof temporaryDirectory>;
  let dataDir: string;
  let keyFile: string;
  beforeEach(() => {
    temporary = temporaryDirectory();
    dataDir = join(temporary.path, 'data');
    keyFile = join(dataDir, 'master.key');
  });
  afterEach(() => temporary.remove());

  const place = { table: 'hub_settings', column: 'value', id: 'probe' };

  async function seed(secretKeys?: readonly Buffer[]): Promise<void> {
    const storage = await HubStorage.open({ dataDir, ...(secretKeys && { secretKeys }) });
    await storage.database
      .insertInto('hub_settings')
      .values({ key: 'probe', value: storage.sealer.seal('s3cret', place) })
      .execute();
    await storage.close();
  }

  async function readProbe(secretKeys?: readonly Buffer[]): Promise<string> {
    const storage = await HubStorage.open({ dataDir, ...(secretKeys && { secretKeys }) });
    try {
      const row = await storage.database
        .selectFrom('hub_settings')
        .select('value')
        .where('key', '=', 'probe')
        .executeTakeFirstOrThrow();
      return storage.sealer.open(row.value, place);
    } finally {
      await storage.close();
    }
  }

  it('HubStorage makes a key of its own for a new database, private, and uses it from then on', async () => {
    await seed();
    expect((statSync(keyFile).mode & 0o777).toString(8)).toBe('600');
    expect(Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'base64')).toHaveLength(32);
    expect(await readProbe()).toBe('s3cret');
  });

  it('HubStorage makes no key where one is configured', async () => {
    await seed([randomBytes(32)]);
    expect(() => statSync(keyFile)).toThrow('ENOENT');
  });

  it('HubStorage refuses to start without the key of an existing database, and makes no new one', async () => {
    await seed();
    copyFileSync(keyFile, `${keyFile}.backup`);
    rmSync(keyFile);
    await expect(readProbe()).rejects.toThrow(/master\.key is missing. Restore that file/);
    expect(() => statSync(keyFile)).toThrow('ENOENT');
    copyFileSync(`${keyFile}.backup`, keyFile);
    chmodSync(keyFile, 0o644);
    expect(await readProbe()).toBe('s3cret');
    expect((statSync(keyFile).mode & 0o777).toString(8)).toBe('600');
  });

  it('HubStorage refuses to start with another key, whether configured or in the file', async () => {
    const key = randomBytes(32);
    await seed([key]);
    await expect(readProbe([randomBytes(32)])).rejects.toThrow(/not the one that sealed .*PORTICO_SECRET_KEY/s);
    writeFileSync(keyFile, randomBytes(32).toString('base64'));
    await expect(readProbe()).rejects.toThrow(StartupError);
    expect(await readProbe([key])).toBe('s3cret');
  });

  it('HubStorage refuses a damaged key file, without showing it', async () => {
    await seed();
    writeFileSync(keyFile, 'half-a-key');
    await expect(readProbe()).rejects.toThrow(/does not hold a master key/);
    await expect(readProbe()).rejects.not.toThrow(/half-a-key/);
  });

  it('HubStorage takes the generated key over into the configuration', async () => {
    await seed();
    expect(await readProbe([Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'base64')])).toBe('s3cret');
  });

  it('HubStorage changes the master key by a start with new and old, after which the old one opens nothing', async () => {
    const [old, fresh] = [randomBytes(32), randomBytes(32)];
    await seed([old]);
    const storage = await HubStorage.open({ dataDir, secretKeys: [fresh, old] });
    expect(storage.notices).toEqual([expect.stringContaining('2 secrets were sealed anew')]);
    await storage.close();
    expect(await readProbe([fresh])).toBe('s3cret');
    await expect(readProbe([old])).rejects.toThrow(StartupError);
  });

  it('HubStorage refuses sealed secrets whose canary is gone, instead of trusting any key', async () => {
    const key = randomBytes(32);
    await seed([key]);
    const storage = await HubStorage.open({ dataDir, secretKeys: [key] });
    await storage.database.deleteFrom('hub_settings').where('key', '=', 'sealed_canary').execute();
    await storage.close();
    await expect(readProbe([randomBytes(32)])).rejects.toThrow(/row that proves the key is missing/);
  });

  it('HubStorage lets go of the directory when the start fails', async () => {
    await seed([randomBytes(32)]);
    await expect(readProbe([randomBytes(32)])).rejects.toThrow('master key');
    await expect(readProbe([randomBytes(32)])).rejects.toThrow('master key');
  });

  it('HubStorage refuses a file that is no database, by name', async () => {
    await seed();
    writeFileSync(join(dataDir, 'portico.db'), 'not a database at all, but long enough to be looked at'.repeat(100));
    await expect(readProbe()).rejects.toThrow(/portico\.db cannot be opened \(SQLITE_NOTADB\)/);
  });

  it('HubStorage opens what an earlier build wrote with another library for SQLite', async () => {
    cpSync(resolve('test/fixtures/data-directories/0.1.0-first'), dataDir, { recursive: true });
    const storage = await HubStorage.open({ dataDir });
    const connections = await storage.database.selectFrom('connections').select('name').orderBy('name').execute();
    expect(connections.map(({ name }) => name)).toEqual(['contoso', 'organizations', 'partners']);
    await storage.close();
  });

  it('HubStorage lets a command in beside a running hub, with the same key only', async () => {
    const key = randomBytes(32);
    await expect(HubStorage.openBeside({ dataDir })).rejects.toThrow(/There is no hub in/);
    await seed([key]);
    const hub = await HubStorage.open({ dataDir, secretKeys: [key] });
    const command = await HubStorage.openBeside({ dataDir, secretKeys: [key] });
    await command.database.insertInto('hub_settings').values({ key: 'beside', value: '1' }).execute();
    await command.close();
    const seen = await hub.database.selectFrom('hub_settings').select('value').where('key', '=', 'beside').execute();
    expect(seen).toEqual([{ value: '1' }]);
    await expect(HubStorage.openBeside({ dataDir, secretKeys: [randomBytes(32)] })).rejects.toThrow(StartupError);
    await hub.close();
  });

  it('HubStorage keeps database, log and index private', async () => {
    const storage = await HubStorage.open({ dataDir });
    for (const file of ['portico.db', 'portico.db-wal', 'portico.db-shm']) {
      expect((statSync(join(dataDir, file)).mode & 0o777).toString(8)).toBe('600');
    }
    await storage.close();
    await storage.close();
  });
});
