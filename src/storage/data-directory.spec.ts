import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PorticoProcess } from '../../test/support/process.js';
import { temporaryDirectory } from '../../test/support/temporary-directory.js';
import { takeDataDirectory } from './data-directory.js';
import { DataDirectoryInUseError, DataDirectoryUnusableError } from './storage-start-errors.js';

describe('takeDataDirectory', () => {
  let temporary: ReturnType<typeof temporaryDirectory>;
  let path: string;
  beforeEach(() => {
    temporary = temporaryDirectory();
    path = join(temporary.path, 'a', 'data');
  });
  afterEach(() => temporary.remove());

  const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);

  it('takeDataDirectory makes the directory and its files private to the user', () => {
    const directory = takeDataDirectory(path);
    expect(mode(path)).toBe('700');
    expect(mode(directory.databaseFile)).toBe('600');
    expect(mode(join(path, 'hub.lock'))).toBe('600');
    expect(directory.isShared).toBe(false);
    directory.release();
  });

  it('takeDataDirectory tells a directory that others may enter, and keeps the files private in it', () => {
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o755);
    writeFileSync(join(path, 'portico.db'), '');
    chmodSync(join(path, 'portico.db'), 0o644);
    const directory = takeDataDirectory(path);
    expect(directory.isShared).toBe(true);
    expect(mode(directory.databaseFile)).toBe('600');
    directory.release();
  });

  it('takeDataDirectory refuses a second hub, in the words an operator needs, and takes it when the first is gone', () => {
    const first = takeDataDirectory(path);
    expect(() => takeDataDirectory(path)).toThrow(DataDirectoryInUseError);
    expect(() => takeDataDirectory(path)).toThrow(/Another hub is running on the data directory .*PORTICO_DATA_DIR/);
    first.release();
    const second = takeDataDirectory(path);
    second.release();
  });

  it('takeDataDirectory leaves two directories to two hubs', () => {
    const first = takeDataDirectory(path);
    const second = takeDataDirectory(join(temporary.path, 'b'));
    first.release();
    second.release();
  });

  it('takeDataDirectory is free at once when the process that had it is killed', async () => {
    takeDataDirectory(path).release();
    const child = PorticoProcess.start(['--input-type=module', '-e', HOLD_LOCK, join(path, 'hub.lock')], { env: {} });
    try {
      await child.says('locked');
      expect(() => takeDataDirectory(path)).toThrow(DataDirectoryInUseError);
    } finally {
      child.kill('SIGKILL');
      await child.finished;
    }
    takeDataDirectory(path).release();
  });

  it('takeDataDirectory says what to do where the directory cannot be made', () => {
    writeFileSync(join(temporary.path, 'file'), '');
    expect(() => takeDataDirectory(join(temporary.path, 'file', 'data'))).toThrow(DataDirectoryUnusableError);
    expect(() => takeDataDirectory(join(temporary.path, 'file', 'data'))).toThrow(/ENOTDIR.*PORTICO_DATA_DIR/);
  });

  it('takeDataDirectory leaves nothing beside the lock and the database', () => {
    const directory = takeDataDirectory(path);
    expect(readdirSync(path).sort()).toEqual(['hub.lock', 'portico.db']);
    directory.release();
    expect(existsSync(join(path, 'hub.lock'))).toBe(true);
  });
});

/** Another process that takes the lock as the hub does, and never lets go. */
const HOLD_LOCK = `
  import { DatabaseSync } from '@photostructure/sqlite';
  const lock = new DatabaseSync(process.argv[1], { timeout: 0 });
  lock.exec('pragma journal_mode = MEMORY; begin exclusive');
  console.log('locked');
  // Referred to, or it would be collected, and the lock with it.
  setInterval(() => lock.isOpen, 1000);
`;
