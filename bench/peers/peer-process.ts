import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { untilAnswered } from '../processes/first-answer.js';
import { ProcessTree } from '../processes/process-tree.js';

export interface PeerCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** It runs there, and what it prints is kept there, in `log`. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Answers when the peer is ready. */
  readonly url: string;
}

const PATIENCE_MS = 20_000;

/** A peer as a process of its own, ready. */
export class PeerProcess {
  readonly processes: ProcessTree;

  private constructor(private readonly child: ChildProcess) {
    this.processes = new ProcessTree(child.pid ?? Number.NaN);
  }

  static async start({ program, args, folder, environment, url }: PeerCommand): Promise<PeerProcess> {
    const log = await open(join(folder, 'log'), 'a');
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(program, args, {
      cwd: folder,
      stdio: ['ignore', log.fd, log.fd],
      env: { PATH, HOME, LANG: 'C.UTF-8', ...environment },
    });
    const spawned = once(child, 'spawn');
    await log.close();
    await spawned;
    const started = new PeerProcess(child);
    try {
      await untilAnswered(url, child);
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  /** In order, or after a while without mercy. Idempotent. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), PATIENCE_MS);
    await ended;
    clearTimeout(impatience);
  }
}
