/** What the programs of this package share: how they fail, how they are stopped, and the hub as a process. */

import { withoutRuntimeNotice } from './runtime-notice.js';
import type { RunningHub } from './serve.js';

/**
 * Runs the program. What it throws is for the operator: the message alone on stderr, and exit code 1; with
 * `LOG_LEVEL=debug` or `trace` the stack too, for a report of a bug.
 */
export function runProgram(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    process.stderr.write(`${explanation(error)}\n`);
    process.exitCode = 1;
  });
}

export function explanation(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { LOG_LEVEL: level } = process.env;
  return level === 'debug' || level === 'trace' ? (error.stack ?? error.message) : error.message;
}

export interface StopOptions {
  /** Beside SIGTERM and SIGINT. */
  readonly alsoOn?: readonly NodeJS.Signals[];
}

/** `npm run` passes Ctrl-C on to a process that got it from the terminal too: two signals within milliseconds are one. */
const SAME_SIGNAL_MS = 500;

/**
 * Runs `stop` at the first SIGTERM or SIGINT and exits with 0 when it is done, with 1 when it fails. Whoever asks a
 * second time does not want to wait: that ends at once.
 */
export function onStopSignal(stop: () => Promise<void>, { alsoOn = [] }: StopOptions = {}): void {
  let firstAt: number | undefined;
  const handler = (): void => {
    if (firstAt !== undefined) {
      if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    firstAt = performance.now();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${explanation(error)}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', ...alsoOn] as const) process.on(signal, handler);
}

/**
 * The hub as a service, until SIGTERM or SIGINT; then requests in flight finish and the process exits with 0.
 * @throws {StartupError} that names the remedy.
 */
export async function runHub(environment: NodeJS.ProcessEnv): Promise<void> {
  await import('reflect-metadata');
  const { loadConfig } = await import('./config/index.js');
  const config = loadConfig(environment);
  // Loaded after that: a bad environment is answered at once.
  const starting: Promise<RunningHub> = withoutRuntimeNotice(() => import('./serve.js')).then(({ startHub }) =>
    startHub(config),
  );
  // A signal during the start counts too: as the first process of a container nothing else would end it.
  onStopSignal(async () => (await starting.catch(() => undefined))?.close());
  await starting;
}
