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
