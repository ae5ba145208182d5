import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { untilAnswered } from './first-answer.js';
import type { Place } from './place.js';
import { LAST_WORDS, type Memory } from './probe.js';
import { ProcessTree, writtenBytesIn } from './process-tree.js';
import type { UpstreamAddress } from './upstream.js';

/** Which hub. */
export interface HubOptions {
  /** The folder of a build: `dist`, or that of another version. */
  readonly build: string;
  /** The program of Node that runs it. */
  readonly node: string;
  /** The upstream, which the hub may reach although it is on loopback. */
  readonly upstream: UpstreamAddress;
  /** Arguments of node itself, for a profile. */
  readonly nodeArguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const probe = new URL('./probe.js', import.meta.url).href;

/** `portico start` as a process of its own, ready. */
export class Hub {
  readonly processes: ProcessTree;

  private constructor(
    readonly issuer: string,
    private readonly place: Place,
    /** From the start of the process to the first answer of its discovery document, in milliseconds. */
    readonly startTime: number,
    private readonly child: ChildProcess,
  ) {
    this.processes = new ProcessTree(child.pid ?? Number.NaN);
  }

  static async start(options: HubOptions, place: Place): Promise<Hub> {
    const issuer = `http://localhost:${place.port}`;
    const { PATH = '', HOME = '' } = process.env;
    const environment = {
      PATH,
      HOME,
      NODE_NO_WARNINGS: '1',
      HOST: 'localhost',
      PORT: String(place.port),
      PORTICO_ISSUER: issuer,
      PORTICO_UPSTREAM_ALLOW: new URL(options.upstream.url).host,
      [LAST_WORDS]: lastWordsIn(place),
      ...(await roomForAll(options.build)),
      ...(await trustIn(options.upstream, place)),
      ...place.environment,
      ...options.environment,
    };
    const started = performance.now();
    const child = fork(join(options.build, 'cli/portico.js'), ['start'], {
      execPath: options.node,
      execArgv: [...(options.nodeArguments ?? []), '--import', probe],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: environment,
    });
    await untilAnswered(`${issuer}/.well-known/openid-configuration`, child);
    return new Hub(issuer, place, performance.now() - started, child);
  }

  async memory(): Promise<Memory> {
    return (await this.ask('memory')) as Memory;
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
    return JSON.parse(await readFile(join(this.place.dataDir, 'management-client.json'), 'utf8'));
  }

  /** Stops it in order. Idempotent. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }

  /** Stops it in order, and returns the bytes that it wrote in its whole life, its last checkpoint included. */
  async stopAndCount(): Promise<number> {
    await this.stop();
    return writtenBytesIn(await readFile(lastWordsIn(this.place), 'utf8'));
  }
}

function lastWordsIn({ folder }: Place): string {
  return join(folder, 'last-words');
}

/** Node reads further certificates from a file only. */
async function trustIn({ ca }: UpstreamAddress, { folder }: Place): Promise<Record<string, string>> {
  if (ca === undefined) return {};
  const file = join(folder, 'upstream.pem');
  await writeFile(file, ca);
  return { NODE_EXTRA_CA_CERTS: file };
}

/** Everybody comes from one address here. Versions without rate limits refuse variables that they do not know. */
async function roomForAll(build: string): Promise<Record<string, string>> {
  const variables = ['PORTICO_RATE_LIMIT_LOGIN', 'PORTICO_RATE_LIMIT_TOKEN', 'PORTICO_RATE_LIMIT_MANAGEMENT'];
  const known = await readFile(join(build, 'config/environment.js'), 'utf8');
  return Object.fromEntries(variables.filter((name) => known.includes(name)).map((name) => [name, '1000000']));
}
