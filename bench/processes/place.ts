import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Engine } from '../options.js';
import { freePort } from './ports.js';

/** Where one hub lives: what it keeps over a stop and a start. */
export interface Place {
  /** Stays, because the issuer names it, and what the hub granted names the issuer. */
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly dataDir: string;
}

/** A new and empty place while `work` lasts. */
export async function withPlace<T>(engine: Engine, work: (place: Place) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-bench-'));
  const database = engine.name === 'postgres' ? await newDatabase(engine.url) : undefined;
  try {
    return await work({
      port: await freePort(),
      dataDir,
      environment: {
        PORTICO_DATA_DIR: dataDir,
        ...(database !== undefined && {
          DATABASE_URL: database.url,
          PORTICO_SECRET_KEY: randomBytes(32).toString('base64'),
        }),
      },
    });
  } finally {
    await database?.drop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A database of our own on the server of this URL, whose user must be allowed to create one. */
async function newDatabase(server: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `portico_bench_${randomBytes(6).toString('hex')}`;
  await run(server, `create database ${name} encoding 'UTF8' template template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(server, `drop database if exists ${name} with (force)`) };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
