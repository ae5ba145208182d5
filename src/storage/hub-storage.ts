import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type PorticoConfig, StartupError } from '../config/index.js';
import { checkMasterKeys, hasSealedData, verifyMasterKeys } from './canary.js';
import { type DataDirectory, takeDataDirectory } from './data-directory.js';
import type { Database } from './database.js';
import { type EmbeddedEngine, openEmbedded } from './embedded.js';
import { masterKeys } from './master-key.js';
import { assertMigrated, migrate } from './migrate.js';
import { Sealer } from './sealer.js';
import { DatabaseUnusableError } from './storage-start-errors.js';

type StorageConfig = Pick<PorticoConfig, 'dataDir' | 'secretKeys'>;

/** The hub's open storage: its database, and what seals secrets in it. */
export class HubStorage {
  private constructor(
    readonly database: Database,
    readonly sealer: Sealer,
    /** What the operator should know of this start. */
    readonly notices: readonly string[],
    private readonly closers: readonly (() => void)[],
  ) {}

  /**
   * Opens it for a hub: takes the data directory, brings the schema up to date, and proves the master keys.
   * @throws {StartupError} that names the remedy. Nothing stays open then.
   */
  static async open(config: StorageConfig): Promise<HubStorage> {
    const directory = takeDataDirectory(config.dataDir);
    return guarded(directory.databaseFile, [directory.release], async (engine, closers) => {
      await migrate(engine.database);
      const sealer = new Sealer(
        masterKeys({
          configured: config.secretKeys,
          file: directory.masterKeyFile,
          hasSealedData: await hasSealedData(engine.database),
        }),
      );
      const { resealed } = await checkMasterKeys(engine.database, sealer);
      return new HubStorage(engine.database, sealer, noticesOf(directory, resealed), closers);
    });
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
  static async openBeside(config: StorageConfig): Promise<HubStorage> {
    const file = join(config.dataDir, 'portico.db');
    if (!existsSync(file)) {
      throw new StartupError(
        `There is no hub in ${config.dataDir}. Start it once, or set PORTICO_DATA_DIR to its directory.`,
      );
    }
    return guarded(file, [], async (engine, closers) => {
      await assertMigrated(engine.database);
      const keyFile = join(config.dataDir, 'master.key');
      const sealer = new Sealer(masterKeys({ configured: config.secretKeys, file: keyFile, hasSealedData: true }));
      await verifyMasterKeys(engine.database, sealer);
      return new HubStorage(engine.database, sealer, [], closers);
    });
  }

  /** Closes the database, then lets go of the data directory. Idempotent. */
  close(): void {
    for (const close of this.closers) close();
  }
}

/** Opens the database and closes everything again if the start fails. */
async function guarded(
  file: string,
  closers: readonly (() => void)[],
  start: (engine: EmbeddedEngine, closers: readonly (() => void)[]) => Promise<HubStorage>,
): Promise<HubStorage> {
  const opened: (() => void)[] = [...closers];
  try {
    const engine = openEmbedded(file);
    opened.unshift(engine.close);
    return await start(engine, opened);
  } catch (error) {
    for (const close of opened) close();
    throw error instanceof StartupError ? error : new DatabaseUnusableError(file, error);
  }
}

function noticesOf(directory: DataDirectory, resealed: number): readonly string[] {
  return [
    ...(directory.isShared
      ? [
          `Other users of this machine may enter ${directory.path}. Its files are private; chmod 700 hides their names too.`,
        ]
      : []),
    ...(resealed > 0
      ? [`${resealed} secrets were sealed anew with the first master key. The others can be left out now.`]
      : []),
  ];
}
