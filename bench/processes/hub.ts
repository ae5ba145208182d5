import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './ports.js';
import type { Usage } from './probe.js';

export interface HubOptions {
  /** The folder of a build: `dist`, or that of another version. */
  readonly build: string;
  /** The upstream's `host:port`, which the hub may reach although it is on loopback. */
  readonly upstream: string;
  /** Kept by the caller; otherwise made, and removed at the end. */
  readonly dataDir?: string;
  /** Kept by the caller where a hub starts again: its issuer, and with it what it has granted, names the port. */
  readonly port?: number;
  /** More of the environment, such as `DATABASE_URL`. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Arguments of node itself, for a profile. */
  readonly nodeArguments?: readonly string[];
}

const START_DEADLINE_MS = 60_000;
const probe = new URL('./probe.js', import.meta.url).href;

/** `portico start` as a process of its own, ready. */
export class Hub {
  private constructor(
    readonly issuer: string,
    readonly dataDir: string,
    /** From the start of the process to the first answer of its discovery document, in milliseconds. */
    readonly startTime: number,
    private readonly child: ChildProcess,
    private readonly ownsDataDir: boolean,
  ) {}

  static async start(options: HubOptions): Promise<Hub> {
    const [port, dataDir] = await Promise.all([
      options.port ?? freePort(),
      options.dataDir ?? mkdtemp(join(tmpdir(), 'portico-bench-')),
    ]);
    const issuer = `http://localhost:${port}`;
    const { PATH = '', HOME = '' } = process.env;
    const started = performance.now();
    const child = fork(join(options.build, 'cli/portico.js'), ['start'], {
      execArgv: [...(options.nodeArguments ?? []), '--import', probe],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        PATH,
        HOME,
        NODE_NO_WARNINGS: '1',
        HOST: 'localhost',
        PORT: String(port),
        PORTICO_ISSUER: issuer,
        PORTICO_DATA_DIR: dataDir,
        PORTICO_UPSTREAM_ALLOW: options.upstream,
        ...options.environment,
      },
    });
    await firstAnswer(`${issuer}/.well-known/openid-configuration`, child);
    return new Hub(issuer, dataDir, performance.now() - started, child, options.dataDir === undefined);
  }

  async usage(): Promise<Usage> {
    const answer = once(this.child, 'message');
    this.child.send('usage');
    const [usage] = await answer;
    return usage as Usage;
  }

  /** The first management client, as an operator finds it. */
  async managementClient(): Promise<{ readonly client_id: string; readonly client_secret: string }> {
    return JSON.parse(await readFile(join(this.dataDir, 'management-client.json'), 'utf8'));
  }

  /** Stops it in order. A data directory of its own goes with it. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    if (this.ownsDataDir) await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** Asks until the hub answers. @throws {Error} when the process ends, or says nothing for a minute. */
async function firstAnswer(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The hub ended with ${child.exitCode} before it was ready.`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await pause(5);
  }
  child.kill('SIGKILL');
  throw new Error(`The hub did not answer at ${url}.`);
}
