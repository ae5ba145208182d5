/** Where builds of peers are kept, outside `node_modules`: each is made by the first run that needs it. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { heading } from '../report.js';
import { PeerMissingError } from './peer.js';

const cache = process.env.PORTICO_BENCH_PEERS ?? join(homedir(), '.cache/portico-bench-peers');
const MOST_OUTPUT = 64 * 1024 * 1024;
const LONGEST_MS = 1_200_000;

/**
 * The folder of a build, which `make` fills.
 * @param name contains the version: another one is another build.
 */
export async function built(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  heading(`Fetching and building ${name}, once: it is kept in ${cache}`);
  await mkdir(cache, { recursive: true });
  // Put in its place when it is whole: another run may be looking.
  const unfinished = await mkdtemp(join(cache, 'unfinished-'));
  try {
    await make(unfinished);
    if (!existsSync(folder)) await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}

export interface ToolOptions {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * What a tool prints.
 * @throws {PeerMissingError} with what it said last, where it is missing or fails.
 */
export async function tool(name: string, args: readonly string[], options: ToolOptions): Promise<string> {
  const env = { ...process.env, ...options.environment };
  const limits = { maxBuffer: MOST_OUTPUT, timeout: LONGEST_MS };
  try {
    return (await promisify(execFile)(name, args, { cwd: options.cwd, env, ...limits })).stdout;
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (code === 'ENOENT') throw new PeerMissingError(`there is no "${name}" on this machine`);
    const [last = 'without a word'] = `${stdout}\n${stderr}`.trim().split('\n').slice(-1);
    throw new PeerMissingError(`"${name} ${args.slice(0, 2).join(' ')}" failed: ${last.slice(0, 300)}`);
  }
}
