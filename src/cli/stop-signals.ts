import { explanation } from './run-program.js';

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
