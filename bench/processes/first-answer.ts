import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const DEADLINE_MS = 180_000;

/** Asks until a process answers at `url`. @throws {Error} when the process ends, or says nothing for three minutes. */
export async function untilAnswered(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${child.spawnfile} ended with ${child.exitCode ?? child.signalCode} before it was ready.`);
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await pause(5);
  }
  child.kill('SIGKILL');
  throw new Error(`There is no answer at ${url}.`);
}
