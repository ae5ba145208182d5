import { errorCode, StorageUnavailableError } from '../common/errors.js';
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

/** This Node has no SQLite built in, and the package that brings it has none for this platform, or is not installed. */
export class SqliteMissingError extends StartupError {
  constructor(cause: unknown) {
    super(
      `Node ${process.versions.node} has no SQLite built in, and the package @photostructure/sqlite cannot be loaded ` +
        `here${codeOf(cause)}. Run the hub with Node 24, or set DATABASE_URL.`,
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

/** `DATABASE_URL` without a key: instances share it, so none may make its own. */
export class MissingSharedKeyError extends StartupError {
  constructor() {
    super(
      'PORTICO_SECRET_KEY must be given with DATABASE_URL: instances share the key. Make one with: openssl rand -base64 32',
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

/** The server behind `DATABASE_URL` cannot be used. `place` is host and database, without user and password. */
export class ServerUnusableError extends StartupError {
  constructor(place: string, cause: unknown) {
    const root = cause instanceof StorageUnavailableError ? cause.cause : cause;
    const code = errorCode(root) ?? '';
    const what = SERVER_ANSWERS.find(([pattern]) => pattern.test(code))?.[1];
    super(
      what === undefined
        ? `The PostgreSQL database ${place} cannot be used${codeOf(root)}. Check DATABASE_URL, its TLS parameters, and that the server runs and lets this machine in.`
        : `The PostgreSQL server refuses ${place} (${code}): ${what}`,
      { cause },
    );
  }
}

const SERVER_ANSWERS: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [
    /^28/,
    'user or password are wrong, or the server does not let this machine in. Correct DATABASE_URL or pg_hba.conf.',
  ],
  [/^3D000$/, 'there is no such database. Create it, owned by the user of DATABASE_URL.'],
  [/^3F000$|^42501$/, 'the user may not make tables there. Make the user of DATABASE_URL the owner of the database.'],
  [/^25006$/, 'it is read-only, perhaps a standby. Give the address of the primary in DATABASE_URL.'],
  [/^53300$/, 'all of its connections are in use. Raise max_connections, or lower pool_size in DATABASE_URL.'],
  [/^42P01$/, 'no hub has used this database yet. Start one on it first.'],
];

/** A server whose settings would lose or garble what the hub stores. */
export class UnsuitableServerError extends StartupError {
  constructor(place: string, detail: string) {
    super(`The PostgreSQL database ${place} does not suit: ${detail}`);
  }
}

/** Another instance is starting, and has been for as long as this one waited. */
export class AnotherStartError extends StartupError {
  constructor(seconds: number) {
    super(
      `Another instance has been starting on this database for more than ${seconds} seconds. ` +
        'It may be changing the schema: start this one again when it has finished.',
    );
  }
}

/** The database was written by a version that this one does not know. */
export class NewerDatabaseError extends StartupError {
  constructor(unknown: readonly string[]) {
    super(
      `The database was written by a newer Portico (${unknown.join(', ')}). Start that version, or restore a backup.`,
    );
  }
}

/** Instances are running that could not go on working on the schema of this version. */
export class OtherInstancesError extends StartupError {
  constructor(migration: string) {
    super(
      `All instances of the hub must stop before this version starts: it changes the database (${migration}) so that ` +
        'earlier versions cannot use it, and instances of one are still running. Stop them, then start this one.',
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
