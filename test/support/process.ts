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
  readonly finished: Promise<Finished>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => this.hear(chunk));
    child.stderr?.on('data', (chunk: Buffer) => this.hear(chunk));
    this.finished = new Promise((done) => {
      child.once('close', (code, signal) => done({ code, signal, output: this.text }));
    });
  }

  /** @param cli of another build, by its path. */
  static run(args: readonly string[], environment: Readonly<Record<string, string>>, cli = command): PorticoProcess {
    return PorticoProcess.start([cli, ...args], { env: environment });
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

  /** Resolves when the output contains `text`; rejects when the process ends without it. */
  says(text: string): Promise<void> {
    return new Promise((done, reject) => {
      const look = (): void => {
        if (this.text.includes(text)) done();
      };
      this.child.stdout?.on('data', look);
      this.child.stderr?.on('data', look);
      look();
      this.finished.then(
        (end) => (this.text.includes(text) ? done() : reject(new Error(`ended with ${end.code}:\n${end.output}`))),
        reject,
      );
    });
  }

  private hear(chunk: Buffer): void {
    this.text += chunk.toString('utf8');
  }
}
