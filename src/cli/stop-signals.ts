/** Runs `stop` at the first SIGTERM or SIGINT and exits with 0 when it is done, with 1 when it fails. A second signal ends at once. */
export function onStopSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  const handler = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', handler);
  process.on('SIGINT', handler);
}
