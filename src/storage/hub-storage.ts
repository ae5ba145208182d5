import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type PorticoConfig, StartupError } from '../config/index.js';
import { type DataDirectory, takeDataDirectory } from './data-directory.js';
import type { Database, SharedEngine, StorageEngine, StorageListener } from './database.js';
import { openEmbedded } from './embedded.js';
import { checkMasterKeys, hasSealedData, masterKeys, verifyMasterKeys } from './master-keys.js';
import { assertMigrated, assertUsable, MIGRATIONS, migrate, NEWEST_MIGRATION } from './migrate.js';
import { inspectServer, openPostgres, placeOfServer } from './postgres.js';
import { Sealer } from './sealing/sealer.js';
import { DatabaseUnusableError, MissingSharedKeyError, ServerUnusableError } from './storage-start-errors.js';

type StorageConfig = Pick<PorticoConfig, 'dataDir' | 'databaseUrl' | 'secretKeys'>;
type Closer = () => void | Promise<void>;

/** The hub's open storage: its database, and what seals secrets in it. */
export class HubStorage {
  private constructor(
    readonly database: Database,
    readonly sealer: Sealer,
    /** What the operator should know of this start. */
    readonly notices: readonly string[],
    private readonly closers: readonly Closer[],
  ) {}

  /**
   * Opens it for a hub: brings the schema up to date and proves the master keys, of several hubs one after the other.
   * Without `databaseUrl` it takes the data directory for itself.
   * @param listener hears how long statements take.
   * @throws {StartupError} that names the remedy. Nothing stays open then.
   */
  static open(config: StorageConfig, listener?: StorageListener): Promise<HubStorage> {
    return config.databaseUrl === undefined
      ? HubStorage.openEmbedded(config, listener)
      : HubStorage.openShared(config.databaseUrl, config.secretKeys, listener);
  }

  /** An empty one in memory, for tests of whole applications. */
  static async inMemory(): Promise<HubStorage> {
    const engine = openEmbedded(':memory:');
    await migrate(engine.database);
    return new HubStorage(engine.database, new Sealer([randomBytes(32)]), [], [engine.close]);
  }

  /**
   * Opens it for a command that may run beside a hub: takes nothing, makes nothing, changes no schema.
   * @throws {StartupError}
   */
  static openBeside(config: StorageConfig): Promise<HubStorage> {
    const { dataDir, databaseUrl: url, secretKeys: configured } = config;
    const opening = url === undefined ? openExistingFile(dataDir) : openServer(url);
    return guarded(opening, [], async ({ database }, closers) => {
      await assertMigrated(database);
      const file = join(dataDir, 'master.key');
      const keys = url === undefined ? masterKeys({ configured, file, hasSealedData: true }) : sharedKeys(configured);
      const sealer = new Sealer(keys);
      await verifyMasterKeys(database, sealer);
      return new HubStorage(database, sealer, [], closers);
    });
  }

  /** Rejects while the database does not answer, and once a newer version has changed it under this hub. */
  checkUsable(): Promise<void> {
    return assertUsable(this.database);
  }

  /** Closes the database, then lets go of the data directory. Idempotent. */
  async close(): Promise<void> {
    for (const close of this.closers) await close();
  }

  private static async openEmbedded(
    { dataDir, secretKeys }: StorageConfig,
    listener: StorageListener | undefined,
  ): Promise<HubStorage> {
    const directory = takeDataDirectory(dataDir);
    const { databaseFile: file, masterKeyFile } = directory;
    return guarded(openFile(file, listener), [directory.release], async ({ database }, closers) => {
      const breaking = await migrate(database);
      const isSealed = await hasSealedData(database);
      const sealer = new Sealer(masterKeys({ configured: secretKeys, file: masterKeyFile, hasSealedData: isSealed }));
      const { resealed } = await checkMasterKeys(database, sealer);
      return new HubStorage(
        database,
        sealer,
        [...noticesOf(directory), ...schemaNotice(breaking), ...resealedNotice(resealed)],
        closers,
      );
    });
  }

  private static async openShared(
    url: string,
    secretKeys: readonly Buffer[] | undefined,
    listener: StorageListener | undefined,
  ): Promise<HubStorage> {
    const sealer = new Sealer(sharedKeys(secretKeys));
    return guarded(openServer(url, listener), [], async (engine, closers) => {
      const notices = await engine.startAlone(NEWEST_MIGRATION, async (database, anyOlder) => {
        const inspected = await inspectServer(database, placeOfServer(url));
        const breaking = await migrate(database, MIGRATIONS, anyOlder);
        const { resealed } = await checkMasterKeys(database, sealer);
        return [...inspected, ...schemaNotice(breaking), ...resealedNotice(resealed)];
      });
      return new HubStorage(engine.database, sealer, notices, closers);
    });
  }
}

/** How an engine is opened, and what an operator is told when it cannot be. */
interface Opening<Engine extends StorageEngine> {
  open(): Engine;
  unusable(cause: unknown): StartupError;
}

function openFile(file: string, listener?: StorageListener): Opening<StorageEngine> {
  return { open: () => openEmbedded(file, listener), unusable: (cause) => new DatabaseUnusableError(file, cause) };
}

function openExistingFile(dataDir: string): Opening<StorageEngine> {
  const opening = openFile(join(dataDir, 'portico.db'));
  return {
    ...opening,
    open: () => {
      if (existsSync(join(dataDir, 'portico.db'))) return opening.open();
      throw new StartupError(`There is no hub in ${dataDir}. Start it once, or set PORTICO_DATA_DIR to its directory.`);
    },
  };
}

function openServer(url: string, listener?: StorageListener): Opening<SharedEngine> {
  const place = placeOfServer(url);
  return { open: () => openPostgres(url, listener), unusable: (cause) => new ServerUnusableError(place, cause) };
}

/** Opens the database and closes everything again if the start fails. */
async function guarded<Engine extends StorageEngine>(
  { open, unusable }: Opening<Engine>,
  closers: readonly Closer[],
  start: (engine: Engine, closers: readonly Closer[]) => Promise<HubStorage>,
): Promise<HubStorage> {
  const opened: Closer[] = [...closers];
  try {
    const engine = open();
    opened.unshift(engine.close);
    return await start(engine, opened);
  } catch (error) {
    for (const close of opened) await close();
    throw error instanceof StartupError ? error : unusable(error);
  }
}

/** Several hubs share the keys, so none of them may make its own. */
function sharedKeys(configured: readonly Buffer[] | undefined): readonly Buffer[] {
  if (configured === undefined || configured.length === 0) throw new MissingSharedKeyError();
  return configured;
}

function noticesOf(directory: DataDirectory): readonly string[] {
  if (!directory.isShared) return [];
  return [
    `Other users of this machine may enter ${directory.path}. Its files are private; chmod 700 hides their names too.`,
  ];
}

function schemaNotice(breaking: readonly string[]): readonly string[] {
  if (breaking.length === 0) return [];
  return [`The database was changed (${breaking.join(', ')}): versions before this one cannot use it any more.`];
}

function resealedNotice(resealed: number): readonly string[] {
  if (resealed === 0) return [];
  return [`${resealed} secrets were sealed anew with the first master key. The others can be left out now.`];
}
