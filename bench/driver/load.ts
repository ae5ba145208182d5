import { setTimeout as pause } from 'node:timers/promises';

/** What tasks returned, and why those failed that did. */
export interface Outcome<T> {
  readonly results: readonly T[];
  readonly failures: readonly string[];
}

/** Runs `task` `times` times, `atOnce` of them at any moment. */
export async function load<T>(times: number, atOnce: number, task: () => Promise<T>): Promise<Outcome<T>> {
  const outcome = new Collected<T>();
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < times) {
      begun += 1;
      await outcome.of(task);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outcome;
}

/** Begins `task` `times` times, `perSecond` of them a second, whether those before have ended or not. */
export async function arrivals<T>(times: number, perSecond: number, task: () => Promise<T>): Promise<Outcome<T>> {
  const outcome = new Collected<T>();
  const started = performance.now();
  const running: Promise<void>[] = [];
  for (let number = 0; number < times; number += 1) {
    const wait = started + (number * 1000) / perSecond - performance.now();
    if (wait > 0) await pause(wait);
    running.push(outcome.of(task));
  }
  await Promise.all(running);
  return outcome;
}

class Collected<T> implements Outcome<T> {
  readonly results: T[] = [];
  readonly failures: string[] = [];

  async of(task: () => Promise<T>): Promise<void> {
    try {
      this.results.push(await task());
    } catch (error) {
      this.failures.push(error instanceof Error ? error.message : String(error));
    }
  }
}
