import { errorCode } from '../common/error-code.js';
import { StorageUnavailableError } from '../common/errors.js';
import { StartupError } from '../config/index.js';

/** Another hub has the data directory. */
export class DataDirectoryInUseError extends StartupError {
  constructor(directory: string) {
    super(
      `Another hub is running on the data directory ${directory}. ` +
        'Stop it, or give this one a directory of its own with PORTICO_DATA_DIR.',
    );
  }
}

/** The directory cannot be made, read or written. */
export class DataDirectoryUnusableError extends StartupError {
  constructor(directory: string, cause: unknown) {
    super(
      `The data directory ${directory} cannot be used${codeOf(cause)}. ` +
        "Make it writable for the hub's user on a local disk, or set PORTICO_DATA_DIR to one that is.",
      { cause },
    );
  }
}

/** There are sealed secrets, and no key. A new one is never made over existing data. */
export class MissingMasterKeyError extends StartupError {
  constructor(keyFile: string) {
    super(
      `The database holds secrets sealed with a master key, and ${keyFile} is missing. ` +
        'Restore that file from the backup, or give the key in PORTICO_SECRET_KEY.',
    );
  }
}

/** The key file is there and is not a key. */
export class DamagedMasterKeyError extends StartupError {
  constructor(keyFile: string) {
    super(
      `${keyFile} does not hold a master key (32 bytes in base64). ` +
        'Restore it from the backup, or give the key in PORTICO_SECRET_KEY.',
    );
  }
}

/** The keys do not open what is in the database. */
export class WrongMasterKeyError extends StartupError {
  constructor(detail: string) {
    super(
      `The master key is not the one that sealed the secrets in the database: ${detail} ` +
        'Give the key they were sealed with in PORTICO_SECRET_KEY (several by comma, the first one writes), ' +
        'or restore master.key of the data directory.',
    );
  }
}

/** The database file is damaged, of another program, or out of reach. */
export class DatabaseUnusableError extends StartupError {
  constructor(file: string, cause: unknown) {
    const root = cause instanceof StorageUnavailableError ? cause.cause : cause;
    super(
      `The database ${file} cannot be opened${codeOf(root)}. Check its permissions and the disk, or restore a backup.`,
      {
        cause,
      },
    );
  }
}

/** A command of another version than the hub that made the database. */
export class OlderDatabaseError extends StartupError {
  constructor() {
    super(
      'The database is of an older Portico. Start the hub of this version once: it brings the database up to date.',
    );
  }
}

function codeOf(cause: unknown): string {
  const code = errorCode(cause);
  return code === undefined ? '' : ` (${code})`;
}
