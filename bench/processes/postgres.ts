import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Below the checkout, as seen from where this is compiled to: `build/bench/processes`. */
const supervisor = fileURLToPath(new URL('../../../test/support/postgres-supervisor.mjs', import.meta.url));

/** A PostgreSQL of our own with its defaults, durable commits included. It ends with this process, however that ends. */
export class Postgres {
  private constructor(
    /** As its superuser. */
    readonly url: string,
    readonly stop: () => Promise<void>,
  ) {}

  /** @param folder where its files are. @throws {Error} where it does not start. */
  static async start(folder: string): Promise<Postgres> {
    const child = spawn(process.execPath, [supervisor, '--durable'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: folder },
    });
    const stop = async (): Promise<void> => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    };
    const [address] = await once(child.stdout.setEncoding('utf8'), 'data');
    const answer = await fetch(String(address).trim());
    const text = await answer.text();
    if (answer.ok) return new Postgres(text, stop);
    await stop();
    throw new Error(text);
  }
}
