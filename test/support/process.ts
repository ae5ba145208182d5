import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

const command = join(resolve(import.meta.dirname, '../..'), 'dist/cli/portico.js');

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** `portico …` as a process of its own, from the build that `npm test` makes first. */
export class PorticoProcess {
  private text = '';
  private readonly listeners = new Set<() => void>();
  readonly finished: Promise<Finished>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => this.hear(chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.hear(chunk));
    this.finished = new Promise((done) => {
      child.once('close', (code, signal) => done({ code, signal, output: this.text }));
    });
  }

  static run(args: readonly string[], environment: Readonly<Record<string, string>>): PorticoProcess {
    return PorticoProcess.start([command, ...args], { env: environment });
  }

  /** Any script, by the arguments that Node gets. */
  static start(
    args: readonly string[],
    { cwd, env }: { readonly cwd?: string; readonly env: Readonly<Record<string, string>> },
  ): PorticoProcess {
    const { PATH = '', HOME = '' } = process.env;
    return new PorticoProcess(
      spawn(process.execPath, [...args], { env: { PATH, HOME, ...env }, ...(cwd !== undefined && { cwd }) }),
    );
  }

  get output(): string {
    return this.text;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /**
   * Resolves when the output contains `text`: it comes when the process gets around to it, and not always before an answer
   * that it belongs to. Rejects when the process ends without it, or after `limitMs`.
   */
  says(text: string | RegExp, limitMs = 25_000): Promise<void> {
    return new Promise((done, reject) => {
      const isThere = () => (typeof text === 'string' ? this.text.includes(text) : text.test(this.text));
      const settle = (error?: Error): void => {
        clearTimeout(limit);
        this.listeners.delete(look);
        if (error === undefined) done();
        else reject(error);
      };
      const look = (): void => {
        if (isThere()) settle();
      };
      const missing = (what: string) => new Error(`${what} without having said ${text}:\n${this.text}`);
      const limit = setTimeout(() => settle(missing(`${limitMs} ms went by`)), limitMs);
      this.listeners.add(look);
      look();
      void this.finished.then(({ code }) => settle(isThere() ? undefined : missing(`The process ended with ${code}`)));
    });
  }

  private hear(chunk: Buffer): void {
    this.text += chunk.toString('utf8');
    for (const listener of this.listeners) listener();
  }
}
