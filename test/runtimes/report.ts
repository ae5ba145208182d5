/** How a check is tried and reported. */
let failures = 0;

export function hasFailed(): boolean {
  return failures > 0;
}

/** Tries one sentence. `work` may answer a detail for the report. */
export async function check(sentence: string, work: () => Promise<string | undefined>): Promise<void> {
  const started = performance.now();
  try {
    const detail = await work();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    print(`  ✓ ${sentence}${detail === undefined ? '' : ` (${detail})`}, ${seconds} s`);
  } catch (error) {
    failures += 1;
    print(`  ✗ ${sentence}`);
    print(String(error instanceof Error ? (error.stack ?? error.message) : error).replace(/^/gm, '      '));
  }
}

export async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!isSo()) {
    assert(performance.now() < deadline, 'Nothing came of it within a minute.');
    await new Promise((done) => setTimeout(done, 5));
  }
}

export function assert(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new Error(otherwise);
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
