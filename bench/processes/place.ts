import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../options.js';
import { type NewDatabase, newDatabase } from './database.js';
import { freePort } from './ports.js';

/** Where one hub lives: what it keeps over a stop and a start. */
export interface Place {
  /** Stays, because the issuer names it, and what the hub granted names the issuer. */
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  /** For files beside the hub's own. */
  readonly folder: string;
  readonly dataDir: string;
}

/** A new and empty place below the engine's folder while `work` lasts. */
export async function withPlace<T>(engine: Engine, work: (place: Place) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(engine.folder, 'portico-bench-'));
  const database = engine.name === 'postgres' ? await newDatabase(engine.url) : undefined;
  try {
    return await work(await newPlace(folder, await freePort(), database));
  } finally {
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param folder exists, and is empty. @param database is empty; left out: the embedded one. */
export async function newPlace(folder: string, port: number, database: NewDatabase | undefined): Promise<Place> {
  const dataDir = join(folder, 'data');
  await mkdir(dataDir, { mode: 0o700 });
  return {
    port,
    folder,
    dataDir,
    environment: {
      PORTICO_DATA_DIR: dataDir,
      ...(database !== undefined && {
        DATABASE_URL: database.url,
        PORTICO_SECRET_KEY: randomBytes(32).toString('base64'),
      }),
    },
  };
}

/** Of tmpfs and ramfs, in `statfs`. */
const IN_MEMORY: readonly number[] = [0x01021994, 0x858458f6];

/** Whether nothing in this folder ever waits for a disk. */
export async function isInMemory(folder: string): Promise<boolean> {
  return IN_MEMORY.includes((await statfs(folder)).type);
}
