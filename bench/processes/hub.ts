import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Place } from './place.js';
import type { Usage } from './probe.js';

/** Which hub, and where. */
export interface HubOptions {
  /** The folder of a build: `dist`, or that of another version. */
  readonly build: string;
  /** The upstream's `host:port`, which the hub may reach although it is on loopback. */
  readonly upstream: string;
  /** Arguments of node itself, for a profile. */
  readonly nodeArguments?: readonly string[];
}

const START_DEADLINE_MS = 60_000;
const probe = new URL('./probe.js', import.meta.url).href;

/** `portico start` as a process of its own, ready. */
export class Hub {
  private constructor(
    readonly issuer: string,
    private readonly dataDir: string,
    /** From the start of the process to the first answer of its discovery document, in milliseconds. */
    readonly startTime: number,
    private readonly child: ChildProcess,
  ) {}

  static async start(options: HubOptions, { port, dataDir, environment }: Place): Promise<Hub> {
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
        PORTICO_UPSTREAM_ALLOW: options.upstream,
        ...(await roomForAll(options.build)),
        ...environment,
      },
    });
    await firstAnswer(`${issuer}/.well-known/openid-configuration`, child);
    return new Hub(issuer, dataDir, performance.now() - started, child);
  }

  async usage(): Promise<Usage> {
    return (await this.ask('usage')) as Usage;
  }

  /** The files in which a function ran since this was asked last; none the first time. Slows the hub down from then on. */
  async filesThatRan(): Promise<readonly string[]> {
    return (await this.ask('files-that-ran')) as readonly string[];
  }

  private async ask(question: string): Promise<unknown> {
    const answer = once(this.child, 'message');
    this.child.send(question);
    const [content] = await answer;
    return content;
  }

  /** The first management client, as an operator finds it. */
  async managementClient(): Promise<{ readonly client_id: string; readonly client_secret: string }> {
    return JSON.parse(await readFile(join(this.dataDir, 'management-client.json'), 'utf8'));
  }

  /** Stops it in order. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
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

/** Everybody comes from one address here. Versions without rate limits refuse variables that they do not know. */
async function roomForAll(build: string): Promise<Record<string, string>> {
  const variables = ['PORTICO_RATE_LIMIT_LOGIN', 'PORTICO_RATE_LIMIT_TOKEN', 'PORTICO_RATE_LIMIT_MANAGEMENT'];
  const known = await readFile(join(build, 'config/environment.js'), 'utf8');
  return Object.fromEntries(variables.filter((name) => known.includes(name)).map((name) => [name, '1000000']));
}
