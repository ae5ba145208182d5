import { closeSync, fchmodSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../common/errors.js';
import { StartupError } from '../config/index.js';
import { Sqlite } from './sqlite.js';
import { DataDirectoryInUseError, DataDirectoryUnusableError } from './storage-start-errors.js';

/** A data directory that belongs to this process until it is released, or the process ends in any way. */
export interface DataDirectory {
  readonly path: string;
  readonly databaseFile: string;
  readonly masterKeyFile: string;
  /** Whether other users of the machine may look into it. */
  readonly isShared: boolean;
  release(): void;
}

/**
 * Takes the data directory, making it (0700) if need be.
 *
 * The lock is an exclusive transaction on an empty database: the kernel holds it, so it ends with the process, `kill -9`
 * included, and never has to be guessed stale. It also holds between two hubs in one process.
 *
 * @throws {SqliteMissingError}
 * @throws {DataDirectoryInUseError}
 * @throws {DataDirectoryUnusableError}
 */
export function takeDataDirectory(path: string): DataDirectory {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const lock = lockedFile(join(path, 'hub.lock'), path);
    try {
      const databaseFile = join(path, 'portico.db');
      ensurePrivateFile(databaseFile);
      return {
        path,
        databaseFile,
        masterKeyFile: join(path, 'master.key'),
        isShared: process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0,
        release: () => lock.close(),
      };
    } catch (error) {
      lock.close();
      throw error;
    }
  } catch (error) {
    throw error instanceof StartupError ? error : new DataDirectoryUnusableError(path, error);
  }
}

function lockedFile(file: string, directory: string): Sqlite {
  ensurePrivateFile(file);
  const lock = new Sqlite(file);
  try {
    lock.exec('pragma journal_mode = MEMORY');
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    const isBusy = errorCode(error)?.startsWith('SQLITE_BUSY') === true;
    throw isBusy ? new DataDirectoryInUseError(directory) : error;
  }
}

/** Makes the file before SQLite would: its companions (`-wal`, `-shm`) take over its permissions. */
function ensurePrivateFile(file: string): void {
  const descriptor = openSync(file, 'a', 0o600);
  try {
    fchmodSync(descriptor, 0o600);
  } finally {
    closeSync(descriptor);
  }
}
